"""An organisation names its contact person; of those that named nobody it is, as before, their longest owner."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_contact", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("phone", sa.String(length=40), nullable=False, server_default=""))
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.alter_column("is_contact", server_default=None)
        batch_op.alter_column("phone", server_default=None)
        batch_op.create_index(
            "uq_memberships_one_contact",
            ["organisation_id"],
            unique=True,
            sqlite_where=sa.text("is_contact"),
            postgresql_where=sa.text("is_contact"),
        )


def downgrade() -> None:
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index("uq_memberships_one_contact")
        batch_op.drop_column("phone")
        batch_op.drop_column("is_contact")
