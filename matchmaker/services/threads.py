"""The thread of an invitation: whoever asks and whoever is asked write to each other, before the answer and after it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.orm import Session, defer, joinedload

from matchmaker.errors import Forbidden, NotFound, Refused
from matchmaker.inputs.threads import Writing
from matchmaker.language import N_, say
from matchmaker.models import DECIDING, Consortium, Invitation, Organisation, ThreadMessage, ThreadRead, User
from matchmaker.permissions import require
from matchmaker.services import blocks, invitations, letters, surroundings
from matchmaker.services.lookup import LARGEST
from matchmaker.services.versions import begin
from matchmaker.workflow import ENDED, STANDING

IN_A_ROW: Final = 5
"""Messages that one side may write within a day without a word of the other."""
A_DAY: Final = timedelta(days=1)
MOST_A_DAY: Final = 50
"""Messages that one person may write within a day, in all threads."""
KEPT_FOR: Final = timedelta(days=365)
"""How long after its last message a thread is kept that has ended."""
AGREED: Final = frozenset({"interested", "joined"})
"""States of an invitation in which each side sees the names of the other's people."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message as its reader may see it. who: the organisation; person: who wrote it, "" where that is not to be seen."""

    number: int
    who: str
    person: str
    text: str
    at: datetime
    is_own: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """who: the other side. title: of the consortium. count: of messages that are new to the reader."""

    who: str
    title: str
    count: int


def list_messages(session: Session, invitation: Invitation, *, by: User) -> list[Said]:
    """All messages, the oldest first; new is what the other side wrote since this person has read it."""
    require(by, "invitation.read", invitation)
    until = _read_until(session, invitation, by)
    found = select(ThreadMessage).where(ThreadMessage.invitation_id == invitation.id).order_by(ThreadMessage.id)
    named = (joinedload(ThreadMessage.organisation), joinedload(ThreadMessage.user))
    return [
        Said(
            number=one.id,
            who=one.organisation.name or "",
            person=one.user.name if one.user and (_is_own(one, invitation, by) or invitation.state in AGREED) else "",
            text=one.text,
            at=one.at,
            is_own=_is_own(one, invitation, by),
            is_new=not _is_own(one, invitation, by) and one.id > until,
        )
        for one in session.scalars(found.options(*named))
    ]


def get_message(session: Session, number: int, *, by: User) -> tuple[ThreadMessage, Invitation]:
    """A message, and the invitation it is about. Raises `NotFound`, also to those who may not read it."""
    message = session.get(ThreadMessage, number) if 0 < number <= LARGEST else None
    if message is None:
        raise NotFound(say(N_("There is no such page, or it is not for you.")))
    return message, invitations.get_invitation(session, message.invitation_id, by=by)


def find_refusal(session: Session, invitation: Invitation, *, by: User) -> Refused | None:
    """Why this person, who may answer or ask, cannot write now; None when they can."""
    try:
        _refuse(session, invitation, by)
    except Refused as refusal:
        return refusal
    return None


def write(session: Session, invitation: Invitation, form: Writing, *, by: User) -> ThreadMessage:
    """Write to the other side, who get a mail; with that one has read what is there.

    Raises `Refused` when the invitation has ended, one of both has blocked the other, or too much was written.
    """
    begin(session, "invitation.message", invitation, by=by)
    _refuse(session, invitation, by)
    side = _side(invitation, by)
    message = ThreadMessage(
        invitation_id=invitation.id, organisation_id=side.id, user_id=by.id, text=form.text, at=surroundings.now(session)
    )
    session.add(message)
    session.flush()
    mark_read(session, invitation, message.id, by=by)
    letters.tell_message(session, invitation, side, form.text)
    return message


def mark_read(session: Session, invitation: Invitation, until: int, *, by: User) -> None:
    """This person has read the messages up to the one with this number; what was read before stays read."""
    require(by, "invitation.read", invitation)
    # Two windows of one person wait for each other here, and for nothing that only names the person.
    session.get(User, by.id, populate_existing=True, with_for_update={"key_share": True})
    newest = session.scalar(select(func.max(ThreadMessage.id)).where(ThreadMessage.invitation_id == invitation.id)) or 0
    until = min(until, newest)
    read = session.get(ThreadRead, (invitation.id, by.id), populate_existing=True)
    if read is None:
        session.add(ThreadRead(invitation_id=invitation.id, user_id=by.id, until=until))
    else:
        read.until = max(read.until, until)
    session.flush()


def prune(session: Session) -> None:
    """Forget threads in which nobody wrote for long, of invitations that have ended and of consortia that came to nothing."""
    is_over = or_(Invitation.state.not_in(STANDING), Consortium.state.in_(ENDED))
    over = select(Invitation.id).join(Invitation.consortium).where(is_over)
    written = select(ThreadMessage.invitation_id).where(ThreadMessage.invitation_id.in_(over))
    long_ago = func.max(ThreadMessage.at) <= surroundings.now(session) - KEPT_FOR
    silent = written.group_by(ThreadMessage.invitation_id).having(long_ago)
    for rows in (ThreadRead, ThreadMessage):
        session.execute(delete(rows).where(rows.invitation_id.in_(silent)))


