"""The configured database, for commands that write to it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from matchmaker import config
from matchmaker.config import Settings
from matchmaker.db import of
from matchmaker.errors import Conflict, Refused
from matchmaker.language import N_, say


@contextmanager
def writing(settings: Settings | None = None) -> Iterator[Session]:
    """A unit of work on the database of the settings: all of the block is written, or nothing.

    Raises `Refused` when migrations wait or the database does not answer, `Conflict` when somebody was faster.
    """
    database = of(settings or config.load())
    try:
        if not database.is_current():
            raise Refused(say(N_("The database waits for migrations: run “matchmaker db upgrade” first.")))
        with database.unit_of_work() as session:
            yield session
    except IntegrityError:
        raise Conflict(say(N_("Somebody else wrote the same at the same moment. Nothing was written; try again."))) from None
    except OperationalError:
        raise Refused(say(N_("The database is busy or does not answer. Nothing was written; try again."))) from None
    finally:
        database.engine.dispose()
