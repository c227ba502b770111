"""Colleagues are asked, and say yes themselves."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "colleague_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role in ('owner', 'editor', 'viewer')", name=op.f("ck_colleague_invitations_role_known")),
        sa.CheckConstraint(
            "state in ('sent', 'accepted', 'declined', 'withdrawn', 'expired')", name=op.f("ck_colleague_invitations_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_colleague_invitations_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["users.id"], name=op.f("fk_colleague_invitations_sent_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_colleague_invitations")),
    )
    with op.batch_alter_table("colleague_invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_colleague_invitations_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_colleague_invitations_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_colleague_invitations_sent_by_id"), ["sent_by_id"], unique=False)
        batch_op.create_index(
            "uq_colleague_invitations_one_open",
            ["organisation_id", "email"],
            unique=True,
            sqlite_where=sa.text("state = 'sent'"),
            postgresql_where=sa.text("state = 'sent'"),
        )


def downgrade() -> None:
    op.drop_table("colleague_invitations")