def unread(by: User) -> Select[int]:
    """The numbers of the messages of others that this person has not read."""
    mine = [membership.organisation_id for membership in by.memberships]
    read = select(ThreadRead.until).where(ThreadRead.invitation_id == Invitation.id, ThreadRead.user_id == by.id)
    return (
        select(ThreadMessage.id)
        .join(Invitation, ThreadMessage.invitation_id == Invitation.id)
        .join(Invitation.consortium)
        .where(or_(Invitation.organisation_id.in_(mine), Consortium.holder_id.in_(mine)))
        .where(ThreadMessage.organisation_id.not_in(mine))
        # What another holder wrote before is of one's own side.
        .where(or_(Invitation.organisation_id.in_(mine), ThreadMessage.organisation_id == Invitation.organisation_id))
        .where(ThreadMessage.id > func.coalesce(read.scalar_subquery(), 0))
    )


def list_unread(session: Session, *, by: User) -> dict[int, Unread]:
    """Where others wrote what this person has not read, by the number of the invitation; the newest message first."""
    mine = [membership.organisation_id for membership in by.memberships]
    counts = (
        select(ThreadMessage.invitation_id, func.count())
        .where(ThreadMessage.id.in_(unread(by)))
        .group_by(ThreadMessage.invitation_id)
        .order_by(func.max(ThreadMessage.id).desc())
    )
    numbers = {row[0]: row[1] for row in session.execute(counts)}
    if not numbers:
        return {}
    ours = joinedload(Invitation.consortium).options(defer(Consortium.suggestion), joinedload(Consortium.holder))
    both = (joinedload(Invitation.organisation), ours)
    rows = {one.id: one for one in session.scalars(select(Invitation).where(Invitation.id.in_(numbers)).options(*both))}
    return {number: _unread(rows[number], count, mine) for number, count in numbers.items()}


def _unread(invitation: Invitation, count: int, mine: Collection[int]) -> Unread:
    holder = invitation.consortium.holder
    other = holder if invitation.organisation_id in mine else invitation.organisation
    return Unread(other.name or "", invitation.consortium.title, count)


def _refuse(session: Session, invitation: Invitation, by: User) -> None:
    side = _side(invitation, by)
    holder, asked = invitation.consortium.holder, invitation.organisation
    other = asked if side is holder else holder
    if invitation.state not in STANDING:
        raise Refused(say(N_("This invitation has ended, and with it this thread.")), say(N_("It can still be read here.")))
    if holder is asked:
        sentence = N_("%(name)s holds the consortium now, so there is no other side.")
        raise Refused(say(sentence, name=holder.name), say(N_("It can still be read here.")))
    if blocks.are_apart(session, holder, asked):
        raise Refused(say(N_("%(name)s takes no messages at present."), name=other.name), say(N_("Nothing was sent.")))
    since = surroundings.now(session) - A_DAY
    theirs = select(func.max(ThreadMessage.id)).where(
        ThreadMessage.invitation_id == invitation.id, ThreadMessage.organisation_id == other.id
    )
    written = select(func.count()).where(ThreadMessage.at > since)
    here = (ThreadMessage.invitation_id == invitation.id) & (ThreadMessage.organisation_id == side.id)
    in_a_row = written.where(here, ThreadMessage.id > func.coalesce(theirs.scalar_subquery(), 0))
    if (session.scalar(in_a_row) or 0) >= IN_A_ROW:
        sentence = N_("You have written %(n)s messages within a day, and %(name)s has not answered yet.")
        raise Refused(say(sentence, n=IN_A_ROW, name=other.name), say(N_("Wait for the answer, or write again tomorrow.")))
    if (session.scalar(written.where(ThreadMessage.user_id == by.id)) or 0) >= MOST_A_DAY:
        sentence = N_("You have written %(n)s messages within a day.")
        raise Refused(say(sentence, n=MOST_A_DAY), say(N_("Write again tomorrow.")))


def _side(invitation: Invitation, by: User) -> Organisation:
    """For whom this person writes: who asks, else who is asked. Raises `Forbidden` to somebody of neither."""
    acting = {one.organisation_id for one in by.memberships if one.role in DECIDING}
    for one in (invitation.consortium.holder, invitation.organisation):
        if one.id in acting:
            return one
    raise Forbidden(say(N_("You may read this, but not do this to it. Ask an editor of the organisation that holds it.")))


def _is_own(message: ThreadMessage, invitation: Invitation, by: User) -> bool:
    """Whether this person's side wrote it: to whoever asks, what another holder wrote before a hand-over, too."""
    mine = {one.organisation_id for one in by.memberships}
    if invitation.organisation_id in mine:
        return message.organisation_id in mine
    return message.organisation_id != invitation.organisation_id


def _read_until(session: Session, invitation: Invitation, by: User) -> int:
    read = session.get(ThreadRead, (invitation.id, by.id))
    return read.until if read else 0
