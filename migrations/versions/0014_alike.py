"""Names alike are one group that follows from the names, and no pairs; what somebody decided of a pair stays."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

doubts = sa.table("doubts", *map(sa.column, ("id", "first_id", "second_id", "reason", "state", "created_at")))
organisations = sa.table("organisations", *map(sa.column, ("id", "country", "folded_name", "name", "created_at")))
first, second = organisations.alias("first"), organisations.alias("second")
ALIKE = sa.and_(first.c.country == second.c.country, first.c.folded_name == second.c.folded_name, first.c.folded_name != "")


def upgrade() -> None:
    """Open pairs of names that are alike still follow from the names; one whose names have changed since stays as it is."""
    told = sa.and_(first.c.id == doubts.c.first_id, second.c.id == doubts.c.second_id, ALIKE)
    pairs = sa.select(doubts.c.id).select_from(doubts.join(first, first.c.id == doubts.c.first_id).join(second, told))
    pairs = pairs.where(doubts.c.reason == "name", doubts.c.state == "open")
    op.get_bind().execute(doubts.delete().where(doubts.c.id.in_(pairs)))


def downgrade() -> None:
    """Each pair of those alike, as it was written before, unless something is written of it."""
    known = sa.exists().where(doubts.c.first_id == first.c.id, doubts.c.second_id == second.c.id)
    later = sa.case((first.c.created_at > second.c.created_at, first.c.created_at), else_=second.c.created_at)
    pairs = sa.select(first.c.id, second.c.id, sa.literal("name"), sa.literal("open"), later)
    pairs = pairs.select_from(first.join(second, sa.and_(ALIKE, first.c.id < second.c.id)))
    pairs = pairs.where(first.c.name.is_not(None), second.c.name.is_not(None), ~known)
    names = ["first_id", "second_id", "reason", "state", "created_at"]
    op.get_bind().execute(doubts.insert().from_select(names, pairs))
