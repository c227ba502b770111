"""Waits for HiGHS, which cannot be interrupted, so that whoever calls a search off need not."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

from matchmaker.matching.clock import Clock, TimeIsUp

TICK = 0.05
"""Seconds between two looks at the clock."""
ResultT = TypeVar("ResultT")


def wait_for(solve: Callable[[], ResultT], clock: Clock) -> ResultT:
    """What it returns or raises.

    Raises `TimeIsUp` as soon as the clock does; what is being solved then goes on by itself, unheard, until its own time
    limit. HiGHS works outside of Python's lock, so meanwhile others get their turn.
    """
    solved = Future[ResultT]()

    def run() -> None:
        try:
            solved.set_result(solve())
        except BaseException as error:  # it is raised where it is waited for
            solved.set_exception(error)

    Thread(target=run, name="highs", daemon=True).start()
    while True:
        try:
            return solved.result(timeout=TICK)
        except TimeoutError:
            if solved.done():  # it was its own
                raise
            if clock.is_up:
                raise TimeIsUp from None
