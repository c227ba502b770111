"""A clock on which time passes by being looked at."""

from time import monotonic

from matchmaker.matching.clock import Clock, TimeIsUp


class Ticks(Clock):
    """So many looks, then time is over."""

    def __init__(self, number: int) -> None:
        super().__init__(monotonic() + 60.0)
        object.__setattr__(self, "number", number)

    def check(self) -> None:
        object.__setattr__(self, "number", self.number - 1)
        if self.number < 0:
            raise TimeIsUp
