"""A coordinator that does nothing for two weeks: all members are told, and whoever started the consortium may go on in a copy."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, selectinload

from matchmaker.errors import Refused
from matchmaker.language import N_, nN_, nsay, say
from matchmaker.models import Consortium, HandOver, HistoryEntry, Member, Membership, User
from matchmaker.services import consortia, guests, history, notices, surroundings
from matchmaker.services.versions import begin, lock, touch
from matchmaker.workflow import TAKEN_OVER

AFTER: Final = timedelta(days=14)
"""Without an act of its coordinator for so long a consortium stands still."""
_SILENT: Final = nN_(
    "%(name)s has done nothing in this consortium for %(n)s day.", "%(name)s has done nothing in this consortium for %(n)s days."
)


def since(session: Session, consortium: Consortium) -> datetime | None:
    """Since when its coordinator is silent; None while that is not long enough, and where whoever started it holds it."""
    if consortium.state not in TAKEN_OVER or consortium.holder_id == consortium.initiator_id:
        return None
    acting = select(Membership.user_id).where(Membership.organisation_id == consortium.holder_id)
    acts = select(func.max(HistoryEntry.at)).where(HistoryEntry.consortium_id == consortium.id)
    taken = select(func.max(HandOver.answered_at)).where(HandOver.consortium_id == consortium.id, HandOver.state == "accepted")
    moments = (session.scalar(acts.where(HistoryEntry.user_id.in_(acting))), session.scalar(taken), consortium.created_at)
    last = max(one for one in moments if one is not None)
    return last if last + AFTER <= surroundings.now(session) else None


def list_due(session: Session) -> list[int]:
    """The numbers of the consortia with a silent coordinator whose members have not been told since it fell silent."""
    theirs = select(Consortium).where(Consortium.state.in_(TAKEN_OVER), Consortium.holder_id != Consortium.initiator_id)
    listed = session.scalars(theirs.options(defer(Consortium.suggestion)).order_by(Consortium.id))
    return [one.id for one in listed if _is_due(session, one)]


def tell(session: Session, number: int) -> None:
    """Tell everybody in it that its coordinator is silent, and what the initiator may do. Others stay as they are."""
    consortium = session.get(Consortium, number)
    if consortium is None:
        return
    lock(session, consortium)
    if not _is_due(session, consortium):
        return
    consortium.silence_told_at = surroundings.now(session)
    notices.tell_everybody(
        session,
        consortium,
        say(N_("“%(title)s”: the coordinator is silent"), title=consortium.title),
        nsay(*_SILENT, AFTER.days, name=consortium.holder.name),
        say(N_("%(name)s can go on at any time, or hand the consortium on or back."), name=consortium.holder.name),
        say(N_("%(name)s, who started it, may go on in a copy, without the coordinator."), name=consortium.initiator.name),
        topic="consortia",
    )


def go_on(session: Session, consortium: Consortium, *, by: User) -> Consortium:
    """A draft like the consortium, without its silent coordinator, held by whoever started it; its members are to be asked anew.

    Raises `Refused` while the coordinator is not silent, and when somebody has done this already.
    """
    begin(session, "consortium.copy", consortium, by=by)
    if since(session, consortium) is None:
        sentence = say(N_("The coordinator is at work: this consortium cannot go on in a copy."))
        raise Refused(sentence, say(N_("Write to the coordinator; it can hand the consortium on or back.")))
    if find_copy(session, consortium) is not None:
        raise Refused(say(N_("This consortium goes on in a copy already.")), say(N_("Its page leads there.")))
    kept = [one for one in consortium.members if one.organisation_id not in (consortium.holder_id, consortium.initiator_id)]
    keys = [consortium.initiator.key, *(one.organisation.key for one in kept if not one.organisation.is_guest)]
    made = consortia.save(
        session, consortium.idea, keys, consortium.initiator.key, suggestion=None, variant=consortium.variant, by=by
    )
    made.title, made.copied_from_id, made.round = consortium.title, consortium.id, consortium.round
    before = {one.organisation_id: one for one in consortium.members}
    for one in made.members:
        _take_along(one, before.get(one.organisation_id))
    guests.take_along(session, kept, made, by=by)
    touch(session, made)
    touch(session, consortium)
    history.record(session, by, "consortium.copy", consortium=consortium, organisation=consortium.initiator)
    subject = say(N_("“%(title)s” goes on in a copy"), title=consortium.title)
    said = N_("%(name)s goes on in a copy, without %(holder)s, and asks each member again. You may leave the first one.")
    body = say(said, name=consortium.initiator.name, holder=consortium.holder.name)
    for one in consortium.members:
        if one.joined_at is not None and one.organisation_id != consortium.initiator_id:
            notices.tell(session, consortium, one.organisation, subject, body, topic="consortia")
    return made


def find_copy(session: Session, consortium: Consortium) -> Consortium | None:
    """The consortium in which this one goes on, unless that was given up; there is none before a coordinator took over."""
    if not any(one.state == "accepted" for one in consortium.handovers):
        return None
    copies = select(Consortium).where(Consortium.copied_from_id == consortium.id, Consortium.state != "withdrawn")
    return session.scalars(copies.options(defer(Consortium.suggestion), selectinload(Consortium.members))).first()


def _is_due(session: Session, consortium: Consortium) -> bool:
    told = consortium.silence_told_at
    if told is not None and told + AFTER > surroundings.now(session):
        return False
    silent = since(session, consortium)
    return silent is not None and (told is None or told < silent)


def _take_along(member: Member, before: Member | None) -> None:
    """What was noted of the member stays noted."""
    if before is not None:
        member.contribution, member.added_value = before.contribution, before.added_value
        if before.role == "associated" and member.role != "coordinator":
            member.role = "associated"
