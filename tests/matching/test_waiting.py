"""Whoever calls a search off need not wait until HiGHS has ended."""

from threading import Event

import pytest

from matchmaker.matching.clock import Clock, Progress, TimeIsUp
from matchmaker.matching.integer.waiting import wait_for


class Leaving:
    """Somebody who calls the search off at the second look."""

    def __init__(self) -> None:
        self.looks = 0

    def progress(self, report: Progress) -> None:
        """Nothing is noted."""

    def cancelled(self) -> bool:
        """Whether it was looked at twice."""
        self.looks += 1
        return self.looks > 1


def test_what_is_solved_is_given_back() -> None:
    assert wait_for(lambda: "solved", Clock.of(60)) == "solved"


def test_search_that_is_called_off_leaves_what_is_being_solved() -> None:
    end, ended = Event(), Event()

    def solve() -> None:
        end.wait(60)
        ended.set()

    with pytest.raises(TimeIsUp):
        wait_for(solve, Clock.of(60, Leaving()))
    assert not ended.is_set()
    end.set()
    assert ended.wait(60)


def test_deadline_holds_while_it_is_solved() -> None:
    end = Event()
    with pytest.raises(TimeIsUp):
        wait_for(lambda: end.wait(60), Clock.of(0.01))
    end.set()


@pytest.mark.parametrize("error", [ValueError("three is none"), TimeoutError("of its own")])
def test_what_goes_wrong_there_is_raised_here(error: Exception) -> None:
    def solve() -> None:
        raise error

    with pytest.raises(type(error), match=str(error)):
        wait_for(solve, Clock.of(60))
