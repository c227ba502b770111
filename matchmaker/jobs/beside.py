"""What a serving process does beside its requests, in threads, about what it keeps in its own memory."""

from collections.abc import Callable, Mapping
from threading import Event, Thread
from time import monotonic
from typing import Final

from matchmaker.db import Database
from matchmaker.jobs.rounds import NOTHING, own
from matchmaker.jobs.trying import Job, try_all

EVERY: Final = 60.0
"""Seconds between two rounds of a thread that nobody wakes."""
WOKEN: Final = ("populations",)
"""Those with something to do after a commit. The others write, and would compete with people for SQLite's one lock each time."""
STILL: Final = 300.0
"""Seconds without a sign of life after which a thread stands still: no single thing it does takes nearly as long."""


class Beside:
    """The jobs of this process, done in rounds from now on until `stop`. also: what else it has to do in each, by name."""

    def __init__(self, database: Database, also: Mapping[str, Callable[[], None]] = NOTHING) -> None:
        self._over = Event()
        jobs = own(database, also)
        self._due = {name: Event() for name in jobs}
        self._lived = dict.fromkeys(jobs, monotonic())
        self._threads = {
            name: Thread(target=self._work, args=(database, name, some), name=name, daemon=True) for name, some in jobs.items()
        }
        for thread in self._threads.values():
            thread.start()

    def wake(self) -> None:
        """Something was committed that may have left work: do a round of `WOKEN` soon."""
        for name in WOKEN:
            self._due[name].set()

    def standing_still(self) -> list[str]:
        """The threads that have died, or have given no sign of life for too long."""
        now = monotonic()
        return [name for name, one in self._threads.items() if not one.is_alive() or now - self._lived[name] > STILL]

    def stop(self, seconds: float | None = None) -> None:
        """Wait until they have ended, which they do after what is under way, or for so long with each."""
        self._over.set()
        for due in self._due.values():
            due.set()
        for thread in self._threads.values():
            thread.join(seconds)

    def _work(self, database: Database, name: str, some: Mapping[str, Job]) -> None:
        while not self._over.is_set():
            try_all(database, some, lambda: self._goes_on(name))
            self._due[name].wait(EVERY)
            self._due[name].clear()
            self._goes_on(name)

    def _goes_on(self, name: str) -> bool:
        """Whether there is time for one thing more; to ask is a sign of life."""
        self._lived[name] = monotonic()
        return not self._over.is_set()
