"""Partners who are not here yet, in their consortium's workspace: added, written to, and the links of all partners."""

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.config import Settings
from matchmaker.errors import NotFound
from matchmaker.inputs.guests import GuestForm
from matchmaker.language import LANGUAGES, N_, current, render, say
from matchmaker.models import Consortium, Invitation, Member
from matchmaker.permissions import require
from matchmaker.services import consortia, guests, paper, partner_access, partner_links, practice, rounds
from matchmaker.services.members import invitation_of, member_of
from matchmaker.web import choices
from matchmaker.web.forms import Asked, Choice, Form, version
from matchmaker.web.invitations import roles
from matchmaker.web.session import somebody
from matchmaker.web.toasts import done, done_undoably
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("guests", __name__, url_prefix="/consortia/<int:consortium_id>")


def _roles() -> list[Choice]:
    """Whoever coordinates needs an account."""
    return [one for one in roles() if one.value != "coordinator"]


GUEST = (
    Asked("name", N_("Name of the organisation"), missing=N_("Give the name of the organisation")),
    Asked("country", N_("Country"), "select", choices=choices.all_countries, missing=N_("Choose the country")),
    Asked("kind", N_("What is it?"), "kinds", choices=choices.kinds, missing=N_("Choose what the organisation is")),
    Asked("role", N_("As what?"), "radios", choices=_roles),
    Asked("task", N_("The task"), "area", N_("What should this organisation do?")),
    Asked("is_another", N_("It is another one than the one registered here under this name"), "check"),
)


@blueprint.route("/guests/new", methods=["GET", "POST"])
def new(consortium_id: int) -> ResponseReturnValue:
    """Add a partner who is not here."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    require(by, "consortium.change", consortium)
    form = Form(GuestForm, GUEST, {"role": "partner"})
    if form.sent:
        with form:
            said = form.parsed()
            member = guests.add(writing(), consortium, said, version=version(), by=by)
            planned = say(N_("%(name)s is a member now."), name=member.organisation.name)
            done_undoably(planned, "members.remove", consortium_id=consortium_id, member_id=member.id)
            return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)
    registered = None
    if "is_another" in form.problems:
        registered = guests.find_registered(session(), str(form.values.get("name", "")), str(form.values.get("country", "")))
    return form.page("guests/new.html", consortium=consortium, registered=registered)


@blueprint.route("/members/<int:member_id>/letter", methods=["GET", "POST"])
def letter(consortium_id: int, member_id: int) -> ResponseReturnValue:
    """The letter with the guest's personal link, which is made when it is asked for and shown once."""
    consortium, member, invitation = _guest(consortium_id, member_id)
    wanted = request.form.get("language", "")
    language = wanted if wanted in LANGUAGES else current()
    form = Form(GuestForm, ())
    text = None
    if request.method == "POST":
        secret = partner_links.write(writing(), member, language, by=somebody())
        call = rounds.find_call(session(), consortium)
        link = _base_url() + partner_access.path(secret)
        text = [render(one, language) for one in paper.guest_letter(consortium, invitation, call, link)]
    return form.page(
        "guests/letter.html",
        consortium=consortium,
        member=member,
        text=text,
        language=language,
        refusal=practice.find_refusal(session(), consortium) if text is None else None,
        is_linked=text is None and partner_links.current(session(), member) is not None,
    )


@blueprint.post("/members/<int:member_id>/link")
def send(consortium_id: int, member_id: int) -> ResponseReturnValue:
    """Mail the partner its link."""
    consortium = consortia.get_consortium(session(), consortium_id, by=somebody())
    member = member_of(consortium, member_id)
    partner_links.send(writing(), member, by=somebody())
    done(say(N_("The link is on its way to %(name)s."), name=member.organisation.name))
    return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)


@blueprint.post("/members/<int:member_id>/link/end")
def end(consortium_id: int, member_id: int) -> ResponseReturnValue:
    """No link of the partner works any more."""
    consortium = consortia.get_consortium(session(), consortium_id, by=somebody())
    member = member_of(consortium, member_id)
    partner_links.end(writing(), member, by=somebody())
    done(say(N_("The link of %(name)s does not work any more."), name=member.organisation.name))
    return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)


def _guest(consortium_id: int, member_id: int) -> tuple[Consortium, Member, Invitation]:
    """A guest that is invited or has joined."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    require(by, "consortium.link", consortium)
    member = member_of(consortium, member_id)
    invitation = invitation_of(consortium, member.organisation_id)
    if not member.organisation.is_guest or invitation is None:
        raise NotFound(say(N_("There is no such page, or it is not for you.")))
    return consortium, member, invitation


def _base_url() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url.rstrip("/")
