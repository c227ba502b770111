"""Both sides of an invitation write to each other; each person has read so far."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "thread_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_thread_messages_invitation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_thread_messages_organisation_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_thread_messages_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_messages")),
    )
    with op.batch_alter_table("thread_messages", schema=None) as batch_op:
        for column in ("invitation_id", "organisation_id", "user_id"):
            batch_op.create_index(batch_op.f(f"ix_thread_messages_{column}"), [column], unique=False)
    op.create_table(
        "threads_read",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_threads_read_invitation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_threads_read_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("invitation_id", "user_id", name=op.f("pk_threads_read")),
    )
    with op.batch_alter_table("threads_read", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_threads_read_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_table("threads_read")
    op.drop_table("thread_messages")
