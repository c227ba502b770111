"""Mails are taken one by one and tried again after pauses; jobs that went wrong are written down."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "troubles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("tries > 0", name=op.f("ck_troubles_tried")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_troubles")),
        sa.UniqueConstraint("job", "number", name=op.f("uq_troubles_job_number")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("put_aside_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("trouble", sa.String(length=60), nullable=False, server_default=""))
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.alter_column("trouble", server_default=None)
    # Those that were tried eight times were not tried any more, and nobody was told.
    mails = sa.table("mails", sa.column("sent_at"), sa.column("attempts"), sa.column("put_aside_at"), sa.column("trouble"))
    given_up = sa.and_(mails.c.sent_at.is_(None), mails.c.attempts >= 8)
    op.execute(mails.update().where(given_up).values(put_aside_at=sa.func.current_timestamp(), trouble="refused"))


def downgrade() -> None:
    # Who put a mail aside tried it no more: eight times says the same.
    mails = sa.table("mails", sa.column("attempts"), sa.column("put_aside_at"))
    op.execute(mails.update().where(mails.c.put_aside_at.is_not(None), mails.c.attempts < 8).values(attempts=8))
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_column("trouble")
        batch_op.drop_column("put_aside_at")
        batch_op.drop_column("due_at")
    op.drop_table("troubles")
