"""The configured database, for commands that need it."""

from matchmaker import config
from matchmaker.config import Settings
from matchmaker.db import Database, of
from matchmaker.errors import Refused
from matchmaker.language import N_, say


def opened(settings: Settings | None = None) -> Database:
    """The database of the settings. Raises `Refused` when migrations wait: its tables are then not those of this version."""
    database = of(settings or config.load())
    if not database.is_current():
        raise Refused(say(N_("The database waits for migrations: run “matchmaker db upgrade” first.")))
    return database
