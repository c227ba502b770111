"""Clocks on which time passes by being looked at."""

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


class Shared(Clock):
    """So many looks, of which a part of the time gets its share; what it leaves over is left to the others."""

    def __init__(self, number: float, of: "Shared | None" = None) -> None:
        super().__init__(monotonic() + 600.0)
        object.__setattr__(self, "number", number)
        object.__setattr__(self, "of", of)

    @property
    def left(self) -> float:
        return max(0.0, self.number)

    @property
    def is_up(self) -> bool:
        return self.number <= 0

    def part(self, share: float) -> "Shared":
        return Shared(self.left * share, self)

    def check(self) -> None:
        one: Shared | None = self
        while one is not None:
            object.__setattr__(one, "number", one.number - 1)
            one = one.of
        if self.is_up:
            raise TimeIsUp
