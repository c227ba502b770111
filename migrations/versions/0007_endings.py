"""What an invitation showed when it ended."""

import json
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ENDED = ("declined", "expired", "withdrawn")


def upgrade() -> None:
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ending", sa.JSON(), nullable=True))
    _freeze_what_ended()


def _freeze_what_ended() -> None:
    """Who asked, and for what, as it was told when it was asked: the title never changed so far. What else there was, nobody knows."""
    invitations, consortia, handovers = (sa.table(name, *map(sa.column, columns)) for name, columns in (
        ("invitations", ("id", "consortium_id", "state", "sent_at", "ending")),
        ("consortia", ("id", "title", "call_id", "initiator_id")),
        ("handovers", ("id", "consortium_id", "organisation_id", "state", "answered_at")),
    ))  # fmt: skip
    organisations = sa.table("organisations", sa.column("id"), sa.column("name"))
    took_over = (
        sa.select(handovers.c.organisation_id)
        .where(handovers.c.consortium_id == consortia.c.id, handovers.c.state == "accepted")
        .where(handovers.c.answered_at <= invitations.c.sent_at)
        .order_by(handovers.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    ended = (
        sa.select(invitations.c.id, consortia.c.title, consortia.c.call_id, organisations.c.name)
        .join(consortia, consortia.c.id == invitations.c.consortium_id)
        .join(organisations, organisations.c.id == sa.func.coalesce(took_over, consortia.c.initiator_id))
        .where(invitations.c.state.in_(ENDED))
    )
    bind = op.get_bind()
    frozen = [
        {"number": number, "frozen": json.dumps({"title": title, "holder": holder or "", "call": call})}
        for number, title, call, holder in bind.execute(ended)
    ]
    value = (
        sa.cast(sa.bindparam("frozen", type_=sa.Text()), sa.JSON())
        if bind.dialect.name == "postgresql"
        else sa.bindparam("frozen")
    )
    if frozen:
        bind.execute(invitations.update().where(invitations.c.id == sa.bindparam("number")).values(ending=value), frozen)


def downgrade() -> None:
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_column("ending")
