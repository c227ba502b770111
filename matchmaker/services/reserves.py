"""Reserves: who takes the place of a member that declined, left or did not answer; asked in order, as was written before."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, selectinload

from matchmaker import workflow
from matchmaker.errors import Invalid, NotFound, Refused
from matchmaker.inputs.invitations import ReserveForm
from matchmaker.inputs.steps import StepForm
from matchmaker.language import N_, say
from matchmaker.models import Consortium, Invitation, Member, Organisation, Reserve, User
from matchmaker.permissions import may
from matchmaker.services import (
    alterations,
    consortia,
    deadlines,
    history,
    invitations,
    letters,
    members,
    practice,
    standins,
    vacancies,
)
from matchmaker.services.organisations import find_organisation
from matchmaker.services.versions import begin, keep, lock, touch
from matchmaker.workflow import CONSORTIUM

MOST: Final = 10
"""Reserves of one consortium."""


def put(session: Session, consortium: Consortium, place: str, key: str, form: ReserveForm, *, by: User) -> Reserve:
    """Put an organisation behind the others in reserve for a place.

    place, key: ids of whose place it is, and of who would take it. Raises `Refused` for who cannot be invited,
    is a reserve already, or with whom a rule fails that is met with the member; `Invalid` for ids that nobody has, and for
    a place that there is not.
    """
    begin(session, "consortium.reserve", consortium, by=by)
    replaced, organisation = _found(session, place, consortium), _found(session, key, consortium)
    if replaced.id == organisation.id:
        raise Invalid({"organisation": say(N_("%(name)s cannot take its own place"), name=organisation.name)})
    if replaced.id not in {one.id for one in standins.list_replaceable(consortium)}:
        raise Invalid({"place": say(N_("%(name)s has no place here that somebody else could take"), name=replaced.name)})
    if any(one.organisation_id == organisation.id for one in consortium.reserves):
        sentence = N_("%(name)s stands in reserve already.")
        raise Refused(say(sentence, name=organisation.name), say(N_("Change what stands there.")))
    if len(consortium.reserves) >= MOST:
        raise Refused(say(N_("There are %(n)s reserves, and no more are kept."), n=MOST), say(N_("Take one off first.")))
    _refuse_unless_able(session, consortium, replaced, organisation)
    behind = max((one.position for one in consortium.reserves), default=0) + 1
    reserve = Reserve(
        organisation=organisation,
        replaces=replaced,
        position=behind,
        state="waiting",
        listed_by=by,
        **form.model_dump(),
    )
    consortium.reserves.append(reserve)
    _done(session, reserve, "reserve.list", by)
    return reserve


def change(session: Session, reserve: Reserve, form: ReserveForm, *, by: User) -> None:
    """Change what one would get; whoever was passed over waits again."""
    _begin(session, reserve, by)
    for name, value in form.model_dump().items():
        setattr(reserve, name, value)
    reserve.state, reserve.listed_by = "waiting", by
    _done(session, reserve, "reserve.change", by)


def move_up(session: Session, reserve: Reserve, *, by: User) -> None:
    """Let one be asked before the one that stood before it for the same place."""
    _begin(session, reserve, by)
    line = [one for one in reserve.consortium.reserves if one.replaces_id == reserve.replaces_id]
    place = line.index(reserve)
    if place:
        before = line[place - 1]
        before.position, reserve.position = reserve.position, before.position
        _done(session, reserve, "reserve.change", by)


def remove(session: Session, reserve: Reserve, *, by: User) -> None:
    """Take one off."""
    _begin(session, reserve, by)
    _done(session, reserve, "reserve.remove", by)
    reserve.consortium.reserves.remove(reserve)
    session.flush()


def pass_over(session: Session, reserve: Reserve, *, by: User) -> None:
    """Not this one: the next in the line is called."""
    _begin(session, reserve, by)
    reserve.state = "passed"
    _done(session, reserve, "reserve.pass", by)


def ask(session: Session, reserve: Reserve, *, by: User) -> Invitation:
    """Let a reserve take the place now, and invite it.

    Raises `Refused` while somebody has the place or may still answer, and for whatever `put` does.
    """
    _begin(session, reserve, by)
    return _ask(session, reserve, by, "reserve.ask", by)


def get_reserve(session: Session, consortium: Consortium, number: int) -> Reserve:
    """A reserve of a consortium. Raises `NotFound`."""
    found = next((one for one in consortium.reserves if one.id == number), None)
    if found is None:
        raise NotFound(say(N_("This organisation is no longer in reserve.")))
    return found


def find_refusals(
    session: Session, consortium: Consortium, replaced: Organisation, others: Sequence[Organisation]
) -> dict[int, Refused | None]:
    """By number of each of the others, why it could not take the place now; None where it could.

    It cannot be invited, is a member, or with it a rule fails that is met with the one that is replaced.
    """
    found = {one.id: invitations.find_refusal(session, consortium, one) for one in others}
    there = {one.organisation_id for one in consortium.members}
    for one in others:
        if found[one.id] is None and one.id in there:
            found[one.id] = Refused(say(N_("%(name)s is a member already."), name=one.name), members.ANOTHER)
    able = [one for one in others if found[one.id] is None]
    broken = standins.list_broken(session, consortium, replaced, able) if able else {}
    sentence = N_("With %(name)s in its place this would be met no longer: %(rules)s")
    for one in able:
        if broken[one.id]:
            found[one.id] = Refused(say(sentence, name=one.name, rules=broken[one.id]), members.ANOTHER)
    return found


def list_due(session: Session) -> list[int]:
    """The numbers of consortia in which a reserve is to be called."""
    waiting = select(Reserve.consortium_id).where(Reserve.state == "waiting")
    loaded = (
        defer(Consortium.suggestion),
        selectinload(Consortium.reserves).joinedload(Reserve.replaces, innerjoin=True),
        selectinload(Consortium.members).joinedload(Member.organisation, innerjoin=True),
        selectinload(Consortium.invitations),
    )
    rows = session.scalars(select(Consortium).where(Consortium.id.in_(waiting)).options(*loaded).order_by(Consortium.id))
    return [row.id for row in rows if _is_open(session, row) and _due(session, row)]


def call_next(session: Session, number: int) -> None:
    """For each place that fell empty call the first reserve that may take it: invite it if that was chosen, else propose it."""
    consortium = session.get(Consortium, number)
    if consortium is None:
        return
    for one in consortium.reserves:
        if one.listed_by is not None:
            keep(session, one.listed_by)
    lock(session, consortium)
    lock(session, consortium.holder)  # how many more it may ask stays as it is
    if _is_open(session, consortium):
        for replaced in _due(session, consortium):
            _call(session, consortium, replaced)


def _call(session: Session, consortium: Consortium, replaced: Organisation) -> None:
    for reserve in [one for one in consortium.reserves if one.replaces_id == replaced.id and one.state == "waiting"]:
        try:
            _refuse_unless_able(session, consortium, replaced, reserve.organisation)
        except Refused:
            reserve.state = "passed"
            _done(session, reserve, "reserve.pass_by_itself", None)
            continue
        by = reserve.listed_by
        asks = reserve.is_automatic and by is not None and may(by, "consortium.invite", consortium)
        in_time = invitations.count_left(session, consortium.holder) > 0 and not deadlines.is_short(session, consortium)
        if asks and by is not None and in_time:
            _ask(session, reserve, by, "reserve.ask_by_itself", None)
        else:
            reserve.state = "proposed"
            _done(session, reserve, "reserve.propose", None)
            letters.propose(session, consortium, replaced, reserve.organisation)
        return


def _ask(session: Session, reserve: Reserve, by: User, verb: str, who: User | None) -> Invitation:
    consortium, organisation, replaced = reserve.consortium, reserve.organisation, reserve.replaces
    workflow.move(CONSORTIUM, consortium.state, "invite")
    member = members.find_member(consortium, replaced.id)
    if member is not None and (member.joined_at is not None or members.invitation_of(consortium, replaced.id) is not None):
        sentence = N_("%(name)s has this place, or may still answer.")
        raise Refused(say(sentence, name=replaced.name), say(N_("Take its invitation back first, or wait until it ends.")))
    _refuse_unless_able(session, consortium, replaced, organisation)
    if member is not None:
        step = StepForm(kind="replace", leaves=replaced.key, joins=organisation.key)
        alterations.take(session, consortium, [step], version=None, by=by)
    else:
        consortia.add_member(session, consortium, organisation.key, _role(consortium, replaced), version=None, by=by)
    _done(session, reserve, verb, who, replaced)
    letter = ReserveForm(**{name: getattr(reserve, name) for name in ReserveForm.model_fields})
    for other in consortium.reserves:
        if other.replaces_id == replaced.id and other is not reserve:
            other.replaces = organisation  # whoever is behind it stands behind the one that has the place now
    consortium.reserves.remove(reserve)
    session.flush()
    taking = members.find_member(consortium, organisation.id)
    if taking is None:
        raise NotFound(say(N_("This organisation is no longer a member.")))
    return invitations.send(session, consortium, taking.id, letter.invitation(taking.role), by=by)


def _role(consortium: Consortium, replaced: Organisation) -> str:
    """What somebody is who takes the place of one that has gone: what that was asked to be, while that can be given."""
    asked = [one.role for one in consortium.invitations if one.organisation_id == replaced.id]
    role = asked[-1] if asked else "partner"
    return "partner" if role == "coordinator" and consortium.state == "handed_over" else role


def _due(session: Session, consortium: Consortium) -> list[Organisation]:
    """Whose place is empty, with reserves waiting for it and none proposed."""
    proposed = {one.replaces_id for one in consortium.reserves if one.state == "proposed"}
    waiting = {one.replaces_id: one.replaces for one in consortium.reserves if one.state == "waiting"}
    return [one for number, one in waiting.items() if number not in proposed and vacancies.is_vacant(session, consortium, one)]


def _is_open(session: Session, consortium: Consortium) -> bool:
    """Whether somebody may be invited."""
    return workflow.allows(CONSORTIUM, consortium.state, "invite") and not practice.is_practice(session, consortium)


def _refuse_unless_able(session: Session, consortium: Consortium, replaced: Organisation, organisation: Organisation) -> None:
    """Raise `Refused` for who could not take the place now."""
    refusal = find_refusals(session, consortium, replaced, [organisation])[organisation.id]
    if refusal is not None:
        raise refusal


def _found(session: Session, key: str, consortium: Consortium) -> Organisation:
    organisation = find_organisation(session, key, within=consortium)
    if organisation is None:
        raise Invalid({"organisation": say(N_("there is no organisation “%(id)s” here"), id=key[:80])})
    return organisation


def _begin(session: Session, reserve: Reserve, by: User) -> None:
    consortium, number = reserve.consortium, reserve.id
    begin(session, "consortium.reserve", consortium, by=by)
    session.expire(consortium, ["reserves"])
    session.refresh(get_reserve(session, consortium, number))


def _done(session: Session, reserve: Reserve, verb: str, by: User | None, place: Organisation | None = None) -> None:
    """place: whose place it took."""
    touch(session, reserve.consortium)
    entry = history.record(session, by, verb, consortium=reserve.consortium, organisation=reserve.organisation)
    if place is not None:
        entry.details = {**entry.details, "place": place.key}
    session.flush()
