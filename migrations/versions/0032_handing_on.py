"""Coordinators hand on or back, members confirm a new one, silence is noted, and there is an internal deadline."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0032"
down_revision: str | None = "0031"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=4), nullable=False, server_default="over"))
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.alter_column("kind", server_default=None)
        batch_op.create_check_constraint(batch_op.f("ck_handovers_kind_known"), "kind in ('over', 'on', 'back')")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminded", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.alter_column("reminded", server_default=None)
        batch_op.add_column(sa.Column("agreed_with_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_members_agreed_with_id"), ["agreed_with_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_members_agreed_with_id"), "organisations", ["agreed_with_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("consortia", schema=None) as batch_op:
        batch_op.add_column(sa.Column("own_deadline", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("copied_from_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("silence_told_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_consortia_copied_from_id"), ["copied_from_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_consortia_copied_from_id"), "consortia", ["copied_from_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("consortia", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_consortia_copied_from_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_consortia_copied_from_id"))
        batch_op.drop_column("silence_told_at")
        batch_op.drop_column("copied_from_id")
        batch_op.drop_column("own_deadline")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_members_agreed_with_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_members_agreed_with_id"))
        batch_op.drop_column("agreed_with_id")
        batch_op.drop_column("reminded")
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_handovers_kind_known"), type_="check")
        batch_op.drop_column("kind")
