"""The queues (huey): they wake whoever does what is due, and sweep once a minute.

What there is to do stands in the database alone, written with its cause. A task carries the number of a row at most; each
finds out for itself what is due, and may be lost, or done twice, at any moment.
"""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final

import psycopg
import structlog
from huey import Huey, PostgresHuey, SqliteHuey
from huey.serializer import SignedSerializer
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from matchmaker import private, turns
from matchmaker.config import QUEUE, Settings
from matchmaker.db import Database
from matchmaker.jobs.rounds import queued, taking_up
from matchmaker.jobs.sending import send
from matchmaker.jobs.trying import try_all
from matchmaker.services import mails

log = structlog.get_logger(__name__)
NAMES: Final = ("jobs", "mails")
"""Mails have a queue of their own, so that a mail server that answers slowly keeps nothing else from being done."""
SWEEP: Final = 60
"""Seconds between two sweeps, and after which one is left out that nobody has come to: the next finds the same."""
AT_ONCE: Final = 20
"""Mails of one commit that are asked for one by one; where there are more, a sweep is."""
TRIES: Final = 5


class Queues:
    """The queues of a database with their tasks, for those who wake and for those who do.

    goes_on: whether who works at the queue of this name is to begin one thing more.
    """

    def __init__(self, database: Database, settings: Settings, goes_on: Callable[[str], bool] = lambda name: True) -> None:
        self._sweeps: dict[str, Callable[[], None]] = {}
        self.hueys = {name: _opened(name, database.url, settings) for name in NAMES}
        for queue, jobs in queued(database, settings).items():
            for name, job in jobs.items():
                some = {name: job} if queue == "mails" else {**taking_up(database), name: job}
                self._sweep(queue, name, partial(try_all, database, some, partial(goes_on, queue)))

        def mail(number: int) -> None:
            try_all(database, {"mails": partial(send, database, settings, number)}, partial(goes_on, "mails"))

        self._mail = self.hueys["mails"].task(name="mail")(mail)

    def wake(self, session: Session) -> None:
        """Have the mails sent that this session has committed. Raises nothing: what is not asked for now, a sweep finds."""
        if not (numbers := mails.written(session)):
            return
        try:
            if len(numbers) > AT_ONCE:
                self._sweeps["mails"]()
            else:
                for number in numbers:
                    self._mail(number)
        except Exception as error:
            log.warning("nobody was woken", mails=len(numbers), kind=type(error).__name__)

    def close(self) -> None:
        """Close the connections."""
        for huey in self.hueys.values():
            huey.storage.close()

    def _sweep(self, queue: str, name: str, work: Callable[[], None]) -> None:
        def sweep() -> None:
            work()

        self._sweeps[name] = self.hueys[queue].periodic_task(lambda moment: True, name=name, expires=SWEEP)(sweep)


def _opened(name: str, url: str, settings: Settings) -> Huey:
    """A queue: a file of the instance for SQLite, tables beside ours for PostgreSQL. Who cannot sign puts nothing into it."""
    where = make_url(url)
    signed = SignedSerializer(secret=settings.secret_key.get_secret_value(), salt=f"matchmaker {name}")
    if where.get_backend_name() == "sqlite":
        file = settings.instance / QUEUE
        private.make_folder(settings.instance)
        private.make_file(file)
        make = partial(SqliteHuey, name, results=False, serializer=signed, filename=str(file))
        try:
            return make()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # it is damaged, and nothing is lost with it
            for end in ("-wal", "-shm"):
                file.with_name(f"{QUEUE}{end}").unlink(missing_ok=True)
            private.write(file, b"")
            return make()
    dsn = where.set(drivername="postgresql").render_as_string(hide_password=False)
    make = partial(PostgresHuey, name, results=False, serializer=signed, dsn=dsn, connect_timeout=turns.PATIENCE)
    for _ in range(TRIES):
        with suppress(psycopg.errors.UniqueViolation):  # two who make the tables at once
            return make()
    return make()
