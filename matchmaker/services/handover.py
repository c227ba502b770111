"""The hand-over: a member that may coordinate takes the consortium over, or the initiator applies itself."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from matchmaker import workflow
from matchmaker.errors import NotFound, Refused
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.workspace import Note, Reason
from matchmaker.language import N_, Message, say
from matchmaker.models import Consortium, HandOver, Member, Membership, Organisation, User
from matchmaker.services import candidates, coordinators, history, members, notices, practice, surroundings
from matchmaker.services.lookup import get
from matchmaker.services.mails import Fact, Lead
from matchmaker.services.versions import begin, touch
from matchmaker.workflow import CONSORTIUM, HANDOVER

_DETAILS: Final = (
    joinedload(HandOver.organisation, innerjoin=True),
    selectinload(HandOver.consortium).selectinload(Consortium.idea),
    selectinload(HandOver.consortium).selectinload(Consortium.holder),
    selectinload(HandOver.consortium).selectinload(Consortium.initiator),
    selectinload(HandOver.consortium).selectinload(Consortium.members).joinedload(Member.organisation, innerjoin=True)
    .selectinload(Organisation.terms),
)  # fmt: skip
_IN_A_LIST: Final = (
    joinedload(HandOver.organisation, innerjoin=True),
    selectinload(HandOver.consortium).options(defer(Consortium.suggestion), selectinload(Consortium.holder)),
)


def offer(session: Session, consortium: Consortium, member_id: int, note: str, *, by: User) -> HandOver:
    """Ask a member to take over as coordinator; from a coordinator with the reason why it hands the consortium on.

    Raises `Refused` when the member may not, with the reason, and in practice; `Invalid` for a reason that is missing.
    """
    begin(session, "consortium.offer", consortium, by=by)
    practice.refuse(session, consortium)
    state = workflow.move(CONSORTIUM, consortium.state, "offer")
    member = members.member_of(consortium, member_id)
    if member.organisation_id == consortium.holder_id:
        sentence = N_("%(name)s holds the consortium already.")
        raise Refused(say(sentence, name=_name(member)), say(N_("Say instead that it applies itself.")))
    candidates.refuse_unless_able(session, consortium, member)
    is_on = consortium.state == "handed_over"
    said = parse(Reason, {"note": note}).note if is_on else parse(Note, {"note": note}).note
    handover = HandOver(
        organisation=member.organisation,
        kind="on" if is_on else "over",
        state="offered",
        note=said,
        offered_by_id=by.id,
        offered_at=surroundings.now(session),
    )
    consortium.handovers.append(handover)
    consortium.state = state
    touch(session, consortium)
    history.record(session, by, "handover.offer", consortium=consortium, organisation=member.organisation)
    places = {"holder": consortium.holder.name, "title": consortium.title}
    session.flush()  # the mail names its page
    notices.tell(
        session,
        consortium,
        member.organisation,
        say(N_("%(holder)s asks you to coordinate “%(title)s”"), **places),
        say(N_("If you accept, the consortium is yours to change and to finalise; you apply for all members.")),
        *_noted(consortium.holder, said),
        leads=(Lead(say(N_("Read and answer")), f"/hand-overs/{handover.id}"),),
        topic="invitations",
    )
    return handover


def accept(session: Session, handover: HandOver, note: str = "", *, by: User) -> None:
    """Take over: the consortium is held by this organisation from now on, and it is the coordinator."""
    said = _answer(session, handover, "accept", note, by)
    consortium = handover.consortium
    member = members.find_member(consortium, handover.organisation_id)
    if member is None:
        raise NotFound(say(N_("This organisation is no longer a member.")))
    candidates.refuse_unless_able(session, consortium, member)
    before = consortium.holder
    members.give_role(session, consortium, member, "coordinator")
    consortium.holder = handover.organisation
    coordinators.changed(consortium, before)
    subject = N_("%(name)s coordinates “%(title)s” from now on")
    _answered(session, handover, "accept", note=said, subject=subject, by=by, before=before)
    _ask_to_confirm(session, consortium, subject)


def decline(session: Session, handover: HandOver, note: str = "", *, by: User) -> None:
    """Do not take over; the organisation stays a member."""
    said = _answer(session, handover, "decline", note, by)
    _answered(session, handover, "decline", note=said, subject=N_("%(name)s does not take over “%(title)s”"), by=by)


def hand_back(session: Session, consortium: Consortium, reason: str, *, by: User) -> None:
    """Give the consortium back to whoever started it, which coordinates until it finds another.

    Raises `Refused` when it is there already, or is no member any more; `Invalid` without a reason.
    """
    begin(session, "consortium.offer", consortium, by=by)
    state = workflow.move(CONSORTIUM, consortium.state, "hand_back")
    initiator, before = members.find_member(consortium, consortium.initiator_id), consortium.holder
    if before.id == consortium.initiator_id:
        sentence = N_("%(name)s started this consortium and holds it.")
        raise Refused(say(sentence, name=before.name), say(N_("Hand it on to another member, or give it up.")))
    if initiator is None or initiator.joined_at is None:
        sentence = N_("%(name)s, who started it, is no longer a member.")
        raise Refused(say(sentence, name=consortium.initiator.name), say(N_("Hand it on to another member, or give it up.")))
    said, now = parse(Reason, {"note": reason}).note, surroundings.now(session)
    consortium.handovers.append(
        HandOver(
            organisation=consortium.initiator, kind="back", state="accepted", note=said,
            offered_by_id=by.id, offered_at=now, answered_at=now,
        )
    )  # fmt: skip
    consortium.state = state
    members.give_role(session, consortium, initiator, "coordinator")
    consortium.holder = consortium.initiator
    coordinators.changed(consortium, before)
    members.clear(consortium)
    touch(session, consortium)
    history.record(session, by, "handover.hand_back", consortium=consortium, organisation=consortium.initiator)
    about = say(N_("%(name)s has handed “%(title)s” back"), name=before.name, title=consortium.title)
    notices.tell_everybody(session, consortium, about, about, *_noted(before, said), topic="consortia")


def take_back(session: Session, handover: HandOver, *, by: User) -> None:
    """Take the offer back before it is answered."""
    begin(session, "handover.take_back", handover, by=by)
    consortium = handover.consortium
    _move(session, handover, "take_back")
    history.record(session, by, "handover.take_back", consortium=consortium, organisation=handover.organisation)
    subject = say(N_("The offer to coordinate “%(title)s” was taken back"), title=consortium.title)
    notices.tell(session, consortium, handover.organisation, subject, topic="invitations")


def drop(session: Session, consortium: Consortium, organisation: Organisation | None = None) -> None:
    """End an open offer, because its consortium ended or whoever was asked left it. organisation: only an offer to it."""
    offered = next((one for one in consortium.handovers if one.state == "offered"), None)
    if offered is None or organisation not in (None, offered.organisation):
        return
    offered.state = workflow.move(HANDOVER, offered.state, "decline" if organisation else "take_back")
    offered.answered_at = surroundings.now(session)
    if consortium.state == "offered":
        consortium.state = workflow.move(CONSORTIUM, consortium.state, _verb(offered, "decline"))
        members.clear(consortium)


def keep(session: Session, consortium: Consortium, *, by: User) -> None:
    """The holder applies itself: it is the coordinator and nothing is to be handed over."""
    begin(session, "consortium.offer", consortium, by=by)
    state = workflow.move(CONSORTIUM, consortium.state, "keep")
    member = members.find_member(consortium, consortium.holder_id)
    if member is None or member.role != "coordinator":
        sentence, instead = (
            N_("%(name)s is not the coordinator of this consortium."),
            N_("Offer it to the coordinator, or name %(name)s."),
        )
        raise Refused(say(sentence, name=consortium.holder.name), say(instead, name=consortium.holder.name))
    candidates.refuse_unless_able(session, consortium, member)
    consortium.state = state
    touch(session, consortium)
    history.record(session, by, "handover.keep", consortium=consortium, organisation=consortium.holder)


def get_handover(session: Session, handover_id: int, *, by: User) -> HandOver:
    """One offer with its consortium. Raises `NotFound`, also to those it is not for."""
    return get(session, HandOver, handover_id, *_DETAILS, by=by)


def list_received(session: Session, *, by: User) -> list[HandOver]:
    """The offers that await an answer of the organisations this person acts for, the newest first, each with who makes it."""
    mine = select(Membership.organisation_id).where(Membership.user_id == by.id)
    received = select(HandOver).where(HandOver.organisation_id.in_(mine), HandOver.state == "offered")
    return list(session.scalars(received.options(*_IN_A_LIST).order_by(HandOver.id.desc())))


def _answer(session: Session, handover: HandOver, verb: str, note: str, by: User) -> str:
    """What every answer begins with: it is this person's to give, and the state allows it. The note, as it is kept."""
    begin(session, "handover.answer", handover, by=by)
    workflow.move(HANDOVER, handover.state, verb)
    return parse(Note, {"note": note}).note


