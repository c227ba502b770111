"""The linear relaxation of a program, worked out among few candidates at a time.

Prices of the rows say of every candidate, whether it was looked at or not, what it can add at most; those who can add something
are looked at too, until nobody else can (column generation: Gilmore, Gomory, Operations Research 9, 1961).
"""

import numpy as np

from matchmaker.matching.clock import Clock
from matchmaker.matching.integer.program import Frozen
from matchmaker.matching.population import Bools, Floats, Ints

MORE = 1000
"""So many further candidates at a time."""
NOTHING = 1e-7
"""Points that nobody is looked at for."""


class Relaxation:
    """bound: no answer has more points. lost: by how much answers with each candidate are below it at least."""

    def __init__(self, program: Frozen, first: Bools) -> None:
        """`first`: the candidates looked at at first."""
        self._program, self._among = program, first.copy()
        self.bound, self.lost = 100.0, np.zeros(len(first))

    def narrow(self, allowed: float, clock: Clock) -> None:
        """Know exactly who loses no more than so many points. Raises `TimeIsUp`."""
        while True:
            clock.check()
            prices = self._program.prices(self._among, clock.left)
            if prices is None:
                clock.check()
                if self._among.all():
                    self.bound = -np.inf
                    return
                self._among[:] = True
                continue
            bound, adds = self._program.worth(prices)
            self.bound = bound + float(np.maximum(adds, 0.0).sum())
            self.lost = np.maximum(-adds, 0.0)
            others = np.flatnonzero(~self._among & (adds > NOTHING - allowed))
            if not len(others):
                return
            self._among[_highest(others, adds)] = True


def _highest(some: Ints, adds: Floats) -> Ints:
    return some[np.argsort(-adds[some], kind="stable")[:MORE]]
