"""Invitations: sent with four specifics, answered in two acts, ended by a no, by time, or by who sent them."""

from datetime import timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from matchmaker import workflow
from matchmaker.errors import Invalid, Over, Refused
from matchmaker.inputs.invitations import Declining, InvitationForm, Joining
from matchmaker.language import N_, Message, say
from matchmaker.models import Consortium, HandOver, Invitation, Member, Membership, Organisation, User
from matchmaker.permissions import Actor
from matchmaker.services import blocks, capacity, coordinators, deadlines, history, letters, members, practice, surroundings
from matchmaker.services.lookup import get
from matchmaker.services.rounds import number_of
from matchmaker.services.versions import begin, lock, touch
from matchmaker.workflow import CONSORTIUM, INVITATION, OPEN_INVITATION

MOST_OPEN: Final = 20
"""Open invitations that one organisation may have sent at a time."""
FOR_INTEREST: Final = timedelta(days=7)
FOR_JOINING: Final = timedelta(days=21)
REMIND_BEFORE: Final = timedelta(days=2)
"""How long before its end somebody is reminded of an invitation."""
_DETAILS: Final = (
    joinedload(Invitation.organisation, innerjoin=True),
    selectinload(Invitation.consortium).selectinload(Consortium.idea),
    selectinload(Invitation.consortium).selectinload(Consortium.holder),
    selectinload(Invitation.consortium).selectinload(Consortium.initiator),
    selectinload(Invitation.consortium).selectinload(Consortium.members).joinedload(Member.organisation, innerjoin=True),
    selectinload(Invitation.consortium).selectinload(Consortium.invitations),
    selectinload(Invitation.consortium).selectinload(Consortium.handovers),
)
_IN_A_LIST: Final = (
    joinedload(Invitation.organisation, innerjoin=True),
    selectinload(Invitation.consortium).options(
        defer(Consortium.suggestion),
        selectinload(Consortium.initiator),
        selectinload(Consortium.handovers).joinedload(HandOver.organisation, innerjoin=True),
    ),
)
"""Without who else is there: one that is asked often has hundreds of these on its desk."""


def send(session: Session, consortium: Consortium, member_id: int, form: InvitationForm, *, by: User) -> Invitation:
    """Ask a member-to-be to join, as what the form says.

    Raises `Refused` when it cannot be asked: it has not joined the service, takes no requests, is full, was asked already
    or has declined; when too many invitations of the sender are open; and where one only practises.
    """
    begin(session, "consortium.invite", consortium, by=by)
    practice.refuse(session, consortium)
    state = workflow.move(CONSORTIUM, consortium.state, "invite")
    member = members.member_of(consortium, member_id)
    lock(session, consortium.holder)  # another consortium of it sends none meanwhile, and nobody of both blocks the other
    _refuse_who_cannot_be_asked(session, consortium, member.organisation)
    _refuse_too_many(session, consortium.holder)
    if deadlines.is_short(session, consortium) and not form.past_deadline:
        raise Invalid({"past_deadline": say(N_("say that you know that the answer may come after your internal deadline"))})
    members.give_role(session, consortium, member, form.role)
    now = surroundings.now(session)
    invitation = Invitation(
        organisation=member.organisation,
        role=form.role,
        task=form.task,
        field=form.field,
        time_needed=form.time_needed,
        why_you=form.why_you,
        state="sent",
        sent_by_id=by.id,
        sent_at=now,
        expires_at=deadlines.answer_by(session, consortium, FOR_INTEREST),
    )
    consortium.invitations.append(invitation)
    consortium.state = state
    touch(session, consortium)
    history.record(session, by, "invitation.send", consortium=consortium, organisation=member.organisation, role=form.role)
    session.flush()  # the mail names its page
    letters.ask(session, invitation)
    return invitation


def show_interest(session: Session, invitation: Invitation, *, by: Actor) -> None:
    """The first act: we are interested. Joining is then awaited for three weeks."""
    _answer(session, invitation, "interested", by)
    now = surroundings.now(session)
    invitation.state = workflow.move(INVITATION, invitation.state, "interested")
    invitation.answered_at, invitation.reminded_at = now, None
    invitation.expires_at = deadlines.answer_by(session, invitation.consortium, FOR_JOINING)
    _answered(session, invitation, "invitation.interested", N_("%(name)s is interested in “%(title)s”"), by)


