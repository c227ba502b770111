"""The calls in force and those that were, under which of them what is open was last checked, and what came of checking it again."""

import json
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OF_ONE_THING = (
    "(case when idea_id is null then 0 else 1 end) + (case when consortium_id is null then 0 else 1 end)"
    " + (case when snapshot_id is null then 0 else 1 end) = 1"
)
IN_FORCE = sa.text("replaced_at is null")
SNAPSHOTS = sa.table(
    "snapshots", *map(sa.column, ("id", "document", "call_version", "checked_version")), sa.column("is_provisional", sa.Boolean)
)


def upgrade() -> None:
    op.create_table(
        "adopted_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adopted_calls")),
        sa.UniqueConstraint("call_id", "version", name=op.f("uq_adopted_calls_call_id_version")),
    )
    with op.batch_alter_table("adopted_calls", schema=None) as batch_op:
        batch_op.create_index(
            "uq_adopted_calls_one_in_force", ["call_id"], unique=True, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE
        )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", sa.Integer(), nullable=True),
        sa.Column("consortium_id", sa.Integer(), nullable=True),
        sa.Column("snapshot_id", sa.Integer(), nullable=True),
        sa.Column("call_id", sa.String(length=60), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(OF_ONE_THING, name=op.f("ck_reviews_of_one_thing")),
        sa.ForeignKeyConstraint(["consortium_id"], ["consortia.id"], name=op.f("fk_reviews_consortium_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_reviews_idea_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name=op.f("fk_reviews_snapshot_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        for column in ("consortium_id", "idea_id", "snapshot_id"):
            batch_op.create_index(batch_op.f(f"ix_reviews_{column}"), [column], unique=False)
    op.create_table(
        "reviews_seen",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_reviews_seen_review_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reviews_seen_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("review_id", "user_id", name=op.f("pk_reviews_seen")),
    )
    with op.batch_alter_table("reviews_seen", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reviews_seen_user_id"), ["user_id"], unique=False)
    for table in ("consortia", "ideas"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("checked_version", sa.String(length=64), nullable=True))
    with op.batch_alter_table("snapshots", schema=None) as batch_op:
        batch_op.add_column(sa.Column("checked_version", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("is_provisional", sa.Boolean(), nullable=True))
    _say_of_snapshots()
    with op.batch_alter_table("snapshots", schema=None) as batch_op:
        batch_op.alter_column("checked_version", existing_type=sa.String(length=64), nullable=False)
        batch_op.alter_column("is_provisional", existing_type=sa.Boolean(), nullable=False)


def _say_of_snapshots() -> None:
    """Each was last checked when it was made; whether its call was provisional then, its document states."""
    bind = op.get_bind()
    bind.execute(SNAPSHOTS.update().values(checked_version=SNAPSHOTS.c.call_version, is_provisional=False))
    for number in bind.scalars(sa.select(SNAPSHOTS.c.id)).all():
        this = SNAPSHOTS.c.id == number
        try:
            is_provisional = json.loads(bind.scalar(sa.select(SNAPSHOTS.c.document).where(this)))["call"]["provisional"]
        except (KeyError, TypeError, ValueError):  # not a document of ours: it says nothing
            continue
        if is_provisional is True:
            bind.execute(SNAPSHOTS.update().where(this).values(is_provisional=True))


def downgrade() -> None:
    with op.batch_alter_table("snapshots", schema=None) as batch_op:
        batch_op.drop_column("is_provisional")
        batch_op.drop_column("checked_version")
    for table in ("ideas", "consortia"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("checked_version")
    op.drop_table("reviews_seen")
    op.drop_table("reviews")
    op.drop_table("adopted_calls")
