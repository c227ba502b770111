"""The configured database, for commands that write to it or read from it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from matchmaker import config
from matchmaker.cli.answers import print_line
from matchmaker.cli.troubles import told
from matchmaker.config import Settings
from matchmaker.db import Database, open_to_others, opened, sqlite_file
from matchmaker.errors import Conflict, Refused
from matchmaker.language import N_, say


@contextmanager
def writing(settings: Settings | None = None) -> Iterator[Session]:
    """A unit of work on the database of the settings: all of the block is written, or nothing.

    Raises `Refused` when migrations wait or the database does not answer, `Conflict` when somebody was faster.
    """
    try:
        with on_database(settings) as database, database.unit_of_work() as session:
            yield session
    except IntegrityError:
        raise Conflict(say(N_("Somebody else wrote the same at the same moment. Nothing was written; try again."))) from None


@contextmanager
def reading(settings: Settings | None = None) -> Iterator[Session]:
    """A session that only reads. Raises `Refused` when migrations wait or the database does not answer."""
    with on_database(settings) as database, database.session(reads=True) as session:
        yield session


def exists(settings: Settings) -> bool:
    """Whether there is a database to ask; a SQLite file that is not there is not made by looking."""
    file = sqlite_file(settings.database_url)
    return file is None or file.is_file()


def tell_what_is_open(settings: Settings) -> None:
    """Say on stderr what of the service's files others on this machine may read, because they are not ours to close."""
    for path in (*config.open_to_others(settings.instance), *open_to_others(settings.database_url)):
        print_line(f"{path} can be read by others on this machine, and is not ours to close to them", err=True)


@contextmanager
def on_database(settings: Settings | None) -> Iterator[Database]:
    """The database of the settings, closed afterwards."""
    try:
        with opened(settings or config.load()) as database:
            database.insist_on_current()
            yield database
    except DBAPIError as error:
        what = told(error)
        if what is None:
            raise
        raise Refused(what) from None
