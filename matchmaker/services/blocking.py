"""Blocking another organisation, which ends what is open between the two, and ending that."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from matchmaker.errors import Refused
from matchmaker.inputs.invitations import Declining
from matchmaker.language import N_, say
from matchmaker.models import Block, Consortium, Invitation, Member, Organisation, User
from matchmaker.permissions import require
from matchmaker.services import history, invitations, surroundings
from matchmaker.services.versions import begin, changed_meanwhile, keep, lock
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
    keep(session, by)
    _end(session, organisation, other, by=by)
    for one in sorted((organisation, other), key=lambda one: one.id):
        lock(session, one)  # after the consortia, as whoever invites or joins does
    begin(session, "organisation.block", organisation, by=by)
    if session.scalar(_open(organisation, other).limit(1)) is not None:  # one of both was added somewhere and invited meanwhile
        raise changed_meanwhile(session, organisation, organisation.version)
    there = select(Block.id).where(Block.organisation_id == organisation.id, Block.blocked_id == other.id)
    if session.scalar(there) is not None:
        return
    session.add(Block(organisation_id=organisation.id, blocked_id=other.id, created_at=surroundings.now(session)))
    session.flush()
    history.record(session, by, "organisation.block", organisation=organisation)


def unblock(session: Session, organisation: Organisation, other_id: int, *, by: User) -> None:
    """Let the other come near again; nothing that ended comes back."""
    begin(session, "organisation.block", organisation, by=by)
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
    for one in list(session.scalars(held)):
        lock(session, one)
    for number in list(session.scalars(_open(organisation, other).order_by(Invitation.id))):
        invitation = invitations.get_invitation(session, number, by=by)
        if invitation.expires_at <= surroundings.now(session):  # it ran out, and no job has come since
            invitations.expire(session, number)
        elif invitation.organisation_id == organisation.id:
            invitations.decline(session, invitation, Declining(), by=by)
        else:
            invitations.withdraw(session, invitation, by=by)


def _open(organisation: Organisation, other: Organisation) -> Select[int]:
    """The numbers of the invitations of one to the other that await an answer."""
    both = (organisation.id, other.id)
    asked = select(Invitation.id).join(Invitation.consortium).where(Consortium.holder_id.in_(both))
    return asked.where(Invitation.organisation_id.in_(both), Invitation.state.in_(OPEN_INVITATION))
