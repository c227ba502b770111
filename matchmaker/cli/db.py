"""`matchmaker db`: apply and undo migrations."""

import click

from matchmaker import config
from matchmaker.db import current, downgrade, head, of, upgrade


@click.group()
def db() -> None:
    """The database's migrations."""


@db.command("upgrade")
@click.argument("revision", default="head")
def upgrade_(revision: str) -> None:
    """Bring the database up to REVISION (default: the newest)."""
    upgrade(config.load().database_url, revision)
    click.echo(f"The database is at {_now()}.")


@db.command("downgrade")
@click.argument("revision")
def downgrade_(revision: str) -> None:
    """Undo migrations down to REVISION (`base` undoes all)."""
    downgrade(config.load().database_url, revision)
    click.echo(f"The database is at {_now()}.")


@db.command("current")
def current_() -> None:
    """Say which migration the database is at, and whether newer ones wait."""
    now = _now()
    click.echo(f"{now}" if now == head() else f"{now}; {head()} is the newest: run `matchmaker db upgrade`")


def _now() -> str:
    """The migration the configured database is at."""
    database = of(config.load())
    try:
        return current(database.engine) or "base"
    finally:
        database.engine.dispose()
