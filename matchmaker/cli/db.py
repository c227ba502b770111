"""`matchmaker db`: apply and undo migrations."""

from collections.abc import Callable

import click
from alembic.util import CommandError

from matchmaker import config
from matchmaker.cli.answers import print_line
from matchmaker.cli.storage import tell_what_is_open
from matchmaker.config import Settings
from matchmaker.db import applied, downgrade, head, opened, upgrade
from matchmaker.errors import Invalid, Refused
from matchmaker.language import N_, SOURCE, render, say


@click.group()
def db() -> None:
    """The database's migrations."""


@db.command("upgrade")
@click.argument("revision", default="head")
def upgrade_(revision: str) -> None:
    """Bring the database up to REVISION (default: the newest)."""
    _move(upgrade, revision)


@db.command("downgrade")
@click.argument("revision")
def downgrade_(revision: str) -> None:
    """Undo migrations down to REVISION (`base` undoes all)."""
    _move(downgrade, revision)


@db.command("current")
def current_() -> None:
    """Say which migration the database is at, and whether newer ones wait."""
    with opened(config.load()) as database:
        found = ", ".join(applied(database.engine)) or "base"
        try:
            database.insist_on_current()
        except Refused as refused:
            found += f"; {head()} is the newest. {render(refused.message, SOURCE)}"
    print_line(found)


def _move(move: Callable[[str, str], None], revision: str) -> None:
    """Move the configured database, and say where it is and what of it others may read."""
    settings = config.load()
    try:
        move(settings.database_url, revision)
    except CommandError as error:
        raise Invalid({"REVISION": say(N_("is no migration that can be reached: %(reason)s"), reason=str(error))}) from None
    print_line(f"The database is at {_now(settings)}.")
    tell_what_is_open(settings)


def _now(settings: Settings) -> str:
    """The migration the configured database is at."""
    with opened(settings) as database:
        return ", ".join(applied(database.engine)) or "base"
