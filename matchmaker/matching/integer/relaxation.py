"""The linear relaxation of a program, worked out among few candidates at a time.

Prices of the rows say of every candidate, whether it was looked at or not, what it can add at most; those who can add something
are looked at too, until nobody else can (column generation: Gilmore, Gomory, Operations Research 9, 1961).
"""

import numpy as np

from matchmaker.matching.clock import Clock
from matchmaker.matching.integer.program import Frozen, Unsolved
from matchmaker.matching.population import Bools, Floats, Ints

HIGHEST = 100.0
"""Points that no answer exceeds."""
NOTHING = 1e-7
"""Points that nobody is looked at for."""
FEW = 0.05
"""So many times as many as were priced are not worth another linear program."""


class Relaxation:
    """The relaxation of a program with C candidates. bound: upper bound, in points, of every answer.

    reduced_cost: for each candidate so many points at least lie answers with it below `bound`. is_known: whether this was
    worked out.
    """

    def __init__(self, program: Frozen, first: Bools, more: int) -> None:
        """first: for each candidate whether it is looked at at first; more: so many further ones at a time."""
        self._program, self._among, self._more, self._priced = program, first.copy(), more, -1.0
        self.bound, self.reduced_cost, self.is_known = HIGHEST, np.zeros(len(first)), False

    def narrow(self, allowed: float, clock: Clock) -> None:
        """Price everybody: know nearly exactly whose reduced cost is no more than `allowed` points. Raises `TimeIsUp`.

        Solves a linear program each time up to `more` candidates come in; to price everybody takes O(entries of the program).
        A few who add nothing at these prices, but might cost less than they do, stay as they are: that holds, and they are
        cheaper to look at than to price.
        """
        while allowed > self._priced:
            clock.check()
            try:
                prices = self._program.prices(self._among, clock)
            except Unsolved:
                clock.check()
                self.is_known = True  # as far as it can be: what was known before holds
                return
            if prices is None:
                if self._among.all():
                    self.bound, self.is_known = -np.inf, True
                    return
                self._among[:] = True
                continue
            bound, adds = self._program.worth(prices)
            self.bound = min(HIGHEST, bound + float(np.maximum(adds, 0.0).sum()))
            self.reduced_cost = np.maximum(-adds, 0.0) if self.bound < HIGHEST else np.zeros(len(adds))
            others = np.flatnonzero(~self._among & (adds > NOTHING - allowed))
            if not (adds[others] > NOTHING).any() and len(others) <= FEW * np.count_nonzero(self._among):
                self.is_known, self._priced = True, allowed
                return
            self._among[_highest(others, adds, self._more)] = True

    def reach(self, far: float, near: float) -> float:
        """How many times as many candidates cost `far` points at most as cost `near` points at most, as far as is known."""
        return float(np.count_nonzero(self.reduced_cost <= far) / np.fmax(1, np.count_nonzero(self.reduced_cost <= near)))


def _highest(some: Ints, adds: Floats, number: int) -> Ints:
    return np.asarray(some[np.argsort(-adds[some], kind="stable")[:number]], dtype=np.int64)
