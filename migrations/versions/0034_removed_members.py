"""What was noted about a member that was taken out is kept beside the consortium, not in its history."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0034"
down_revision: str | None = "0033"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "removed_members",
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("contribution", sa.Text(), nullable=False),
        sa.Column("added_value", sa.Text(), nullable=False),
        sa.CheckConstraint("role in ('coordinator', 'partner', 'associated')", name=op.f("ck_removed_members_role_known")),
        sa.ForeignKeyConstraint(
            ["consortium_id"], ["consortia.id"], name=op.f("fk_removed_members_consortium_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_removed_members_organisation_id")),
        sa.PrimaryKeyConstraint("consortium_id", "organisation_id", name=op.f("pk_removed_members")),
    )
    with op.batch_alter_table("removed_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_removed_members_organisation_id"), ["organisation_id"], unique=False)


def downgrade() -> None:
    op.drop_table("removed_members")
