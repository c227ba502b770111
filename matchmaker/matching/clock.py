"""When a search must stop."""

from dataclasses import dataclass
from time import monotonic


class TimeIsUp(Exception):
    """The deadline has passed."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline on the monotonic clock, in seconds."""

    deadline: float

    @classmethod
    def of(cls, seconds: float) -> "Clock":
        """So many seconds from now."""
        return cls(monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds left, 0 when there are none."""
        return max(0.0, self.deadline - monotonic())

    def check(self) -> None:
        """Raises `TimeIsUp` when the deadline has passed."""
        if monotonic() > self.deadline:
            raise TimeIsUp
