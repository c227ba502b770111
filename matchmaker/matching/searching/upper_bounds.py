"""Upper bounds of branches, and the branches above a number of points: the value table of a dynamic program over cells.

most[f, x] is the highest number of points that partners of the cells from f on can add up to, when x is the state of all who
sit there before. It follows from the last cell to the first (Bellman's recursion of a bounded knapsack): so many of a cell
bring the sum of its highest own values, and lead to another state. It is exact but for what the state space relaxes, and for
which organisations of the cells may sit together.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from matchmaker.matching.clock import Clock
from matchmaker.matching.population import Floats, Ints
from matchmaker.matching.searching.dynamic_program import RelaxedSpace
from matchmaker.matching.searching.equivalence import Equivalence
from matchmaker.matching.tuning import Tuning


@dataclass(frozen=True, slots=True)
class Size:
    """So many suggested partners, `places` of whom are to be chosen."""

    number: int
    places: int


@dataclass(frozen=True, slots=True)
class Branch:
    """All consortia of `number` suggested partners from these cells. bound: none of them has more points.

    cells: rising, each as often as partners are to come from it; those asked for by name are in no cell.
    """

    number: int
    cells: tuple[int, ...]
    bound: float


class UpperBounds:
    """The branches of one size, and for each the most points that any consortium in it can have."""

    def __init__(
        self,
        size: Size,
        space: RelaxedSpace,
        ending: Floats,
        equivalence: Equivalence,
        own: Floats,
        *,
        clock: Clock,
        tuning: Tuning,
    ) -> None:
        """Work the table out, in O(F states places) for F cells. Raises `TimeIsUp`.

        ending: points of each state when nobody more comes. own: points of each candidate, in the order of `equivalence.at`,
        as a mean over all partners counts them.
        """
        states, places, extra = space.states, size.places, space.extra
        self._size, self._places, self._states, self._tuning = size, places, states, tuning
        self._known: list[Branch] = []
        self._known_from = np.inf
        # Only the cells that may be chosen, by their place among these.
        self._cells = np.flatnonzero(states.symbol >= 0)
        self._symbol, starts, extra = states.symbol[self._cells], equivalence.start[self._cells], extra[self._cells]
        self._step = np.ascontiguousarray(states.step.T)
        sums = np.concatenate(([0.0], np.cumsum(own)))
        many = np.arange(places + 1)[:, None]
        last = np.minimum(starts + many, len(own))
        there = starts + many <= equivalence.start[self._cells + 1]
        self._gain = np.where(there & (many > 0), sums[last] - sums[starts] + many * extra, -np.inf)
        self._most = np.empty((len(starts) + 1, len(ending)))
        self._most[-1] = ending
        gains, sizes, symbols = self._gain.T.tolist(), there.sum(axis=0).tolist(), self._symbol.tolist()
        steps = list(self._step)
        for cell in range(len(sizes) - 1, -1, -1):
            clock.check()
            following, here, gain, step = self._most[cell + 1], self._most[cell], gains[cell], steps[symbols[cell]]
            here[:] = following
            reached = step
            for number in range(1, sizes[cell]):
                reached = reached[: states.before[number]]
                some = here[: len(reached)]
                np.maximum(some, following.take(reached) + gain[number], out=some)
                reached = step.take(reached)

    @property
    def bound(self) -> float:
        """No branch has more points."""
        return float(self._most[0, 0])

    def listed(self, floor: float) -> Iterable[Branch]:
        """Every branch with more points than `floor`: the most promising first, but in no order where they are many."""
        if floor < self._known_from and not self._list(floor):
            return self.above(lambda: floor)
        return self._known[: bisect_left(self._known, -floor, key=lambda branch: -branch.bound)]

    def _list(self, floor: float) -> bool:
        """Know the branches down to a floor, and further down while they are few; False if they are too many."""
        further, found = floor - max(self._tuning.further_down, self.bound - floor), list[Branch]()
        coming = self.above(lambda: further if len(found) < self._tuning.scarce else floor)
        found.extend(islice(coming, self._tuning.kept + 1))
        if len(found) > self._tuning.kept:
            return False
        self._known_from = further if len(found) < self._tuning.scarce else floor
        self._known = sorted((one for one in found if one.bound > self._known_from), key=lambda branch: -branch.bound)
        return True

    def above(self, least: Callable[[], float]) -> Iterator[Branch]:
        """Every branch with more points than `least` says at that time, in no order of points.

        Depth first. Only beginnings are followed that lead to such a branch, O(F places) for each of them.
        """
        if self._places == 0 and self.bound > least():
            yield Branch(self._size.number, (), self.bound)
        cells, block = np.arange(len(self._cells)), self._tuning.block
        open_places = self._places > 0 and len(cells) > 0
        beginning = np.zeros(1, dtype=np.int64)
        blocks = [(beginning, beginning, np.zeros(1), np.zeros((1, 0, 2), dtype=np.int64))] if open_places else []
        while blocks:
            first, state, points, path = blocks.pop()
            if len(first) > block:
                blocks.append((first[block:], state[block:], points[block:], path[block:]))
                first, state, points, path = first[:block], state[:block], points[:block], path[:block]
            floor, after = least(), state[:, None]
            for many in range(1, self._places - int(path[0, :, 1].sum() if len(path[0]) else 0) + 1):
                after = self._step[self._symbol, after]
                bounds = points[:, None] + self._gain[many] + self._most[cells + 1, after]
                row, cell = np.nonzero((bounds > floor) & (cells >= first[:, None]))
                if not len(row):
                    continue
                reached, bound = after[row, cell], bounds[row, cell]
                longer = np.concatenate((path[row], np.stack((cell, np.full(len(cell), many)), axis=1)[:, None, :]), axis=1)
                ended = self._states.ended[reached]
                for one in np.flatnonzero(ended).tolist():
                    yield Branch(self._size.number, self._chosen(longer[one]), float(bound[one]))
                going = np.flatnonzero(~ended)
                for length in [going] if len(going) else []:
                    order = length[np.argsort(-bound[length], kind="stable")]
                    blocks.append(
                        (cell[order] + 1, reached[order], points[row[order]] + self._gain[many, cell[order]], longer[order])
                    )

    def _chosen(self, path: Ints) -> tuple[int, ...]:
        """The cells of a path, each as often as it is chosen."""
        return tuple(np.repeat(self._cells[path[:, 0]], path[:, 1]).tolist())