def _answered(
    session: Session, handover: HandOver, verb: str, *, note: str, subject: str, by: User, before: Organisation | None = None
) -> None:
    """What every answer ends with: the new states, a line in the history, a mail to the initiator and to whoever asked.

    before: who held it until now, if somebody else does now.
    """
    consortium = handover.consortium
    handover.answered_by_id, handover.answer_note = by.id, note
    before = before or consortium.holder
    _move(session, handover, verb)
    history.record(session, by, f"handover.{verb}", consortium=consortium, organisation=handover.organisation)
    places = (("name", handover.organisation.name), ("title", consortium.title))
    about = Message(subject, places)
    asked_by = {one.id: one for one in (consortium.initiator, before) if one.id != handover.organisation_id}
    for one in asked_by.values():
        notices.tell(session, consortium, one, about, about, *_noted(handover.organisation, note))


def _noted(who: Organisation, note: str) -> tuple[Fact, ...]:
    """What they added in their own words, if anything."""
    return (Fact(say(N_("%(name)s adds"), name=who.name), note),) if note else ()


def _move(session: Session, handover: HandOver, verb: str) -> None:
    """The new states of the offer and of its consortium."""
    consortium = handover.consortium
    handover.state = workflow.move(HANDOVER, handover.state, verb)
    handover.answered_at = surroundings.now(session)
    consortium.state = workflow.move(CONSORTIUM, consortium.state, _verb(handover, verb))
    members.clear(consortium)
    touch(session, consortium)


def _verb(handover: HandOver, verb: str) -> str:
    """How the consortium moves: with a coordinator that wanted to hand it on and finds nobody, it stays."""
    return "stay" if handover.kind == "on" and verb != "accept" else verb


def _ask_to_confirm(session: Session, consortium: Consortium, subject: str) -> None:
    """Write to whoever joined under another coordinator."""
    about = say(subject, name=consortium.holder.name, title=consortium.title)
    asks = say(N_("You joined under another coordinator: confirm this one, or leave the consortium."))
    for member in coordinators.list_to_confirm(consortium):
        notices.tell(session, consortium, member.organisation, about, asks)


def _name(member: Member) -> str:
    return member.organisation.name or member.organisation.key
