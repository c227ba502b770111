"""Blocking another organisation, which ends what is open between the two, and ending that."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Refused
from matchmaker.inputs.invitations import Declining
from matchmaker.language import N_, say
from matchmaker.models import Block, Consortium, Invitation, Member, Organisation, User
from matchmaker.permissions import require
from matchmaker.services import history, invitations, surroundings
from matchmaker.services.versions import lock
from matchmaker.workflow import OPEN_INVITATION


def block(session: Session, organisation: Organisation, other: Organisation, *, by: User) -> None:
    """Keep the other away from one's own organisation: no invitations and messages either way, never suggested together.

    Invitations between the two that nobody has answered end, without a reason; where both have joined they stay.
    Raises `Refused` for one's own and for one that is only known from public records, which sends nothing.
    """
    require(by, "organisation.block", organisation)
    if other.id == organisation.id or other.joined_at is None:
        sentence = N_("%(name)s cannot be blocked.")
        raise Refused(say(sentence, name=other.name), say(N_("Only others who have joined this service can be blocked.")))
    _end(session, organisation, other, by=by)
    lock(session, organisation)  # after the consortia, as whoever joins one does
    there = select(Block.id).where(Block.organisation_id == organisation.id, Block.blocked_id == other.id)
    if session.scalar(there) is not None:
        return
    session.add(Block(organisation_id=organisation.id, blocked_id=other.id, created_at=surroundings.now(session)))
    session.flush()
    history.record(session, by, "organisation.block", organisation=organisation)


def unblock(session: Session, organisation: Organisation, other_id: int, *, by: User) -> None:
    """Let the other come near again; nothing that ended comes back."""
    require(by, "organisation.block", organisation)
    lock(session, organisation)
    block_ = session.scalar(select(Block).where(Block.organisation_id == organisation.id, Block.blocked_id == other_id))
    if block_ is None:
        return
    session.delete(block_)
    session.flush()
    history.record(session, by, "organisation.unblock", organisation=organisation)


def _end(session: Session, organisation: Organisation, other: Organisation, *, by: User) -> None:
    """Decline what the other asks, and take back what it is asked; whoever is inviting just now is awaited first."""
    both = (organisation.id, other.id)
    guests = Member.organisation_id.in_(both) & (Member.organisation_id != Consortium.holder_id)
    held = select(Consortium).where(Consortium.holder_id.in_(both), Consortium.members.any(guests)).order_by(Consortium.id)
    consortia = list(session.scalars(held))
    for one in consortia:
        lock(session, one)
    numbers = [one.id for one in consortia]
    open_ = Invitation.consortium_id.in_(numbers) & Invitation.organisation_id.in_(both) & Invitation.state.in_(OPEN_INVITATION)
    for number in list(session.scalars(select(Invitation.id).where(open_).order_by(Invitation.id))):
        invitation = invitations.get_invitation(session, number, by=by)
        if invitation.expires_at <= surroundings.now(session):  # it ran out, and no job has come since
            invitations.expire(session, number)
        elif invitation.organisation_id == organisation.id:
            invitations.decline(session, invitation, Declining(), by=by)
        else:
            invitations.withdraw(session, invitation, by=by)
