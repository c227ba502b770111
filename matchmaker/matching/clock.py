"""When a search must stop, and who looks on meanwhile."""

from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol


class TimeIsUp(Exception):
    """The deadline has passed, or whoever looks on has called the search off."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an answer is: alternatives found, of so many wanted; 0 of 0 while what stands in the way is looked for.

    score: points of the one that is being looked for, as far as it is known; bound: nothing it can still become scores
    higher, where it is below 100. None while nothing is known. seconds: since the start.
    """

    found: int
    wanted: int
    score: float | None
    bound: float | None
    seconds: float


class Watch(Protocol):
    """Somebody who looks on."""

    def progress(self, report: Progress) -> None:
        """Take note of how far it is; asked now and then."""

    def cancelled(self) -> bool:
        """Whether the search is to stop with what it has; asked often, so it should cost nothing."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline on the monotonic clock, in seconds."""

    deadline: float
    watch: Watch | None = None
    began: float = field(default_factory=monotonic)

    @classmethod
    def of(cls, seconds: float, watch: Watch | None = None) -> "Clock":
        """So many seconds from now."""
        return cls(monotonic() + seconds, watch)

    @property
    def left(self) -> float:
        """Seconds left, 0 when there are none."""
        return max(0.0, self.deadline - monotonic())

    def part(self, share: float) -> "Clock":
        """A clock for a share of the seconds left."""
        return Clock(monotonic() + self.left * share, self.watch, self.began)

    def tell(self, found: int, wanted: int, score: float | None = None, bound: float | None = None) -> None:
        """Let whoever looks on know how far it is, see `Progress`."""
        if self.watch is not None:
            self.watch.progress(Progress(found, wanted, score, bound, monotonic() - self.began))

    @property
    def is_up(self) -> bool:
        """Whether the deadline has passed or the search was called off."""
        return monotonic() > self.deadline or (self.watch is not None and self.watch.cancelled())

    def check(self) -> None:
        """Raises `TimeIsUp` when it is."""
        if self.is_up:
            raise TimeIsUp
