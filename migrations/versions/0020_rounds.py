"""Ideas and consortia name the round of the call that they are for; nobody chose one before, so those take the usual one."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for table in ("ideas", "consortia"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("round", sa.Integer(), nullable=True))
            batch_op.create_check_constraint(op.f(f"ck_{table}_round_range"), "round is null or round > 0")


def downgrade() -> None:
    for table in ("ideas", "consortia"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_round_range"), type_="check")
            batch_op.drop_column("round")
