"""Addresses in their one form: NFKC, small letters, the domain as the DNS has it."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import click
import sqlalchemy as sa
from alembic import op
from email_validator import EmailNotValidError, validate_email

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

USERS = sa.table("users", sa.column("id", sa.Integer), sa.column("email", sa.String))


def upgrade() -> None:
    # Where several accounts have one address, one gets it: the one that wrote it in this form, else the oldest. The others
    # are kept as they are spelt, which nobody can log in with any more.
    connection = op.get_bind()
    accounts: dict[str, list[Any]] = {}
    for one in connection.execute(sa.select(USERS).order_by(USERS.c.id)):
        address = canonical(one.email)
        if address is None:
            say([one], "has an address that no mail can be sent to")
        else:
            accounts.setdefault(address, []).append(one)
    for address, same in accounts.items():
        first = min(same, key=lambda one: (one.email != address, one.id))
        if first.email != address:
            connection.execute(sa.update(USERS).where(USERS.c.id == first.id).values(email=address))
        others = [one for one in same if one is not first]
        if others:
            say(others, f"has the address of account {first.id}, which alone logs in")


def downgrade() -> None:
    # The older form is read from what was typed, and that is gone; addresses in the new one were addresses before, too.
    pass


def canonical(text: str) -> str | None:
    """The address in its one form, None for what is none; as `matchmaker.inputs.addresses` had it then."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower()).strip()
    try:
        found = validate_email(plain, check_deliverability=False)
    except EmailNotValidError:
        return None
    return None if "=?" in found.local_part else f"{found.local_part}@{found.ascii_domain}"


def say(accounts: Iterable[Any], what: str) -> None:
    """One line for each account, in plain characters, for whoever runs the migration."""
    for one in accounts:
        click.echo(f"account {one.id} ({one.email!a}) {what}")
