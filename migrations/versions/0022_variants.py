"""Ideas and consortia name the kind of project they are, of calls that have several; no call of before had."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    for table in ("ideas", "consortia"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("variant", sa.String(length=60), nullable=True))


def downgrade() -> None:
    for table in ("ideas", "consortia"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("variant")
