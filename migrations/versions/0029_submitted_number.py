"""Which document of a consortium was submitted: that counts, also when it is opened again before the deadline."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LAST = """
    update consortia set submitted_number = (select max(number) from snapshots where snapshots.consortium_id = consortia.id)
    where submitted_at is not null
"""
"""Nothing was opened again after it was submitted, so far: the last document is the one."""


def upgrade() -> None:
    with op.batch_alter_table("consortia", schema=None) as batch_op:
        batch_op.add_column(sa.Column("submitted_number", sa.Integer(), nullable=True))
    op.execute(LAST)


def downgrade() -> None:
    with op.batch_alter_table("consortia", schema=None) as batch_op:
        batch_op.drop_column("submitted_number")
