"""Whether an idea wishes for partners from third countries; those of before are asked as new ones are, without."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("ideas", schema=None) as batch_op:
        batch_op.add_column(sa.Column("third_countries", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("ideas", schema=None) as batch_op:
        batch_op.alter_column("third_countries", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("ideas", schema=None) as batch_op:
        batch_op.drop_column("third_countries")
