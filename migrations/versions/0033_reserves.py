"""Whoever could take a member's place stands in reserve, in an order, each with the letter it would get."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "reserves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("field", sa.String(length=200), nullable=False),
        sa.Column("time_needed", sa.String(length=200), nullable=False),
        sa.Column("why_you", sa.Text(), nullable=False),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("listed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state in ('waiting', 'proposed', 'passed')", name=op.f("ck_reserves_state_known")),
        sa.CheckConstraint("organisation_id <> replaces_id", name=op.f("ck_reserves_other")),
        sa.ForeignKeyConstraint(["consortium_id"], ["consortia.id"], name=op.f("fk_reserves_consortium_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["listed_by_id"], ["users.id"], name=op.f("fk_reserves_listed_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_reserves_organisation_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["organisations.id"], name=op.f("fk_reserves_replaces_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reserves")),
        sa.UniqueConstraint("consortium_id", "organisation_id", name=op.f("uq_reserves_consortium_id_organisation_id")),
    )
    with op.batch_alter_table("reserves", schema=None) as batch_op:
        for column in ("organisation_id", "replaces_id", "listed_by_id"):
            batch_op.create_index(batch_op.f(f"ix_reserves_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("reserves")
