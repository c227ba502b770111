"""Project ideas: described for one call, shown, changed, closed."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.errors import NotFound, Refused
from matchmaker.inputs.forms import LONGEST_LIST
from matchmaker.inputs.ideas import IdeaForm
from matchmaker.language import N_, gettext_, say
from matchmaker.models import Organisation, User
from matchmaker.permissions import may, require
from matchmaker.programme import rounds
from matchmaker.programme.calls import Call
from matchmaker.services import consortia, ideas, organisations, reviews, searches, suggestions, surroundings
from matchmaker.services.wishes import give_up
from matchmaker.web import choices
from matchmaker.web.forms import Asked, Choice, Form, version
from matchmaker.web.session import somebody
from matchmaker.web.suggestions import page_of
from matchmaker.web.toasts import SAVED, done, done_undoably
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("ideas", __name__, url_prefix="/ideas")


def _applicants() -> list[Choice]:
    return [
        Choice("we", gettext_("We apply ourselves")),
        Choice("find", gettext_("A partner we ask for: suggest one who may apply")),
        Choice("unknown", gettext_("Not known yet")),
    ]


def _foreign() -> list[Choice]:
    return [
        Choice("", gettext_("As is usual for this call")),
        Choice("no", gettext_("Only from other countries")),
        Choice("yes", gettext_("From our country too")),
    ]


def _why_third_countries(call: Call) -> str:
    """Why partners from there are left out unless one wishes for them."""
    if call.other_countries.may_be_removed:
        return N_(
            "From countries that are not associated to the programme, such as Ukraine. They are left out unless you tick this: a "
            "partner from there is taken out at assessment, unless the application shows what it alone can add."
        )
    if call.other_countries.needs_added_value:
        return N_(
            "From countries that are not associated to the programme, such as Ukraine. They are left out unless you tick this: "
            "the application has to show what a partner from there alone can add, and the assessors look at it."
        )
    return N_(
        "From countries that are not associated to the programme, such as Ukraine. They are left out unless you tick this: the "
        "call's rules can be met without them."
    )


def asked_for(call: Call, country: str, held: Sequence[str] = ()) -> tuple[Asked, ...]:
    """What is asked about an idea for this call: it knows which types, activities and priorities there are.

    held: the priorities of the idea so far, to be kept though the call may list them no more.
    """
    only_one = call.priorities_needed is not None and call.priorities_needed.max == 1
    so_many = N_("Exactly one, from this call.") if only_one else N_("From this call.")
    return (
        Asked("title", N_("Title of the idea"), missing=N_("Give the idea a title")),
        Asked(
            "summary", N_("The idea in a few sentences"), "area", N_("What should be different afterwards, and for whom?"), rows=4
        ),
        Asked(
            "round",
            N_("Round"),
            "radios",
            choices=lambda: choices.rounds_of(call, rounds.usual(call, country, surroundings.today(session()))),
        ),
        Asked("variant", N_("Kind of project"), "radios", choices=lambda: choices.variants_of(call)),
        Asked("project_type", N_("Type of project"), "select", choices=lambda: choices.project_types_of(call)),
        Asked("months", N_("Duration in months"), "number"),
        Asked("priorities", N_("Priorities"), "checks", so_many, choices=lambda: choices.priorities_of(call, held)),
        Asked("activities", N_("Activities"), "checks", choices=lambda: choices.activities_of(call)),
        Asked(
            "fields",
            N_("Field (trade), in your own words"),
            "fields",
            N_("Type a word, then tick what fits."),
            sought=choices.fields_sought,
        ),
        Asked("topics", N_("Topics"), "checks", N_("Our own list, not the official one."), choices=choices.topics),
        Asked(
            "expertise", N_("Expertise you miss"), "checks", N_("Our own list, not the official one."), choices=choices.expertise
        ),
        Asked("applicant", N_("Who will apply?"), "radios", choices=_applicants),
        Asked(
            "seats",
            N_("Which partners are you looking for?"),
            "seats",
            N_("Each seat is taken by another partner."),
            choices=lambda: choices.seats(call),
        ),
        Asked("size_min", N_("At least this many organisations, including you"), "number"),
        Asked("size_max", N_("At most this many"), "number"),
        Asked("language", N_("Working language"), "select", choices=choices.tongues),
        Asked("same_country", N_("Partners from your own country?"), "radios", choices=_foreign),
        Asked("third_countries", N_("Partners from third countries, too"), "check", _why_third_countries(call)),
        Asked("countries", N_("Only from these countries"), "checks", choices=choices.all_countries),
        Asked("not_countries", N_("Not from these countries"), "checks", choices=choices.all_countries),
        Asked("confirmed_only", N_("Only partners with nothing left to confirm"), "check"),
        Asked(
            "is_shown",
            N_("Show this request to organisations that could fill what it lacks"),
            "check",
            N_("They see the call, your country, what kind of organisation you are, and what is missing; no names and no texts."),
        ),
    )


def _own(by: User) -> list[Organisation]:
    """The organisations for which one may describe an idea."""
    return [one for one in organisations.list_mine(session(), by=by) if may(by, "idea.write", one)]


def _writer(by: User) -> Organisation:
    """For which of one's organisations: the one asked for, else the first."""
    own = _own(by)
    asked = request.values.get("organisation", "")
    found = next((one for one in own if str(one.id) == asked), own[0] if own and not asked else None)
    if found is None:
        instead = N_("Register an organisation first, or ask an owner of yours to let you write for it.")
        raise Refused(say(N_("You may not edit any organisation yet.")), say(instead))
    return found


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Choose the call, then describe the idea."""
    by = somebody()
    organisation = _writer(by)
    guide = surroundings.guide(session())
    call = guide.calls.get(request.values.get("call", ""))
    if call is None:
        return render_template(
            "ideas/call.html",
            organisation=organisation,
            own=_own(by),
            by_state=guide.by_state(surroundings.now(session())),
            link=lambda one: url_for("ideas.new", organisation=organisation.id, call=one.id),
        )
    form = Form(IdeaForm, asked_for(call, organisation.country), {"call": call.id, **_first_values(organisation, call)})
    if form.sent:
        with form:
            said = form.parsed()
            idea = ideas.describe(writing(), organisation, said, by=by)
            return redirect(url_for("ideas.show", idea_id=idea.id), 303)
    return form.page("ideas/edit.html", organisation=organisation, call=call, idea=None, given_up=())


def _first_values(organisation: Organisation, call: Call) -> dict[str, object]:
    """What can be guessed from the organisation and the call, to be changed."""
    fields = [term.code for term in organisation.terms if term.vocabulary == "field"]
    return {"fields": fields, "applicant": "we", "project_type": call.project_types[0] if len(call.project_types) == 1 else ""}


@blueprint.get("/<int:idea_id>")
def show(idea_id: int) -> str:
    """One idea and the consortia made from it."""
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    made = consortia.list_consortia(session(), by=by, idea=idea)
    latest = suggestions.find_latest(session(), idea, by=by) if may(by, "idea.suggest", idea) else None
    return render_template(
        "ideas/show.html",
        idea=idea,
        consortia=made,
        sizes=consortia.sizes(session(), made),
        form=ideas.form_of(idea),
        latest=latest,
        reviews=reviews.list_unseen(session(), idea, by=by),
        offers=suggestions.list_offers(session(), idea) if surroundings.guide(session()).calls.get(idea.call_id) else (),
        latest_page=page_of(idea, searches.question_of(latest)) if latest else "",
    )


@blueprint.route("/<int:idea_id>/edit", methods=["GET", "POST"])
def edit(idea_id: int) -> ResponseReturnValue:
    """Change an idea; `give_up` names wishes that the form is shown without, and afterwards one suggests again."""
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    require(by, "idea.write", idea)
    call = surroundings.guide(session()).calls.get(request.values.get("call", "") or idea.call_id)
    if call is None:
        raise NotFound(say(N_("The call of this idea is no longer in the guide. Describe a new idea.")))
    wishes = request.args.getlist("give_up")[:LONGEST_LIST]
    shown, given_up = give_up(session(), idea, wishes, by=by) if wishes and call.id == idea.call_id else (ideas.form_of(idea), ())
    if call.id != idea.call_id:  # its rounds and kinds of project are others
        shown = shown.model_copy(update={"round": None, "variant": None})
    form = Form(IdeaForm, asked_for(call, idea.organisation.country, ideas.form_of(idea).priorities), _values(shown))
    if form.sent:
        with form:
            said = form.parsed()
            ideas.change(writing(), idea, said, version=version(), by=by)
            done(SAVED)
            if wishes:  # 307: the browser sends on what it sent, so that this asks too
                return redirect(url_for("suggestions.ask", idea_id=idea_id), 307)
            return redirect(url_for("ideas.show", idea_id=idea_id), 303)
    return form.page("ideas/edit.html", organisation=idea.organisation, call=call, idea=idea, given_up=given_up)


def _values(form: IdeaForm) -> dict[str, object]:
    """What was said, as the form shows it."""
    said = {name: getattr(form, name) for name in IdeaForm.model_fields}
    seats = [{"what": seat.what, "number": seat.number} for seat in form.seats]
    same = {True: "yes", False: "no", None: ""}[form.same_country]
    return {**{name: "" if value is None else value for name, value in said.items()}, "seats": seats, "same_country": same}


@blueprint.post("/<int:idea_id>/close")
def close(idea_id: int) -> ResponseReturnValue:
    """Ask for nobody any more."""
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    ideas.close(writing(), idea, by=by)
    done_undoably(N_("The idea is closed. What was made from it stays readable."), "ideas.reopen", idea_id=idea_id)
    return redirect(url_for("ideas.show", idea_id=idea_id), 303)


@blueprint.post("/<int:idea_id>/reopen")
def reopen(idea_id: int) -> ResponseReturnValue:
    """Take a closed idea up again."""
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    ideas.reopen(writing(), idea, by=by)
    done(N_("The idea is open again."))
    return redirect(url_for("ideas.show", idea_id=idea_id), 303)
