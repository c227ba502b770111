"""Looking on at a search: on a terminal how far it is, and Ctrl-C ends it with the best that was found."""

import signal
from threading import Event, Thread
from time import monotonic
from types import FrameType, TracebackType
from typing import Final, TextIO

from matchmaker.language import N_, SOURCE, render, say
from matchmaker.matching.clock import Progress

TICK: Final = 0.5
"""Seconds between two lines."""
PATIENCE: Final = 1.0
"""Seconds in which nothing is said."""
_ERASED: Final = "\r\x1b[K"


class Onlooker:
    """Somebody at the terminal; within the block Ctrl-C calls the search off, a second time it breaks off the command."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._latest: Progress | None = None
        self._began = monotonic()
        self._off, self._over = Event(), Event()
        self._thread = Thread(target=self._tell, name="onlooker", daemon=True)

    def __enter__(self) -> "Onlooker":
        self._before = signal.signal(signal.SIGINT, self._call_off)
        if self._out.isatty():
            self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        signal.signal(signal.SIGINT, self._before)
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def progress(self, report: Progress) -> None:
        """Take note of how far it is."""
        self._latest = report

    def cancelled(self) -> bool:
        """Whether Ctrl-C was pressed."""
        return self._off.is_set()

    def _call_off(self, number: int, frame: FrameType | None) -> None:
        self._off.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def _tell(self) -> None:
        """One line that is written again and again, and leaves no trace."""
        if self._over.wait(PATIENCE):
            return
        while True:
            seconds, latest = f"{monotonic() - self._began:.0f}", self._latest
            if latest is None or not latest.wanted:
                line = say(N_("Searching for %(seconds)s seconds. Ctrl-C ends the search with what was found."), seconds=seconds)
            else:
                line = say(
                    N_("Searching for %(seconds)s seconds, %(found)s of %(wanted)s found. Ctrl-C ends the search with these."),
                    seconds=seconds,
                    found=latest.found,
                    wanted=latest.wanted,
                )
            self._out.write(_ERASED + render(line, SOURCE))
            self._out.flush()
            if self._over.wait(TICK):
                break
        self._out.write(_ERASED)
        self._out.flush()
