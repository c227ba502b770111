"""Reserves: for each place who would take it, in the order in which they are asked, and what each would get."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.errors import Refused
from matchmaker.inputs.invitations import ReserveForm
from matchmaker.language import N_, current, render, say
from matchmaker.matching.saying.addressing import to_them
from matchmaker.models import Consortium, Member, Organisation, Reserve
from matchmaker.permissions import require
from matchmaker.services import consortia, deadlines, grounds, invitations, reserves, standins, vacancies
from matchmaker.services.members import find_member
from matchmaker.web.forms import Asked, Form, values_of
from matchmaker.web.invitations import SPECIFICS, said_before
from matchmaker.web.session import somebody
from matchmaker.web.toasts import SAVED, done
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("reserves", __name__, url_prefix="/consortia/<int:consortium_id>/reserves")

LETTER = (
    *(one for one in SPECIFICS if one.name != "role"),
    Asked("is_automatic", N_("Invite it by itself when its turn comes, without asking me again"), "check"),
)


@dataclass(frozen=True)
class Line:
    """One place: whose it is or was, as which member, whether it is empty now, and who stands in its line, each with why not."""

    organisation: Organisation
    member: Member | None
    is_vacant: bool
    waiting: tuple[tuple[Reserve, Refused | None], ...]


@blueprint.get("")
def show(consortium_id: int) -> ResponseReturnValue:
    """All lines."""
    consortium = _consortium(consortium_id)
    lines = [_line(consortium, one) for one in standins.list_replaceable(consortium)]
    return render_template(
        "reserves/show.html",
        consortium=consortium,
        lines=lines,
        by=deadlines.answer_by(session(), consortium, invitations.FOR_INTEREST),
        internal=deadlines.find_missed(session(), consortium),
    )


@blueprint.route("/new", methods=["GET", "POST"])
def new(consortium_id: int) -> ResponseReturnValue:
    """Put an organisation in reserve; `place` and `joins` name whose place it would take, and who."""
    consortium = _consortium(consortium_id)
    place, joins = request.args.get("place", ""), request.args.get("joins", "")
    replaced, organisation = (grounds.found(session(), [one], within=consortium)[0] for one in (place, joins))
    form = Form(ReserveForm, LETTER)
    if form.sent:
        with form:
            reserves.put(writing(), consortium, place, joins, form.parsed(), by=somebody())
            done(say(N_("%(name)s stands in reserve now."), name=organisation.name))
            return _back(consortium_id)
    else:
        form.values = _first_values(consortium, replaced, organisation)
    return form.page("reserves/letter.html", consortium=consortium, organisation=organisation, replaced=replaced)


@blueprint.route("/<int:number>", methods=["GET", "POST"])
def change(consortium_id: int, number: int) -> ResponseReturnValue:
    """Change what one would get."""
    consortium = _consortium(consortium_id)
    reserve = reserves.get_reserve(session(), consortium, number)
    form = Form(ReserveForm, LETTER, values_of(reserve, ReserveForm))
    if form.sent:
        with form:
            reserves.change(writing(), reserve, form.parsed(), by=somebody())
            done(SAVED)
            return _back(consortium_id)
    return form.page("reserves/letter.html", consortium=consortium, organisation=reserve.organisation, replaced=reserve.replaces)


@blueprint.post("/<int:number>/ask")
def ask(consortium_id: int, number: int) -> ResponseReturnValue:
    """Let it take the place, and invite it."""
    reserve = reserves.get_reserve(session(), _consortium(consortium_id), number)
    name = reserve.organisation.name
    reserves.ask(writing(), reserve, by=somebody())
    done(say(N_("%(name)s is invited now."), name=name))
    return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)


@blueprint.post("/<int:number>/pass")
def pass_over(consortium_id: int, number: int) -> ResponseReturnValue:
    """Not this one."""
    reserves.pass_over(writing(), reserves.get_reserve(session(), _consortium(consortium_id), number), by=somebody())
    return _back(consortium_id)


@blueprint.post("/<int:number>/up")
def move_up(consortium_id: int, number: int) -> ResponseReturnValue:
    """Ask it before the one that stands before it."""
    reserves.move_up(writing(), reserves.get_reserve(session(), _consortium(consortium_id), number), by=somebody())
    return _back(consortium_id)


@blueprint.post("/<int:number>/remove")
def remove(consortium_id: int, number: int) -> ResponseReturnValue:
    """Take it off."""
    reserve = reserves.get_reserve(session(), _consortium(consortium_id), number)
    name = reserve.organisation.name
    reserves.remove(writing(), reserve, by=somebody())
    done(say(N_("%(name)s stands in reserve no longer."), name=name))
    return _back(consortium_id)


def _consortium(number: int) -> Consortium:
    """The consortium, for those who decide about its reserves: nobody else sees who would replace whom."""
    consortium = consortia.get_consortium(session(), number, by=somebody())
    require(somebody(), "consortium.reserve", consortium)
    return consortium


def _back(consortium_id: int) -> ResponseReturnValue:
    return redirect(url_for("reserves.show", consortium_id=consortium_id), 303)


def _line(consortium: Consortium, replaced: Organisation) -> Line:
    waiting = [one for one in consortium.reserves if one.replaces_id == replaced.id]
    refusals = reserves.find_refusals(session(), consortium, replaced, [one.organisation for one in waiting])
    return Line(
        organisation=replaced,
        member=find_member(consortium, replaced.id),
        is_vacant=vacancies.is_vacant(session(), consortium, replaced),
        waiting=tuple((one, refusals[one.organisation_id]) for one in waiting),
    )


def _first_values(consortium: Consortium, replaced: Organisation, organisation: Organisation) -> dict[str, object]:
    """What the one that is replaced was asked for, and what speaks for who would come instead."""
    said = standins.list_reasons(session(), consortium, replaced, organisation)
    reasons = " ".join(render(one, current()) for one in to_them(said))
    return {**said_before(consortium, replaced.id), "why_you": reasons}
