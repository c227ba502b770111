"""Ideas that are shown, without names, to organisations that could fill what they lack."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    # Nobody who described an idea before has agreed to this.
    with op.batch_alter_table("ideas", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_shown", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("ideas", schema=None) as batch_op:
        batch_op.alter_column("is_shown", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("ideas", schema=None) as batch_op:
        batch_op.drop_column("is_shown")
