"""A mail keeps what it says and where it leads, made into text and HTML when it goes out; people choose which mails they get."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

AT_ONCE = 1000
MAILS = sa.table("mails", sa.column("id", sa.Integer()), sa.column("body", sa.Text()), sa.column("content", sa.JSON()))


def upgrade() -> None:
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.add_column(sa.Column("content", sa.JSON(), nullable=True))
    for some in _some():
        _write("content", [{"number": number, "value": _content(body)} for number, body, _ in some])
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.alter_column("content", existing_type=sa.JSON(), nullable=False)
        batch_op.drop_column("body")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unwanted", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.alter_column("unwanted", existing_type=sa.JSON(), server_default=None)
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))


def _content(body: str) -> dict[str, Any]:
    return {"language": "", "blocks": [{"said": paragraph} for paragraph in body.split("\n\n")]}


def _some() -> Iterator[Sequence[sa.Row[tuple[int, str, Any]]]]:
    """Every mail, some at a time: there may be many."""
    last = 0
    while some := op.get_bind().execute(sa.select(MAILS).where(MAILS.c.id > last).order_by(MAILS.c.id).limit(AT_ONCE)).all():
        yield some
        last = some[-1][0]


def _write(column: str, values: list[dict[str, object]]) -> None:
    op.get_bind().execute(
        MAILS.update().where(MAILS.c.id == sa.bindparam("number")).values({column: sa.bindparam("value")}), values
    )


def downgrade() -> None:
    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_column("reminded_at")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_column("unwanted")
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.add_column(sa.Column("body", sa.Text(), nullable=False, server_default=""))
    for some in _some():
        _write("body", [{"number": number, "value": _words(content)} for number, _, content in some])
    with op.batch_alter_table("mails", schema=None) as batch_op:
        batch_op.alter_column("body", existing_type=sa.Text(), server_default=None)
        batch_op.drop_column("content")


def _words(content: dict[str, Any]) -> str:
    """What it says, and below where it leads: the paths alone, since only who sends it knows where the service is."""
    said = [f"{one['name']}: {one['said']}" if one.get("name") else one["said"] for one in content["blocks"]]
    return "\n\n".join([*said, *(f"{one['words']}: {one['path']}" for one in content.get("links", ()))])
