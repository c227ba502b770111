"""The public directory, an organisation's page, and changing one's own."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.inputs.ideas import MOST_SEATS
from matchmaker.inputs.offers import OfferForm
from matchmaker.inputs.profiles import Profile
from matchmaker.language import N_, current, gettext_, render, say
from matchmaker.models import Membership, Organisation
from matchmaker.permissions import may, require
from matchmaker.services import colleagues, contacts, experience, organisations, people, projects, responses
from matchmaker.web import choices, names
from matchmaker.web.forms import Asked, Choice, Form, values_of, version
from matchmaker.web.session import person, somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("organisations", __name__, url_prefix="/organisations")


def _roles() -> list[Choice]:
    return [
        Choice("coordinator", gettext_("as coordinator (applicant)")),
        Choice("partner", gettext_("as partner")),
        Choice("associated", gettext_("as associated partner")),
    ]


def _newcomer() -> list[Choice]:
    return [
        Choice("yes", gettext_("Yes, we are new to the programme or have little experience")),
        Choice("no", gettext_("No, we have experience")),
        Choice("", gettext_("Not stated")),
    ]


PROFILE = (
    Asked(
        "name",
        N_("Name"),
        hint=N_("As it is written in official papers."),
        autocomplete="organization",
        missing=N_("Give the name of your organisation"),
    ),
    Asked("kind", N_("What are you?"), "kinds", choices=choices.kinds),
    Asked(
        "type", N_("Official type"), "select", N_("Only if it differs from the one under “What are you?”."), choices=choices.types
    ),
    Asked("country", N_("Country"), "select", choices=choices.all_countries, missing=N_("Choose the country")),
    Asked("region", N_("Region")),
    Asked("city", N_("Town")),
    Asked("website", N_("Website"), "url"),
    Asked("established", N_("Founding date"), "date", N_("In some calls the applicant must have existed for a certain time.")),
    Asked(
        "fields",
        N_("Your field, in your own words"),
        "fields",
        N_("Type a word, then tick what fits."),
        sought=choices.fields_sought,
    ),
    Asked("topics", N_("Topics"), "checks", N_("Our own list, not the official one."), choices=choices.topics),
    Asked(
        "expertise", N_("What you are good at"), "checks", N_("Our own list, not the official one."), choices=choices.expertise
    ),
    Asked("priorities", N_("Priorities of the programme you work on"), "checks", choices=choices.priorities),
    Asked("languages", N_("Languages you can work in"), "checks", choices=choices.tongues),
    Asked(
        "sectors", N_("Sectors you work in"), "checks", N_("What your type does not allow is left out."), choices=choices.sectors
    ),
    Asked("description", N_("What you do"), "area", rows=4),
    Asked("contribution", N_("What you would contribute to a project"), "area"),
    Asked("looking_for", N_("What you look for"), "area"),
    Asked("roles", N_("How you would take part"), "checks", choices=_roles),
    Asked("capacity", N_("How many consortia of one round you could join"), "number"),
    Asked("open_to_requests", N_("We are open to invitations"), "check"),
    Asked("newcomer", N_("Are you new to the programme?"), "radios", choices=_newcomer),
    Asked("learners", N_("Learners"), "number"),
    Asked("staff", N_("Staff"), "number"),
    Asked("oid", N_("OID"), hint=N_("E and eight digits, from the Organisation Registration System.")),
    Asked("pic", N_("PIC"), hint=N_("Nine digits, from the Participant Register.")),
    Asked("registration", N_("Registration or tax number")),
    Asked(
        "flags",
        N_("Statements"),
        "three",
        N_("Rules of some calls ask for these. What is not stated stays open."),
        choices=choices.flags,
    ),
)
OFFER = (
    Asked("summary", N_("What you offer as a partner"), "area", missing=N_("Say what you offer as a partner")),
    Asked("must_know", N_("What you must know before you say yes"), "area"),
    Asked("until", N_("Until when"), "date"),
    Asked("roles", N_("In which role"), "checks", choices=_roles),
    Asked("calls", N_("For which calls"), "checks", choices=choices.calls),
    Asked("expertise", N_("With which expertise"), "checks", choices=choices.expertise),
)


@blueprint.get("")
def list_() -> str:
    """Organisations that joined, found by words, country and sector."""
    words, country, sector = (request.args.get(name, "").strip()[:100] for name in ("words", "country", "sector"))
    known = "known" in request.args
    found = organisations.list_public(
        session(), words=words or None, country=country or None, sector=sector or None, known=known, page=_page()
    )
    return render_template(
        "organisations/list.html",
        found=found,
        words=words,
        country=country,
        sector=sector,
        known=known,
        countries=choices.all_countries(),
        sectors=choices.sectors(),
    )


def _page() -> int:
    """Which page of a list is asked for."""
    asked = request.args.get("page", "1")
    return min(max(int(asked), 1), 100_000) if asked.isdecimal() and len(asked) < 9 else 1


@blueprint.get("/<int:organisation_id>")
def show(organisation_id: int) -> Response:
    """One organisation: what it does, what it offers, what is known of it and from where."""
    organisation = organisations.get_organisation(session(), organisation_id, by=person())
    return shown(organisation, Form(OfferForm, OFFER, _open_to(organisation)))


def _open_to(organisation: Organisation) -> dict[str, Any]:
    """An offer to begin with, of a place in a call that the address names; beside other offers it is for that call only."""
    call = names.call(request.args.get("open_to", ""))
    if call is None:
        return {}
    known = choices.wanted(call)
    seats = tuple(known[one] for one in dict.fromkeys(request.args.getlist("seat")[:MOST_SEATS]) if one in known)
    text = (
        N_("We are open to a place as a partner in %(call)s (%(year)s): %(seats)s.")
        if seats
        else N_("We are open to a place as a partner in %(call)s (%(year)s).")
    )
    said = say(text, call=call, year=str(call.year), **({"seats": seats} if seats else {}))
    return {"summary": render(said, current()), "calls": [call.id] if organisation.offers else []}


def shown(organisation: Organisation, offer: Form[OfferForm]) -> Response:
    """An organisation's page, with the form for an offer, sent or not."""
    return offer.page(
        "organisations/show.html",
        organisation=organisation,
        offer=offer,
        projects=projects.list_projects(session(), organisation),
        standings=experience.list_standings(session(), organisation),
        answering=responses.get_record(session(), organisation) if organisation.joined_at and person() else None,
        people=people.list_people(session(), organisation, by=somebody()) if _owns(organisation) else [],
        contact=_contact(organisation),
        invited=colleagues.list_open(session(), organisation, by=somebody()) if _owns(organisation) else [],
        roles=colleagues.ROLES,
    )


