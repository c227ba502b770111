"""The consumer: a process that does what the queues wake it for, until it is told to end or stands still."""

import logging
import os
import signal
from collections.abc import Callable, MutableSequence
from datetime import UTC, datetime, timedelta
from threading import Event
from time import monotonic
from typing import Final

import structlog
from huey.consumer import Consumer

from matchmaker import db, journal
from matchmaker.config import Settings
from matchmaker.jobs.beside import STILL
from matchmaker.jobs.queues import NAMES, Queues
from matchmaker.services import post

log = structlog.get_logger(__name__)
LOOKS: Final = 0.5
"""Seconds between two looks of an idle worker into its queue, where the database tells of nothing by itself."""
FAREWELL: Final = post.LIMIT + 5.0
"""Seconds that whoever asks a consumer to end leaves it for what is under way, if it is not ended before."""
STUCK: Final = 3
"""With what code a consumer ends that stands still; whoever watches it begins another."""


def consume(
    settings: Settings,
    signs: MutableSequence[float],
    *,
    shift: timedelta = timedelta(),
    is_wanted: Callable[[], bool] = lambda: True,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Work until a signal asks to end, or it is no longer `is_wanted`. Call it in the main thread of a process.

    signs: when who works at each of the queues gave the last sign of life (`monotonic`). shift: between the clock of the service
    and the machine's, which the settings may have moved. ready: called once work has begun. Raises `Refused` when the database
    waits for migrations.
    """
    journal.configure(production=settings.env == "production")
    _write_what_huey_says()
    over = Event()

    def goes_on(name: str) -> bool:
        signs[NAMES.index(name)] = monotonic()
        return not over.is_set()

    with db.standing(settings) as (database, _):
        database.insist_on_current()
        if shift:
            database.surroundings.clock = lambda: datetime.now(UTC) + shift
        queues = Queues(database, settings, goes_on)
        database.heard = queues.wake
        consumers = [
            Consumer(huey, max_delay=LOOKS, scheduler_interval=60, shutdown_timeout=FAREWELL) for huey in queues.hueys.values()
        ]
        for one in consumers:
            one.start()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):  # in place of huey's own
            signal.signal(number, lambda *_: over.set())
        ready()
        _watch(consumers, over, signs, is_wanted)
        for one in consumers:
            one.stop()
        for one in consumers:
            one.stop(graceful=True)
        queues.close()


def _watch(consumers: list[Consumer], over: Event, signs: MutableSequence[float], is_wanted: Callable[[], bool]) -> None:
    """Wait for the end; a worker that has died is replaced, and where one stands still, the process ends at once."""
    born = monotonic()
    while not over.wait(1.0):
        if not is_wanted():
            over.set()
        for one in consumers:
            one.check_worker_health()
        if still := [name for name, sign in zip(NAMES, signs, strict=True) if monotonic() - max(born, sign) > STILL]:
            log.error("consumer stands still", queues=still)
            os._exit(STUCK)


class _Journal(logging.Handler):
    """What huey logs, one line each, without the words of an error."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        log.warning("huey", said=record.getMessage(), kind=kind)


def _write_what_huey_says() -> None:
    its = logging.getLogger("huey")
    its.setLevel(logging.WARNING)
    its.propagate = False
    its.handlers = [_Journal()]
