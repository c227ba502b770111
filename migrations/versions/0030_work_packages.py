"""Consortia plan their work: packages with lead and participants, their shares, and the amount that is asked for."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "work_packages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consortium_id"], ["consortia.id"], name=op.f("fk_work_packages_consortium_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["organisations.id"], name=op.f("fk_work_packages_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_packages")),
    )
    op.create_index(op.f("ix_work_packages_consortium_id"), "work_packages", ["consortium_id"], unique=False)
    op.create_index(op.f("ix_work_packages_lead_id"), "work_packages", ["lead_id"], unique=False)
    op.create_table(
        "work_package_parts",
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.CheckConstraint("amount is null or amount >= 0", name=op.f("ck_work_package_parts_amount_range")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_work_package_parts_organisation_id")),
        sa.ForeignKeyConstraint(
            ["package_id"], ["work_packages.id"], name=op.f("fk_work_package_parts_package_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("package_id", "organisation_id", name=op.f("pk_work_package_parts")),
    )
    op.create_index(op.f("ix_work_package_parts_organisation_id"), "work_package_parts", ["organisation_id"], unique=False)
    with op.batch_alter_table("consortia", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_grant", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_consortia_asked_grant_range"), "asked_grant is null or asked_grant > 0")


def downgrade() -> None:
    with op.batch_alter_table("consortia", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_consortia_asked_grant_range"), type_="check")
        batch_op.drop_column("asked_grant")
    op.drop_table("work_package_parts")
    op.drop_table("work_packages")