def _contact(organisation: Organisation) -> Membership | None:
    """Who is its contact person, for those who act for it."""
    by = person()
    return (
        contacts.find_contact(session(), organisation, by=by) if by and may(by, "organisation.exposure", organisation) else None
    )


def _owns(organisation: Organisation) -> bool:
    return may(person(), "organisation.people", organisation)


@blueprint.route("/<int:organisation_id>/edit", methods=["GET", "POST"])
def edit(organisation_id: int) -> ResponseReturnValue:
    """Change one's own organisation."""
    by = somebody()
    organisation = organisations.get_organisation(session(), organisation_id, by=by)
    require(by, "organisation.edit", organisation)
    form = Form(Profile, PROFILE, _values(organisation))
    if form.sent:
        with form:
            said = form.parsed()
            organisations.edit(writing(), organisation, said, version=version(), by=by)
            flash(N_("Your changes are saved."))
            return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)
    return form.page("organisations/edit.html", organisation=organisation)


def _values(organisation: Organisation) -> dict[str, Any]:
    """What is stored, as the form shows it."""
    codes: dict[str, list[str]] = {}
    for term in organisation.terms:
        codes.setdefault(term.vocabulary, []).append(term.code)
    lists = {
        "fields": "field",
        "topics": "topic",
        "expertise": "expertise",
        "languages": "language",
        "roles": "role",
        "priorities": "priority",
        "flags": "flag",
        "sectors": "sector",
    }
    newcomer = {True: "yes", False: "no", None: ""}[organisation.newcomer]
    return values_of(organisation, Profile, newcomer=newcomer, **{name: codes.get(kind, []) for name, kind in lists.items()})


@blueprint.post("/<int:organisation_id>/confirm")
def confirm(organisation_id: int) -> ResponseReturnValue:
    """It all still holds."""
    by = somebody()
    organisation = organisations.get_organisation(session(), organisation_id, by=by)
    organisations.confirm(writing(), organisation, by=by)
    flash(N_("Thank you: your profile is confirmed as of today."))
    return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)
