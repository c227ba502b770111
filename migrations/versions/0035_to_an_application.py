"""Guests, links and sheets of partners, their files, what is ready, packs, and when a consortium ended."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "guests",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("brought_by_id", sa.Integer(), nullable=True),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claims_id", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["brought_by_id"], ["users.id"], name=op.f("fk_guests_brought_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["claims_id"], ["organisations.id"], name=op.f("fk_guests_claims_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["consortium_id"], ["consortia.id"], name=op.f("fk_guests_consortium_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_guests_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_guests")),
    )
    with op.batch_alter_table("guests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guests_brought_by_id"), ["brought_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_guests_claims_id"), ["claims_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_guests_consortium_id"), ["consortium_id"], unique=False)

    op.create_table(
        "packs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_packs_sha256_length")),
        sa.ForeignKeyConstraint(["consortium_id"], ["consortia.id"], name=op.f("fk_packs_consortium_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packs")),
        sa.UniqueConstraint("sha256", name=op.f("uq_packs_sha256")),
    )
    with op.batch_alter_table("packs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_packs_consortium_id"), ["consortium_id"], unique=False)

    op.create_table(
        "partner_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("code_made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_tries", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(secret_sha256) = 64", name=op.f("ck_partner_links_sha256_length")),
        sa.ForeignKeyConstraint(
            ["consortium_id"], ["consortia.id"], name=op.f("fk_partner_links_consortium_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_partner_links_made_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_partner_links_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_links")),
        sa.UniqueConstraint("secret_sha256", name=op.f("uq_partner_links_secret_sha256")),
    )
    with op.batch_alter_table("partner_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partner_links_consortium_id"), ["consortium_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_partner_links_made_by_id"), ["made_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_partner_links_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "partner_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("legal_name", sa.String(length=300), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("post_code", sa.String(length=20), nullable=False),
        sa.Column("oid_of", sa.String(length=10), nullable=False),
        sa.Column("representative_name", sa.String(length=200), nullable=False),
        sa.Column("representative_function", sa.String(length=200), nullable=False),
        sa.Column("representative_email", sa.String(length=254), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_function", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_phone", sa.String(length=40), nullable=False),
        sa.Column("background", sa.Text(), nullable=False),
        sa.Column("experience", sa.Text(), nullable=False),
        sa.Column("key_staff", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_name", sa.String(length=200), nullable=False),
        sa.Column("confirmed_function", sa.String(length=200), nullable=False),
        sa.Column("confirmed_authority", sa.String(length=300), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["users.id"], name=op.f("fk_partner_sheets_confirmed_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["consortium_id"], ["consortia.id"], name=op.f("fk_partner_sheets_consortium_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_partner_sheets_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_sheets")),
        sa.UniqueConstraint("consortium_id", "organisation_id", name=op.f("uq_partner_sheets_consortium_id_organisation_id")),
    )
    with op.batch_alter_table("partner_sheets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partner_sheets_confirmed_by_id"), ["confirmed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_partner_sheets_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "readiness_marks",
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("of_sha256", sa.String(length=64), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("decision in ('none', 'accepted', 'returned')", name=op.f("ck_readiness_marks_decision_known")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_readiness_marks_asked_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["consortium_id"], ["consortia.id"], name=op.f("fk_readiness_marks_consortium_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_readiness_marks_decided_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_readiness_marks_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("consortium_id", "organisation_id", "item", name=op.f("pk_readiness_marks")),
    )
    with op.batch_alter_table("readiness_marks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_readiness_marks_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_readiness_marks_decided_by_id"), ["decided_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_readiness_marks_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored_as", sa.String(length=64), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_uploads_sha256_length")),
        sa.CheckConstraint("size > 0", name=op.f("ck_uploads_size_range")),
        sa.ForeignKeyConstraint(["consortium_id"], ["consortia.id"], name=op.f("fk_uploads_consortium_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_uploads_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["users.id"], name=op.f("fk_uploads_uploaded_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_uploads_stored_as")),
    )
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_uploads_consortium_id"), ["consortium_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_uploads_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_uploads_uploaded_by_id"), ["uploaded_by_id"], unique=False)

    op.create_table(
        "link_visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["partner_links.id"], name=op.f("fk_link_visits_link_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_visits")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_link_visits_token_sha256")),
    )
    with op.batch_alter_table("link_visits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_visits_link_id"), ["link_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_visits_seen_at"), ["seen_at"], unique=False)

    with op.batch_alter_table("consortia", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_from_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("passed_told_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_because", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("persons_erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_consortia_taken_from_id"), ["taken_from_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_consortia_taken_from_id"), "consortia", ["taken_from_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("consortia", schema=None) as batch_op:
        batch_op.alter_column("withdrawn_because", server_default=None)
    op.execute("update consortia set ended_at = updated_at where state in ('granted', 'rejected', 'withdrawn')")


def downgrade() -> None:
    with op.batch_alter_table("consortia", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_consortia_taken_from_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_consortia_taken_from_id"))
        batch_op.drop_column("persons_erased_at")
        batch_op.drop_column("ended_at")
        batch_op.drop_column("withdrawn_because")
        batch_op.drop_column("passed_told_at")
        batch_op.drop_column("taken_from_id")

    op.drop_table("link_visits")
    op.drop_table("uploads")
    op.drop_table("readiness_marks")
    op.drop_table("partner_sheets")
    op.drop_table("partner_links")
    op.drop_table("packs")
    op.drop_table("guests")
