"""The first tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("to", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
    )
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mails_sent_at"), ["sent_at"], unique=False)

    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=True),
        sa.Column("folded_name", sa.String(length=300), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=True),
        sa.Column("newcomer", sa.Boolean(), nullable=True),
        sa.Column("responsiveness", sa.Double(), nullable=True),
        sa.Column("established", sa.Date(), nullable=True),
        sa.Column("oid", sa.String(length=9), nullable=True),
        sa.Column("pic", sa.String(length=9), nullable=True),
        sa.Column("registration", sa.String(length=60), nullable=True),
        sa.Column("region", sa.String(length=200), nullable=False),
        sa.Column("city", sa.String(length=200), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("looking_for", sa.Text(), nullable=False),
        sa.Column("contribution", sa.Text(), nullable=False),
        sa.Column("learners", sa.Integer(), nullable=True),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("open_to_requests", sa.Boolean(), nullable=False),
        sa.Column("is_invented", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity is null or capacity >= 0", name=op.f("ck_organisations_capacity_range")),
        sa.CheckConstraint("length(country) = 2", name=op.f("ck_organisations_country_code")),
        sa.CheckConstraint("name is not null or joined_at is null", name=op.f("ck_organisations_joined_has_name")),
        sa.CheckConstraint("oid is null or length(oid) = 9", name=op.f("ck_organisations_oid_length")),
        sa.CheckConstraint("pic is null or length(pic) = 9", name=op.f("ck_organisations_pic_length")),
        sa.CheckConstraint(
            "responsiveness is null or (responsiveness >= 0 and responsiveness <= 1)",
            name=op.f("ck_organisations_responsiveness_range"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("key", name=op.f("uq_organisations_key")),
        sa.UniqueConstraint("oid", name=op.f("uq_organisations_oid")),
        sa.UniqueConstraint("pic", name=op.f("uq_organisations_pic")),
    )
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.create_index("ix_organisations_country_folded_name", ["country", "folded_name"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisations_joined_at"), ["joined_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisations_registration"), ["registration"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisations_type"), ["type"], unique=False)

    op.create_table(
        "past_projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("call", sa.String(length=300), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_projects")),
        sa.UniqueConstraint("key", name=op.f("uq_past_projects_key")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("is_operator", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "blocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("blocked_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("organisation_id <> blocked_id", name=op.f("ck_blocks_other")),
        sa.ForeignKeyConstraint(["blocked_id"], ["organisations.id"], name=op.f("fk_blocks_blocked_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_blocks_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocks")),
        sa.UniqueConstraint("organisation_id", "blocked_id", name=op.f("uq_blocks_organisation_id_blocked_id")),
    )
    with op.batch_alter_table("blocks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blocks_blocked_id"), ["blocked_id"], unique=False)

    op.create_table(
        "doubts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('open', 'same', 'different')", name=op.f("ck_doubts_state_known")),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_doubts_in_order")),
        sa.ForeignKeyConstraint(["first_id"], ["organisations.id"], name=op.f("fk_doubts_first_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["second_id"], ["organisations.id"], name=op.f("fk_doubts_second_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doubts")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_doubts_first_id_second_id")),
    )
    with op.batch_alter_table("doubts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_doubts_second_id"), ["second_id"], unique=False)

    op.create_table(
        "external_ids",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_external_ids_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_ids")),
        sa.UniqueConstraint("value", name=op.f("uq_external_ids_value")),
    )
    with op.batch_alter_table("external_ids", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_external_ids_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "ideas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("call_id", sa.String(length=60), nullable=False),
        sa.Column("project_type", sa.String(length=60), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("applicant", sa.String(length=10), nullable=False),
        sa.Column("size_min", sa.Integer(), nullable=True),
        sa.Column("size_max", sa.Integer(), nullable=True),
        sa.Column("same_country", sa.Boolean(), nullable=True),
        sa.Column("confirmed_only", sa.Boolean(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("applicant in ('we', 'find', 'unknown')", name=op.f("ck_ideas_applicant_known")),
        sa.CheckConstraint("months is null or months > 0", name=op.f("ck_ideas_months_range")),
        sa.CheckConstraint("size_min is null or size_max is null or size_max >= size_min", name=op.f("ck_ideas_sizes_in_order")),
        sa.CheckConstraint("size_min is null or size_min >= 1", name=op.f("ck_ideas_size_min_range")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_ideas_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ideas")),
    )
    with op.batch_alter_table("ideas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ideas_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ideas_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role in ('owner', 'editor', 'viewer')", name=op.f("ck_memberships_role_known")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_memberships_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_memberships_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("user_id", "organisation_id", name=op.f("uq_memberships_user_id_organisation_id")),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memberships_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("must_know", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_offers_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offers_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "organisation_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("vocabulary", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "vocabulary in ('field', 'priority', 'topic', 'expertise', 'language', 'role', 'flag', 'sector')",
            name=op.f("ck_organisation_terms_vocabulary_known"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_terms_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_terms")),
        sa.UniqueConstraint(
            "organisation_id", "vocabulary", "code", name=op.f("uq_organisation_terms_organisation_id_vocabulary_code")
        ),
    )
    with op.batch_alter_table("organisation_terms", schema=None) as batch_op:
        batch_op.create_index("ix_organisation_terms_vocabulary_code", ["vocabulary", "code"], unique=False)

    op.create_table(
        "participations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.CheckConstraint("role in ('coordinator', 'partner', 'associated')", name=op.f("ck_participations_role_known")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_participations_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["past_projects.id"], name=op.f("fk_participations_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participations")),
        sa.UniqueConstraint(
            "project_id", "organisation_id", "role", name=op.f("uq_participations_project_id_organisation_id_role")
        ),
    )
    with op.batch_alter_table("participations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participations_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "consortia",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("initiator_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("suggestion", sa.JSON(), nullable=True),
        sa.Column("agency", sa.String(length=200), nullable=False),
        sa.Column("form_id", sa.String(length=60), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('draft', 'inviting', 'offered', 'handed_over', 'finalised', 'submitted', 'granted', 'rejected', 'withdrawn')",
            name=op.f("ck_consortia_state_known"),
        ),
        sa.ForeignKeyConstraint(["holder_id"], ["organisations.id"], name=op.f("fk_consortia_holder_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_consortia_idea_id")),
        sa.ForeignKeyConstraint(["initiator_id"], ["organisations.id"], name=op.f("fk_consortia_initiator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consortia")),
    )
    with op.batch_alter_table("consortia", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consortia_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consortia_holder_id"), ["holder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consortia_idea_id"), ["idea_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consortia_initiator_id"), ["initiator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consortia_state"), ["state"], unique=False)

    op.create_table(
        "idea_seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("condition", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("condition in ('sector', 'class', 'kind')", name=op.f("ck_idea_seats_condition_known")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_idea_seats_number_range")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_seats_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_seats")),
        sa.UniqueConstraint("idea_id", "position", name=op.f("uq_idea_seats_idea_id_position")),
    )
    op.create_table(
        "idea_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=False),
        sa.Column("vocabulary", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.CheckConstraint(
            "vocabulary in ('field', 'topic', 'expertise', 'priority', 'activity', 'country', 'not_country')",
            name=op.f("ck_idea_terms_vocabulary_known"),
        ),
        sa.CheckConstraint("weight > 0", name=op.f("ck_idea_terms_weight_range")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_terms_idea_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_terms")),
        sa.UniqueConstraint("idea_id", "vocabulary", "code", name=op.f("uq_idea_terms_idea_id_vocabulary_code")),
    )
    op.create_table(
        "offer_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("vocabulary", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.CheckConstraint("vocabulary in ('call', 'role', 'expertise')", name=op.f("ck_offer_terms_vocabulary_known")),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_offer_terms_offer_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_terms")),
        sa.UniqueConstraint("offer_id", "vocabulary", "code", name=op.f("uq_offer_terms_offer_id_vocabulary_code")),
    )
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_note", sa.Text(), nullable=False),
        sa.CheckConstraint("state in ('offered', 'accepted', 'declined', 'taken_back')", name=op.f("ck_handovers_state_known")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["users.id"], name=op.f("fk_handovers_answered_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["consortium_id"], ["consortia.id"], name=op.f("fk_handovers_consortium_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["offered_by_id"], ["users.id"], name=op.f("fk_handovers_offered_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_handovers_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handovers_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(
            "uq_handovers_one_open",
            ["consortium_id"],
            unique=True,
            sqlite_where=sa.text("state = 'offered'"),
            postgresql_where=sa.text("state = 'offered'"),
        )

    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("idea_id", sa.Integer(), nullable=True),
        sa.Column("consortium_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["consortium_id"], ["consortia.id"], name=op.f("fk_history_consortium_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_history_idea_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_history_organisation_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_history_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
    )
    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_history_consortium_id"), ["consortium_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_history_idea_id"), ["idea_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_history_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("field", sa.String(length=200), nullable=False),
        sa.Column("time_needed", sa.String(length=200), nullable=False),
        sa.Column("why_you", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decline_reason", sa.Text(), nullable=False),
        sa.Column("joined_name", sa.String(length=200), nullable=False),
        sa.Column("joined_function", sa.String(length=200), nullable=False),
        sa.Column("joined_authority", sa.String(length=300), nullable=False),
        sa.CheckConstraint("role in ('coordinator', 'partner', 'associated')", name=op.f("ck_invitations_role_known")),
        sa.CheckConstraint(
            "state in ('sent', 'interested', 'joined', 'declined', 'expired', 'withdrawn')",
            name=op.f("ck_invitations_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["consortium_id"], ["consortia.id"], name=op.f("fk_invitations_consortium_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_invitations_organisation_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["users.id"], name=op.f("fk_invitations_sent_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
    )
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitations_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(
            "uq_invitations_one_open",
            ["consortium_id", "organisation_id"],
            unique=True,
            sqlite_where=sa.text("state in ('sent', 'interested', 'joined')"),
            postgresql_where=sa.text("state in ('sent', 'interested', 'joined')"),
        )

    op.create_table(
        "seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("condition", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.CheckConstraint("condition in ('sector', 'class', 'kind')", name=op.f("ck_seats_condition_known")),
        sa.ForeignKeyConstraint(["consortium_id"], ["consortia.id"], name=op.f("fk_seats_consortium_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("consortium_id", "position", name=op.f("uq_seats_consortium_id_position")),
    )
    op.create_table(
        "snapshots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("call_version", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_snapshots_sha256_length")),
        sa.ForeignKeyConstraint(["consortium_id"], ["consortia.id"], name=op.f("fk_snapshots_consortium_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_snapshots_made_by_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
        sa.UniqueConstraint("consortium_id", "number", name=op.f("uq_snapshots_consortium_id_number")),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("contribution", sa.Text(), nullable=False),
        sa.Column("added_value", sa.Text(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role in ('coordinator', 'partner', 'associated')", name=op.f("ck_members_role_known")),
        sa.ForeignKeyConstraint(["consortium_id"], ["consortia.id"], name=op.f("fk_members_consortium_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_members_organisation_id")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_members_seat_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("consortium_id", "organisation_id", name=op.f("uq_members_consortium_id_organisation_id")),
        sa.UniqueConstraint("seat_id", name=op.f("uq_members_seat_id")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_members_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(
            "uq_members_one_coordinator",
            ["consortium_id"],
            unique=True,
            sqlite_where=sa.text("role = 'coordinator'"),
            postgresql_where=sa.text("role = 'coordinator'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_members_one_coordinator",
            sqlite_where=sa.text("role = 'coordinator'"),
            postgresql_where=sa.text("role = 'coordinator'"),
        )
        batch_op.drop_index(batch_op.f("ix_members_organisation_id"))

    op.drop_table("members")
    op.drop_table("snapshots")
    op.drop_table("seats")
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_invitations_one_open",
            sqlite_where=sa.text("state in ('sent', 'interested', 'joined')"),
            postgresql_where=sa.text("state in ('sent', 'interested', 'joined')"),
        )
        batch_op.drop_index(batch_op.f("ix_invitations_organisation_id"))

    op.drop_table("invitations")
    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_history_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_history_idea_id"))
        batch_op.drop_index(batch_op.f("ix_history_consortium_id"))

    op.drop_table("history")
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_handovers_one_open", sqlite_where=sa.text("state = 'offered'"), postgresql_where=sa.text("state = 'offered'")
        )
        batch_op.drop_index(batch_op.f("ix_handovers_organisation_id"))

    op.drop_table("handovers")
    op.drop_table("offer_terms")
    op.drop_table("idea_terms")
    op.drop_table("idea_seats")
    with op.batch_alter_table("consortia", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consortia_state"))
        batch_op.drop_index(batch_op.f("ix_consortia_initiator_id"))
        batch_op.drop_index(batch_op.f("ix_consortia_idea_id"))
        batch_op.drop_index(batch_op.f("ix_consortia_holder_id"))
        batch_op.drop_index(batch_op.f("ix_consortia_call_id"))

    op.drop_table("consortia")
    with op.batch_alter_table("participations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participations_organisation_id"))

    op.drop_table("participations")
    with op.batch_alter_table("organisation_terms", schema=None) as batch_op:
        batch_op.drop_index("ix_organisation_terms_vocabulary_code")

    op.drop_table("organisation_terms")
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offers_organisation_id"))

    op.drop_table("offers")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_memberships_organisation_id"))

    op.drop_table("memberships")
    with op.batch_alter_table("ideas", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ideas_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_ideas_call_id"))

    op.drop_table("ideas")
    with op.batch_alter_table("external_ids", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_external_ids_organisation_id"))

    op.drop_table("external_ids")
    with op.batch_alter_table("doubts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_doubts_second_id"))

    op.drop_table("doubts")
    with op.batch_alter_table("blocks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_blocks_blocked_id"))

    op.drop_table("blocks")
    op.drop_table("users")
    op.drop_table("past_projects")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisations_type"))
        batch_op.drop_index(batch_op.f("ix_organisations_registration"))
        batch_op.drop_index(batch_op.f("ix_organisations_joined_at"))
        batch_op.drop_index("ix_organisations_country_folded_name")

    op.drop_table("organisations")
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mails_sent_at"))

    op.drop_table("mails")
