"""Addresses that were confirmed: nobody's yet, but the demo's."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    # Everybody else is asked by one mail, which a job writes: it knows where the service is reached and what signs the link.
    op.execute(
        "update users set confirmed_at = created_at where is_demo or id in (select user_id from memberships"
        " join organisations on organisations.id = memberships.organisation_id where organisations.is_invented)"
    )


def downgrade() -> None:
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_column("asked_at")
        batch_op.drop_column("confirmed_at")
