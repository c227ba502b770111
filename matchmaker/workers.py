"""Worker processes in which long searches go on beside the requests, each with a database and a population of its own."""

import multiprocessing
import os
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from time import monotonic
from traceback import format_exc
from types import TracebackType
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from matchmaker import db
from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.matching.clock import Progress
from matchmaker.services import searches, suggestions, surroundings

log = structlog.get_logger(__name__)
PROCESSES: Final = 2
"""Searches that go on at the same time; the others wait for their turn."""
BEAT: Final = 0.5
"""Seconds between two signs of life: after so long at most a search knows that it was called off."""
LONGEST: Final = searches.SECONDS + 60.0
"""Seconds after which a process that does not end its search is ended; a first one also builds its population."""
IDLE: Final = 600.0
"""Seconds without a search after which a process is let go."""
STANDS_BACK: Final = 5
"""How far a search stands back behind people's requests (nice)."""
LETTING_GO: Final = 10.0
"""Seconds in which a process may put back its search before it is ended; it may have to wait for the database."""
LET_GO: Final = 3
"""With what code a process ends that has put back its search, or had none."""
_CLOSED: Final = 0
_SPAWN: Final = multiprocessing.get_context("spawn")


class Workers:
    """A few processes, each doing one search after the other; they are started when there is something to do."""

    def __init__(self, settings: Settings, database: Database, processes: int = PROCESSES) -> None:
        self._settings = settings.model_copy(update={"database_url": database.url})
        self._database = database
        self._processes = processes
        self._waiting: SimpleQueue[int] = SimpleQueue()
        self._lock = Lock()
        self._undone: set[int] = set()
        self._is_closing = False
        self._threads: list[Thread] = []
        self.working: set[Worker] = set()
        """The processes there are."""

    def submit(self, number: int) -> None:
        """Begin the search with this number, which is stored and committed, as soon as a process is free."""
        with self._lock:
            if number in self._undone:
                return
            self._undone.add(number)
            if len(self._threads) < min(len(self._undone), self._processes):
                self._threads.append(Thread(target=self._serve, name="searches", daemon=True))
                self._threads[-1].start()
        self._waiting.put(number)

    def take_up(self) -> None:
        """Begin all searches that wait, also those of a process that has died.

        Of several processes that serve one database each does so; the first one that is free takes a search, and no other does.
        """
        with self._database.session(reads=True) as session:
            waiting = searches.list_waiting(session)
        for number in waiting:
            self.submit(number)

    def close(self) -> None:
        """End all processes; what they searched for waits again, for whoever serves this database next."""
        self._is_closing = True
        for _ in self._threads:
            self._waiting.put(_CLOSED)
        for worker in tuple(self.working):
            worker.let_go()
        for worker in tuple(self.working):
            worker.end(after=LETTING_GO)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        """One search after the other in a process of this thread's own, in a new one when that has died."""
        worker: Worker | None = None
        while (number := self._next(IDLE if worker else None)) != _CLOSED:
            if worker is not None and (number is None or not worker.is_alive):
                self._dismiss(worker)
                worker = None
            if number is None or self._is_closing:
                continue
            try:
                worker = worker or self._hire()
                trouble = worker.search(number)
            except OSError as error:
                trouble = f"no process could be started: {error.strerror}"
            if self._is_closing:
                continue
            if trouble is not None:
                self._lose(number, trouble)
            with self._lock:
                self._undone.discard(number)
        if worker is not None:
            self._dismiss(worker)

    def _next(self, timeout: float | None) -> int | None:
        try:
            return self._waiting.get(timeout=timeout)
        except Empty:
            return None

    def _hire(self) -> "Worker":
        with self._database.session(reads=True) as session:
            shift = surroundings.now(session) - datetime.now(UTC)
        self.working.add(worker := Worker(self._settings, shift))
        return worker

    def _dismiss(self, worker: "Worker") -> None:
        worker.end()
        self.working.discard(worker)

    def _lose(self, number: int, trouble: str) -> None:
        log.error("search lost", search=number, trouble=trouble)
        try:
            with self._database.unit_of_work() as session:
                searches.lose(session, number)
        except SQLAlchemyError as error:  # it falls silent, and is known to be lost by that
            log.error("search not marked as lost", search=number, kind=type(error).__name__)


