"""The consumer of a service: started with it, watched, started again when it ends or stands still, ended with it."""

import multiprocessing
import sys
from collections.abc import MutableSequence
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from time import monotonic
from typing import Final

import structlog

from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.jobs.beside import STILL
from matchmaker.jobs.consumer import consume
from matchmaker.jobs.queues import NAMES
from matchmaker.services import surroundings

log = structlog.get_logger(__name__)
PAUSES: Final = (0.5, 1.0, 2.0, 5.0, 15.0, 60.0)
"""Seconds before a consumer is started again that has ended at once, for the first time, the second time ..."""
LASTED: Final = 60.0
"""Seconds after which it has not ended at once."""
LATER: Final = 30.0
"""Seconds that it has beyond `STILL` to end by itself when it stands still."""
_SPAWN: Final = multiprocessing.get_context("spawn")


class Keeper:
    """Keeps a consumer running from now on until `close`."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings.model_copy(update={"database_url": database.url})
        with database.session(reads=True) as session:
            self._shift = surroundings.now(session) - datetime.now(UTC)
        self._over = Event()
        self._signs = _SPAWN.RawArray("d", [monotonic()] * len(NAMES))
        self._process = self._started()
        self._thread = Thread(target=self._watch, name="keeper", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """The number of the process that works now."""
        return self._process.pid

    def standing_still(self) -> list[str]:
        """The queues at which nobody works, or nobody has given a sign of life for too long."""
        now, is_alive = monotonic(), self._process.is_alive()
        return [name for name, sign in zip(NAMES, self._signs, strict=True) if not is_alive or now - sign > STILL]

    def stop(self) -> None:
        """Ask the consumer to end after what is under way, and begin no other."""
        self._over.set()
        self._process.terminate()

    def close(self, seconds: float) -> None:
        """End the consumer; what is under way has so many seconds."""
        self._over.set()
        self._thread.join()
        self._process.terminate()
        self._process.join(seconds)
        self._process.kill()
        self._process.join()

    def _started(self) -> multiprocessing.process.BaseProcess:
        process = _SPAWN.Process(target=_consume, args=(self._settings, self._signs, self._shift), name="consumer", daemon=True)
        process.start()
        self._born = monotonic()
        return process

    def _watch(self) -> None:
        ended_at_once = 0
        while not self._over.wait(0.2):
            if self._process.is_alive():
                if monotonic() - max(self._born, *self._signs) > STILL + LATER:
                    self._process.kill()
                continue
            ended_at_once = 0 if monotonic() - self._born > LASTED else ended_at_once + 1
            log.error("consumer ended", code=self._process.exitcode)
            if not self._over.wait(PAUSES[min(ended_at_once, len(PAUSES) - 1)]):
                self._process = self._started()


def _consume(settings: Settings, signs: MutableSequence[float], shift: timedelta) -> None:
    """What the process does, for as long as the service is there."""
    service = multiprocessing.parent_process()
    try:
        consume(settings, signs, shift=shift, is_wanted=lambda: service is None or service.is_alive())
    except Exception as error:
        log.error("consumer failed", kind=type(error).__name__)
        sys.exit(1)
