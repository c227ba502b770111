"""The configured database, for commands that write to it or read from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from matchmaker import config
from matchmaker.config import Settings
from matchmaker.db import Database, of
from matchmaker.errors import Conflict, Refused
from matchmaker.language import N_, say


@contextmanager
def writing(settings: Settings | None = None) -> Iterator[Session]:
    """A unit of work on the database of the settings: all of the block is written, or nothing.

    Raises `Refused` when migrations wait or the database does not answer, `Conflict` when somebody was faster.
    """
    try:
        with _opened(settings) as database, database.unit_of_work() as session:
            yield session
    except IntegrityError:
        raise Conflict(say(N_("Somebody else wrote the same at the same moment. Nothing was written; try again."))) from None


@contextmanager
def reading(settings: Settings | None = None) -> Iterator[Session]:
    """A session that only reads. Raises `Refused` when migrations wait or the database does not answer."""
    with _opened(settings) as database, database.session(reads=True) as session:
        yield session


def exists(settings: Settings) -> bool:
    """Whether there is a database to ask; a SQLite file that is not there is not made by looking."""
    file = make_url(settings.database_url)
    return file.get_backend_name() != "sqlite" or Path(file.database or "").is_file()


@contextmanager
def _opened(settings: Settings | None) -> Iterator[Database]:
    """The database of the settings, closed afterwards."""
    configured = settings or config.load()
    database = of(configured)
    try:
        if not exists(configured) or not database.is_current():
            raise Refused(say(N_("The database waits for migrations: run “matchmaker db upgrade” first.")))
        yield database
    except DatabaseError as error:
        if type(error) not in (OperationalError, DatabaseError):  # the latter alone: the file is no database
            raise
        raise Refused(say(N_("The database is busy or does not answer. Nothing was written; try again."))) from None
    finally:
        database.engine.dispose()