class Worker:
    """A process that searches, seen from the one that serves."""

    def __init__(self, settings: Settings, shift: timedelta) -> None:
        self._connection, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_work, args=(theirs, settings, shift), name="search", daemon=True)
        self._process.start()
        theirs.close()

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.is_alive()

    @property
    def pid(self) -> int | None:
        """The number of the process."""
        return self._process.pid

    def search(self, number: int) -> str | None:
        """Wait until the search has ended; what went wrong, or None."""
        try:
            self._connection.send(number)
            if not self._connection.poll(LONGEST):
                self.end()
                return "did not end"
            trouble: str | None = self._connection.recv()
        except (EOFError, OSError):
            self._process.join()
            has_let_go = self._process.exitcode == LET_GO
            return None if has_let_go else f"the process died with code {self._process.exitcode}"
        return trouble

    def let_go(self) -> None:
        """Ask the process to put back its search and to end."""
        self._process.terminate()

    def end(self, after: float = 0.0) -> None:
        """End the process, whatever it does, unless it ends by itself in so many seconds."""
        self._process.join(after)
        self._process.kill()
        self._process.join()


def _work(connection: Connection, settings: Settings, shift: timedelta) -> None:
    """What a worker process does: search when it is told to, until nobody is there to tell it.

    shift: between the clock of the service and the machine's, which the settings may have moved.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which ends its workers
    leave = Event()
    signal.signal(signal.SIGTERM, lambda *_: leave.set())
    os.nice(STANDS_BACK)
    with db.standing(settings) as (database, _):
        database.surroundings.clock = lambda: datetime.now(UTC) + shift
        while not leave.is_set():
            try:
                if not connection.poll(BEAT):
                    continue
                number: int = connection.recv()
            except EOFError:
                return
            try:
                _search(database, number, leave)
            except Exception:
                connection.send(format_exc())
            else:
                connection.send(None)
    sys.exit(LET_GO)


def _search(database: Database, number: int, leave: Event) -> None:
    database.take_up()
    with database.unit_of_work() as session:
        question = searches.take(session, number)
    if question is None:
        return
    with database.session(reads=True) as session, Beating(database, number, question.request.limit, leave) as watch:
        sequence = searches.newest_change(session)
        answer = suggestions.answer(session, question.request, known=question.known, time_limit=searches.SECONDS, watch=watch)
    with database.unit_of_work() as session:
        searches.end(session, number, answer, sequence)


class Beating:
    """Looks on at a search: says how far it is, and learns whether it was called off, in a thread of its own."""

    def __init__(self, database: Database, number: int, wanted: int, leave: Event) -> None:
        self._database = database
        self._leave = leave
        self._number = number
        self._began = monotonic()
        self._latest = Progress(0, wanted, None, None, 0.0)
        self._off, self._over = Event(), Event()
        self._thread = Thread(target=self._beat, name="beat", daemon=True)

    def __enter__(self) -> "Beating":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def progress(self, report: Progress) -> None:
        """Take note of how far it is."""
        self._latest = report

    def cancelled(self) -> bool:
        """Whether it was called off."""
        return self._off.is_set()

    def _beat(self) -> None:
        service = multiprocessing.parent_process()
        while not self._over.wait(BEAT):
            if self._leave.is_set() or (service is not None and not service.is_alive()):
                with suppress(SQLAlchemyError), self._database.unit_of_work() as session:
                    searches.put_back(session, self._number)
                os._exit(LET_GO)
            report = replace(self._latest, seconds=monotonic() - self._began)
            try:
                with self._database.unit_of_work() as session:
                    goes_on = searches.beat(session, self._number, report)
            except SQLAlchemyError:  # busy; the next beat will tell
                continue
            if not goes_on:
                self._off.set()
