"""What waits on somebody's desk, and in each consortium: rows to the facts that say what is next (`agenda/`)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, selectinload

from matchmaker import eligibility
from matchmaker.agenda import Gone, Standing, Step
from matchmaker.eligibility import verdicts
from matchmaker.eligibility.findings import Report
from matchmaker.eligibility.verdicts import Verdicts
from matchmaker.language import N_, nN_, nsay, say
from matchmaker.models import (
    DECIDING,
    ColleagueInvitation,
    Consortium,
    HandOver,
    Idea,
    Invitation,
    Member,
    Organisation,
    Reserve,
    User,
)
from matchmaker.readiness.boards import Board
from matchmaker.services import (
    coordinators,
    deadlines,
    experience,
    facts,
    invitations,
    passed,
    readiness,
    reminders,
    rounds,
    seats,
    silence,
    surroundings,
    vacancies,
)
from matchmaker.services.threads import Unread
from matchmaker.workflow import APPLIED, EDITABLE, GOING, OPEN_INVITATION

MOST: Final = 20
"""Consortia that are looked into for the desk, those changed last; the others say on their own page what is next."""
CONFIRMED_FOR: Final = timedelta(days=90)
"""So long a profile holds without anybody saying so."""
_INVITED: Final = N_("%(initiator)s invites you: “%(title)s”")
_ONE_INVITED: Final = N_("%(initiator)s invites %(organisation)s: “%(title)s”")
"""To whoever acts for several organisations."""
_WRITTEN: Final = nN_("%(n)s new message from %(name)s: “%(title)s”", "%(n)s new messages from %(name)s: “%(title)s”")
_DETAILS: Final = (
    defer(Consortium.suggestion),
    selectinload(Consortium.idea).selectinload(Idea.terms),
    selectinload(Consortium.holder),
    selectinload(Consortium.seats),
    selectinload(Consortium.members).joinedload(Member.organisation, innerjoin=True).selectinload(Organisation.terms),
    selectinload(Consortium.invitations).joinedload(Invitation.organisation, innerjoin=True),
    selectinload(Consortium.reserves).joinedload(Reserve.organisation, innerjoin=True),
    selectinload(Consortium.reserves).joinedload(Reserve.replaces, innerjoin=True),
    selectinload(Consortium.handovers).joinedload(HandOver.organisation, innerjoin=True),
)


def check_twice(session: Session, consortium: Consortium) -> Verdicts:
    """What the rules say as planned, and with those alone who have joined."""
    call = rounds.call_of(session, consortium)
    said = experience.in_the_family_of(session, facts.consortium(consortium), call)
    joined = {one.organisation.key for one in consortium.members if one.joined_at is not None}
    return verdicts.check_twice(said, joined, call, surroundings.today(session))


def list_standings(session: Session, listed: Iterable[Consortium], *, changed: Collection[int], by: User) -> list[Standing]:
    """How those of these stand in which something may be next, in as many queries for many as for one.

    changed: the numbers of those whose rules changed since this person looked.
    """
    numbers = [one.id for one in listed if one.state in GOING | APPLIED][:MOST]
    rows = list(session.scalars(select(Consortium).where(Consortium.id.in_(numbers)).options(*_DETAILS)))
    gone, today = vacancies.list_gone(session, rows), surroundings.today(session)
    boards = readiness.boards(session, [one for one in rows if one.state in EDITABLE])
    found = []
    for row in rows:
        call = rounds.find_call(session, row)
        report = None
        if call is not None and row.state in EDITABLE and _decides(row, by):
            report = eligibility.check(facts.consortium(row), call, today, beside=False)
        found.append(_standing(session, row, report, gone.get(row.id, ()), has_changed=row.id in changed, by=by))
        found[-1] = _with_readiness(found[-1], row, boards.get(row.id), by)
    return found


def standing(session: Session, consortium: Consortium, planned: Report, *, has_changed: bool, by: User) -> Standing:
    """How one consortium stands, which comes with all that its workspace shows. planned: what the rules say of everybody."""
    gone = vacancies.list_gone(session, [consortium]).get(consortium.id, ())
    found = _standing(session, consortium, planned, gone, has_changed=has_changed, by=by)
    return _with_readiness(found, consortium, readiness.boards(session, [consortium]).get(consortium.id), by)


def others(
    session: Session,
    *,
    asked: Sequence[ColleagueInvitation],
    offered: Sequence[HandOver],
    received: Sequence[Invitation],
    unread: Mapping[int, Unread],
    organisations: Sequence[Organisation],
    ideas: Sequence[Idea],
    is_used: bool,
    by: User,
) -> list[Step]:
    """What waits beside the consortia: answers to others, messages, profiles to confirm, a first idea.

    is_used: whether a consortium is in the making.
    """
    found = [
        Step(
            "answer_colleague",
            one.id,
            say(N_("You are asked to act for %(organisation)s"), organisation=one.organisation.name),
            one.expires_at,
        )
        for one in asked
    ]
    found += [
        Step(
            "answer_handover",
            one.id,
            say(
                N_("%(holder)s asks you to coordinate “%(title)s”"), holder=one.consortium.holder.name, title=one.consortium.title
            ),
            one.offered_at,
        )
        for one in offered
    ]
    found += [
        Step(
            "answer_invitation",
            one.id,
            say(
                _INVITED if len(organisations) < 2 else _ONE_INVITED,
                initiator=invitations.sender_of(one).name,
                organisation=one.organisation.name,
                title=one.consortium.title,
            ),
            one.expires_at,
        )
        for one in received
        if one.state in OPEN_INVITATION
    ]
    found += [
        Step("read_message", number, nsay(*_WRITTEN, one.count, name=one.who, title=one.title)) for number, one in unread.items()
    ]
    now, owned = surroundings.now(session), {one.organisation_id for one in by.memberships if one.role in DECIDING}
    for one in organisations:
        due = (one.confirmed_at or one.created_at) + CONFIRMED_FOR
        if one.joined_at is not None and one.id in owned and due <= now:
            said = say(N_("Is everything that %(organisation)s says of itself still right?"), organisation=one.name)
            found.append(Step("confirm", one.id, said, due))
    if not ideas and owned:
        found.append(Step("describe", 0, say(N_("Describe a project idea; then we suggest whole consortia"))))
    elif not is_used and (idea := next((one for one in ideas if one.is_open and one.organisation_id in owned), None)):
        found.append(
            Step(
                "suggest",
                idea.id,
                say(N_("“%(title)s” is described; see which consortia would meet its rules"), title=idea.title),
            )
        )
    return found


def _standing(
    session: Session, row: Consortium, report: Report | None, gone: Sequence[Gone], *, has_changed: bool, by: User
) -> Standing:
    call, now = rounds.find_call(session, row), surroundings.now(session)
    deadline = call.deadline.at if call is not None and call.deadline is not None else None
    last = {one.organisation_id: one for one in row.invitations}
    planned = [one for one in row.members if one.joined_at is None]
    silent = [one for one in planned if _state(last, one) == "expired"]
    asked = [one for one in planned if _state(last, one) in OPEN_INVITATION]
    offered = next((one.organisation.name for one in row.handovers if one.state == "offered"), None)
    unsure, internal = coordinators.list_to_confirm(row), deadlines.internal(session, row)
    is_soon = internal is not None and internal - reminders.STAGES[0] <= now
    empty = {one.key for one in gone} | {one.organisation.key for one in silent}
    proposed = (one for one in row.reserves if one.state == "proposed" and one.replaces.key in empty)
    is_silent = row.silence_told_at is not None and silence.since(session, row) is not None
    return Standing(
        id=row.id,
        state=row.state,
        is_mine=_decides(row, by),
        holder=row.holder.name or "",
        has_changed_rules=has_changed,
        verdict=report.verdict if report else "unknown",
        failing=sum(finding.status == "fail" for finding in report.rules) if report else 0,
        open_seats=len(seats.list_open(row)),
        gone=tuple(gone),
        silent=tuple(Gone(one.organisation.name or "", one.organisation.key) for one in silent),
        proposed=next((one.organisation.name or "" for one in proposed), ""),
        unasked=tuple(one.id for one in planned if one not in silent and one not in asked),
        awaited=tuple(sorted(last[one.organisation_id].expires_at for one in asked)),
        offered=offered or "",
        until=deadline if deadline is not None and deadline > now else None,
        title=row.title,
        late=tuple(
            Gone(one.organisation.name or "", one.organisation.key) for one in row.members if reminders.is_replaceable(one)
        ),
        internal=internal,
        data_of=next((one.organisation_id for one in row.members if is_soon and _has_data_to_confirm(one, by)), 0),
        confirms=next((one.organisation.name or "" for one in unsure if _acts_for(one.organisation_id, by)), ""),
        unsure=len(unsure),
        can_go_on=is_silent and _acts_for(row.initiator_id, by),
        given_up=passed.given_up_at(session, row),
    )


def _with_readiness(one: Standing, row: Consortium, board: Board | None, by: User) -> Standing:
    """The same, with what partners gave and have to give."""
    if board is None:
        return one
    ours = [
        column for column in board.columns if not column.is_holder and _acts_for(column.organisation, by) and column.has_joined
    ]
    asked = sum(item.state in ("asked", "returned") for column in ours for item in column.waiting)
    behind = next((column for column in board.waiting if not column.is_holder and column.has_joined), None)
    is_led = row.state == "handed_over"
    return replace(
        one,
        asked_of_us=asked,
        to_look_at=board.to_look_at,
        waits_for=behind.name if behind and is_led else "",
        waits=len(behind.waiting) if behind and is_led else 0,
    )


def _state(last: Mapping[int, Invitation], member: Member) -> str:
    """Of the last invitation of a member, empty where there was none."""
    found = last.get(member.organisation_id)
    return found.state if found is not None else ""


def _decides(row: Consortium, by: User) -> bool:
    """Whether this person decides for whoever holds it."""
    return _acts_for(row.holder_id, by)


def _acts_for(organisation_id: int, by: User) -> bool:
    """Whether this person decides for the organisation."""
    return any(one.organisation_id == organisation_id and one.role in DECIDING for one in by.memberships)


def _has_data_to_confirm(member: Member, by: User) -> bool:
    """Whether the data of a member that this person acts for are to be confirmed."""
    return _acts_for(member.organisation_id, by) and bool(reminders.asked_of(member))