def join(session: Session, invitation: Invitation, form: Joining, *, by: Actor) -> None:
    """The second act: we join, said by somebody with name, function and authority.

    Raises `Refused` when the organisation has meanwhile joined as many consortia of the call as it can.
    """
    _answer(session, invitation, "join", by)
    consortium, organisation = invitation.consortium, invitation.organisation
    lock(session, organisation)
    if _is_full(session, organisation, consortium):
        sentence = N_("%(name)s has joined %(n)s consortia of this call, and that is all it said it can.")
        instead = N_("Leave one of them first, or say in the profile that you can take part in more.")
        raise Refused(say(sentence, name=organisation.name, n=organisation.capacity), say(instead))
    invitation.state = workflow.move(INVITATION, invitation.state, "join")
    invitation.joined_name, invitation.joined_function, invitation.joined_authority = form.name, form.function, form.authority
    invitation.answered_at = surroundings.now(session)
    member = _member(invitation)
    member.joined_at = invitation.answered_at
    coordinators.agree(member)
    _answered(session, invitation, "invitation.join", N_("%(name)s has joined “%(title)s”"), by)


def decline(session: Session, invitation: Invitation, form: Declining, *, by: Actor) -> None:
    """No, thank you: the organisation leaves, and is not asked for this consortium again."""
    _answer(session, invitation, "decline", by)
    invitation.decline_reason = form.reason
    invitation.answered_at = surroundings.now(session)
    member = _member(invitation)
    members.end_invitation(session, invitation.consortium, invitation, "decline")
    members.leave(session, invitation.consortium, member, for_good=True)
    _answered(session, invitation, "invitation.decline", N_("%(name)s does not join “%(title)s”"), by)


def withdraw(session: Session, invitation: Invitation, *, by: User) -> None:
    """Take an invitation back; an organisation that had joined is a planned member again."""
    begin(session, "invitation.withdraw", invitation, by=by)
    consortium = invitation.consortium
    if invitation.state == "joined":
        members.refuse_unless_editable(consortium)
        _member(invitation).joined_at = None
    members.end_invitation(session, consortium, invitation, "withdraw")
    touch(session, consortium)
    history.record(session, by, "invitation.withdraw", consortium=consortium, organisation=invitation.organisation)
    letters.take_back(session, invitation)


def list_due(session: Session) -> list[int]:
    """The numbers of the invitations that nobody answered in time, those that ended first before the others."""
    due = select(Invitation.id).where(Invitation.state.in_(OPEN_INVITATION), Invitation.expires_at <= surroundings.now(session))
    return list(session.scalars(due.order_by(Invitation.expires_at, Invitation.id)))


def expire_due(session: Session) -> int:
    """End all of these in one unit of work, and say how many."""
    due = list_due(session)
    for number in due:
        expire(session, number)
    return len(due)


def sender_of(invitation: Invitation) -> Organisation:
    """Who asked: whoever held the consortium when it was sent."""
    taken = {
        one.answered_at: one.organisation
        for one in invitation.consortium.handovers
        if one.state == "accepted" and one.answered_at is not None and one.answered_at <= invitation.sent_at
    }
    return taken[max(taken)] if taken else invitation.consortium.initiator


def expire(session: Session, number: int) -> None:
    """End an invitation that nobody answered in time; its organisation may be asked again. Others stay as they are."""
    invitation = session.scalar(select(Invitation).where(Invitation.id == number).options(*_DETAILS))
    if invitation is None:
        return
    consortium = invitation.consortium
    lock(session, consortium)
    lock(session, invitation)
    if invitation.state not in OPEN_INVITATION or invitation.expires_at > surroundings.now(session):
        return
    members.end_invitation(session, consortium, invitation, "expire")
    touch(session, consortium)
    history.record(session, None, "invitation.expire", consortium=consortium, organisation=invitation.organisation)
    subject = say(N_("%(name)s has not answered"), name=invitation.organisation.name)
    letters.tell_answer(session, invitation, subject)


def list_to_remind(session: Session) -> list[int]:
    """The numbers of the invitations that end within two days, of which nobody was reminded yet."""
    now = surroundings.now(session)
    soon = Invitation.expires_at.between(now + timedelta.resolution, now + REMIND_BEFORE)
    waiting = select(Invitation.id).where(Invitation.state.in_(OPEN_INVITATION), Invitation.reminded_at.is_(None), soon)
    return list(session.scalars(waiting.order_by(Invitation.expires_at, Invitation.id)))


def remind(session: Session, number: int) -> None:
    """Remind whoever is asked, once for each act; not of what they were asked within the last day. Others stay as they are."""
    invitation = session.scalar(select(Invitation).where(Invitation.id == number).options(*_DETAILS))
    if invitation is None:
        return
    lock(session, invitation)
    now = surroundings.now(session)
    if invitation.state not in OPEN_INVITATION or invitation.reminded_at is not None or invitation.expires_at <= now:
        return
    invitation.reminded_at = now
    if now - (invitation.answered_at or invitation.sent_at) >= timedelta(days=1):
        letters.remind(session, invitation)
    session.flush()


def get_invitation(session: Session, invitation_id: int, *, by: User) -> Invitation:
    """One invitation with the consortium it is for. Raises `NotFound`, also to those it is not for."""
    return get(session, Invitation, invitation_id, *_DETAILS, by=by)


