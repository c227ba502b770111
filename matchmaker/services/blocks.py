"""Who wants nothing to do with whom: of two organisations one has blocked the other, and neither is told which."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.models import Block, Organisation, User
from matchmaker.permissions import require


def are_apart(session: Session, one: Organisation, other: Organisation) -> bool:
    """Whether one of the two has blocked the other: then neither invites or writes to the other."""
    between = _between(one) & or_(Block.organisation_id == other.id, Block.blocked_id == other.id)
    return session.scalar(select(Block.id).where(between).limit(1)) is not None


def has_blocked(session: Session, one: Organisation, other: Organisation) -> bool:
    """Whether the first has blocked the second, which is for the first alone to know."""
    ours = Block.organisation_id == one.id, Block.blocked_id == other.id
    return session.scalar(select(Block.id).where(*ours)) is not None


def list_apart(session: Session, organisation: Organisation) -> set[str]:
    """The keys of all that it has blocked or that have blocked it."""
    ids = session.execute(select(Block.organisation_id, Block.blocked_id).where(_between(organisation)))
    others = {one for pair in ids for one in pair} - {organisation.id}
    return set(session.scalars(select(Organisation.key).where(Organisation.id.in_(others))))


def list_blocks(session: Session, organisation: Organisation, *, by: User) -> list[Block]:
    """Whom one's own organisation has blocked, each with the organisation, the newest first."""
    require(by, "organisation.block", organisation)
    ours = select(Block).where(Block.organisation_id == organisation.id).options(joinedload(Block.blocked))
    return list(session.scalars(ours.order_by(Block.id.desc())))


def _between(organisation: Organisation) -> ColumnElement[bool]:
    return or_(Block.organisation_id == organisation.id, Block.blocked_id == organisation.id)
