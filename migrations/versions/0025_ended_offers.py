"""An offer that has ended can be put back for a while: it is kept, with the moment of its end."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_offers_ended_at"), ["ended_at"], unique=False)


def downgrade() -> None:
    op.execute("DELETE FROM offers WHERE ended_at IS NOT NULL")  # what has ended must not stand again
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offers_ended_at"))
        batch_op.drop_column("ended_at")
