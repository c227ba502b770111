"""Guests are told from others by a column, bear the numbers that others bear too, and are written to in a language."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_guest", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_organisations_oid"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_organisations_pic"), type_="unique")
    op.execute("update organisations set is_guest = true where id in (select organisation_id from guests)")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.alter_column("is_guest", server_default=None)
        batch_op.create_check_constraint(batch_op.f("ck_organisations_guest_has_not_joined"), "joined_at is null or not is_guest")
    for number in ("oid", "pic"):
        where = {"sqlite_where": sa.text("is_guest = 0"), "postgresql_where": sa.text("not is_guest")}
        op.create_index(op.f(f"uq_organisations_{number}"), "organisations", [number], unique=True, **where)
    with op.batch_alter_table("partner_links", schema=None) as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(length=2), server_default="en", nullable=False))
    with op.batch_alter_table("partner_links", schema=None) as batch_op:
        batch_op.alter_column("language", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("partner_links", schema=None) as batch_op:
        batch_op.drop_column("language")
    # Without names nobody sees them: what tells them from known organisations goes.
    op.execute("update organisations set oid = null, pic = null, name = null, folded_name = null where is_guest")
    for number in ("oid", "pic"):
        op.drop_index(op.f(f"uq_organisations_{number}"), table_name="organisations")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_organisations_guest_has_not_joined"), type_="check")
        batch_op.create_unique_constraint(batch_op.f("uq_organisations_oid"), ["oid"])
        batch_op.create_unique_constraint(batch_op.f("uq_organisations_pic"), ["pic"])
        batch_op.drop_column("is_guest")
