"""The National Agency as a coordinator enters it, and the priorities it announces."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COLUMNS = (
    ("own_agency", sa.String(length=200), ""),
    ("own_agency_website", sa.String(length=300), ""),
    ("national_priorities", sa.JSON(), "[]"),
    ("national_source", sa.String(length=300), ""),
)


def upgrade() -> None:
    with op.batch_alter_table("consortia", schema=None) as batch_op:
        for name, kind, nothing in COLUMNS:
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=nothing))
    with op.batch_alter_table("consortia", schema=None) as batch_op:
        for name, _, _ in COLUMNS:
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("consortia", schema=None) as batch_op:
        for name, _, _ in reversed(COLUMNS):
            batch_op.drop_column(name)