def list_received(session: Session, *, by: User) -> list[Invitation]:
    """The invitations to the organisations this person acts for: those that await an answer first, the newest first.

    With them come whom each asks, its consortium and who started that, and nothing of the others in it.
    """
    mine = select(Membership.organisation_id).where(Membership.user_id == by.id)
    received = select(Invitation).where(Invitation.organisation_id.in_(mine)).options(*_IN_A_LIST)
    awaiting = Invitation.state.in_(OPEN_INVITATION)
    return list(session.scalars(received.order_by(awaiting.desc(), Invitation.id.desc())))


def find_refusal(session: Session, consortium: Consortium, organisation: Organisation) -> Refused | None:
    """Why an organisation cannot be invited now, to be said before anybody writes an invitation; None when it can be."""
    try:
        _refuse_who_cannot_be_asked(session, consortium, organisation)
    except Refused as refusal:
        return refusal
    return None


def count_left(session: Session, sender: Organisation) -> int:
    """How many more invitations the sender may send now; below zero where more were allowed once."""
    sent = select(func.count()).select_from(Invitation).join(Invitation.consortium)
    opened = session.scalar(sent.where(Consortium.holder_id == sender.id, Invitation.state.in_(OPEN_INVITATION)))
    return MOST_OPEN - (opened or 0)


def _refuse_who_cannot_be_asked(session: Session, consortium: Consortium, organisation: Organisation) -> None:
    """Raise `Refused` with the one sentence that says why this organisation cannot be invited."""
    places = {"name": organisation.name}
    member = members.find_member(consortium, organisation.id)
    deadlines.refuse_too_late(session, consortium)
    if member is not None and member.joined_at is not None:
        raise Refused(say(N_("%(name)s has joined already."), **places), say(N_("It need not be asked again.")))
    if organisation.joined_at is None and not organisation.is_guest:  # whom a letter with a link reaches
        sentence = N_("%(name)s is known from public records only and has not joined this service.")
        raise Refused(say(sentence, **places), say(N_("Write to it yourself.")))
    members.refuse_who_declined(consortium, organisation)
    if members.invitation_of(consortium, organisation.id) is not None:
        sentence = N_("%(name)s has been invited already, and its answer is awaited.")
        raise Refused(say(sentence, **places), say(N_("Take that invitation back if it should say something else.")))
    if blocks.has_blocked(session, consortium.holder, organisation):
        sentence = N_("%(holder)s has blocked %(name)s.")
        instead = N_("End the block on the page of your organisation first.")
        raise Refused(say(sentence, holder=consortium.holder.name, **places), say(instead))
    if not capacity.takes_requests(organisation) or blocks.are_apart(session, organisation, consortium.holder):
        raise Refused(say(N_("%(name)s takes no requests at present."), **places), members.ANOTHER)
    if _is_full(session, organisation, consortium):
        sentence = N_("%(name)s has joined as many consortia of this call as it can.")
        raise Refused(say(sentence, **places), members.ANOTHER)


def _is_full(session: Session, organisation: Organisation, consortium: Consortium) -> bool:
    number = number_of(session, consortium)
    return capacity.is_full(session, organisation, consortium.call_id, number, beside=consortium.id)


def _refuse_too_many(session: Session, sender: Organisation) -> None:
    """Raise `Refused` when the sender awaits as many answers as it may."""
    if count_left(session, sender) < 1:
        sentence = N_("%(name)s awaits the answers to %(n)s invitations.")
        raise Refused(say(sentence, name=sender.name, n=MOST_OPEN), say(N_("Wait for some of them, or take some back.")))


def _answer(session: Session, invitation: Invitation, verb: str, by: Actor) -> None:
    """What every answer begins with: it is this person's to give, the state allows it, and it is not too late."""
    begin(session, "invitation.answer", invitation, by=by)
    workflow.move(INVITATION, invitation.state, verb)
    if invitation.expires_at <= surroundings.now(session):
        ended = say(N_("This invitation ended on %(day)s."), day=invitation.expires_at.date())
        raise Over(ended, say(N_("Ask the sender to invite you again.")))


def _answered(session: Session, invitation: Invitation, verb: str, subject: str, by: Actor) -> None:
    """What every answer ends with: a new version, a line in the history, a mail to whoever asked."""
    consortium, name = invitation.consortium, invitation.organisation.name
    touch(session, consortium)
    history.record(session, by, verb, consortium=consortium, organisation=invitation.organisation)
    letters.tell_answer(session, invitation, Message(subject, (("name", name), ("title", consortium.title))))


def _member(invitation: Invitation) -> Member:
    """The member that was invited; it is one for as long as its invitation is open."""
    return next(one for one in invitation.consortium.members if one.organisation_id == invitation.organisation_id)
