"""What a person may do for the service as a whole, in the place of being an operator or not."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

USERS = sa.table("users", sa.column("is_operator", sa.Boolean), sa.column("standing", sa.String))


def upgrade() -> None:
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("standing", sa.String(length=10), nullable=False, server_default="none"))
    op.execute(USERS.update().where(USERS.c.is_operator).values(standing="operator"))
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.alter_column("standing", server_default=None)
        batch_op.create_check_constraint(op.f("ck_users_standing_known"), "standing in ('none', 'operator', 'moderator')")
        batch_op.drop_column("is_operator")


def downgrade() -> None:
    # There were no moderators.
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_operator", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(USERS.update().where(USERS.c.standing == "operator").values(is_operator=True))
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.alter_column("is_operator", server_default=None)
        batch_op.drop_constraint(op.f("ck_users_standing_known"), type_="check")
        batch_op.drop_column("standing")
