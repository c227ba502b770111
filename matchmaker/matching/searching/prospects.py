"""What can still come of chosen sorts: exactly, as far as own values and the matters of a task go.

most[f, x] is the highest number of points that partners of the sorts from f on can add up to, when x is the state of all who
sit there before. It follows from the last sort to the first: so many of a sort bring the sum of its highest own values, and
lead to another state.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from matchmaker.matching.clock import Clock
from matchmaker.matching.population import Floats, Ints
from matchmaker.matching.searching.matters import Estimated
from matchmaker.matching.searching.sorts import Sorts
from matchmaker.matching.tuning import Tuning


@dataclass(frozen=True, slots=True)
class Size:
    """So many suggested partners, `places` of whom are to be chosen."""

    number: int
    places: int


@dataclass(frozen=True, slots=True)
class Prospect:
    """Chosen sorts, rising, each as often as it is chosen, and the most points they can have together."""

    number: int
    sorts: tuple[int, ...]
    bound: float


class Prospects:
    """All choices of sorts for one size."""

    def __init__(
        self,
        size: Size,
        estimated: Estimated,
        ending: Floats,
        sorts: Sorts,
        own: Floats,
        *,
        clock: Clock,
        tuning: Tuning,
    ) -> None:
        """Work the table out. Raises `TimeIsUp`.

        ending: points of each state in the end. own: points of each candidate, in the order of `sorts`, as a mean over all
        partners counts them.
        """
        reading, places, extra = estimated.reading, size.places, estimated.extra
        self._size, self._places, self._reading, self._tuning = size, places, reading, tuning
        self._known: list[Prospect] = []
        self._known_from = np.inf
        # Only the sorts that are read, by their place among these.
        self._sorts = np.flatnonzero(reading.kind >= 0)
        self._kind, starts, extra = reading.kind[self._sorts], sorts.start[self._sorts], extra[self._sorts]
        self._step = np.ascontiguousarray(reading.step.T)
        sums = np.concatenate(([0.0], np.cumsum(own)))
        many = np.arange(places + 1)[:, None]
        last = np.minimum(starts + many, len(own))
        there = starts + many <= sorts.start[self._sorts + 1]
        self._gain = np.where(there & (many > 0), sums[last] - sums[starts] + many * extra, -np.inf)
        self._most = np.empty((len(starts) + 1, len(ending)))
        self._most[-1] = ending
        gains, sizes, kinds = self._gain.T.tolist(), there.sum(axis=0).tolist(), self._kind.tolist()
        steps = list(self._step)
        for sort in range(len(sizes) - 1, -1, -1):
            clock.check()
            following, here, gain, step = self._most[sort + 1], self._most[sort], gains[sort], steps[kinds[sort]]
            here[:] = following
            reached = step
            for number in range(1, sizes[sort]):
                reached = reached[: reading.before[number]]
                some = here[: len(reached)]
                np.maximum(some, following.take(reached) + gain[number], out=some)
                reached = step.take(reached)

    @property
    def bound(self) -> float:
        """No choice has more points."""
        return float(self._most[0, 0])

    def listed(self, floor: float) -> Iterable[Prospect]:
        """Every choice with more points than `floor`: the most promising first, but in no order where they are many."""
        if floor < self._known_from and not self._list(floor):
            return self.above(lambda: floor)
        return self._known[: bisect_left(self._known, -floor, key=lambda choice: -choice.bound)]

    def _list(self, floor: float) -> bool:
        """Know the choices down to a floor, and further down while they are few; False if they are too many."""
        further, found = floor - max(self._tuning.further_down, self.bound - floor), list[Prospect]()
        coming = self.above(lambda: further if len(found) < self._tuning.scarce else floor)
        found.extend(islice(coming, self._tuning.kept + 1))
        if len(found) > self._tuning.kept:
            return False
        self._known_from = further if len(found) < self._tuning.scarce else floor
        self._known = sorted((one for one in found if one.bound > self._known_from), key=lambda choice: -choice.bound)
        return True

    def above(self, least: Callable[[], float]) -> Iterator[Prospect]:
        """Every choice with more points than `least` says at that time, in no order of points."""
        if self._places == 0 and self.bound > least():
            yield Prospect(self._size.number, (), self.bound)
        sorts, block = np.arange(len(self._sorts)), self._tuning.block
        open_places = self._places > 0 and len(sorts) > 0
        beginning = np.zeros(1, dtype=np.int64)
        blocks = [(beginning, beginning, np.zeros(1), np.zeros((1, 0, 2), dtype=np.int64))] if open_places else []
        while blocks:
            first, state, points, path = blocks.pop()
            if len(first) > block:
                blocks.append((first[block:], state[block:], points[block:], path[block:]))
                first, state, points, path = first[:block], state[:block], points[:block], path[:block]
            floor, after = least(), state[:, None]
            for many in range(1, self._places - int(path[0, :, 1].sum() if len(path[0]) else 0) + 1):
                after = self._step[self._kind, after]
                bounds = points[:, None] + self._gain[many] + self._most[sorts + 1, after]
                row, sort = np.nonzero((bounds > floor) & (sorts >= first[:, None]))
                if not len(row):
                    continue
                reached, bound = after[row, sort], bounds[row, sort]
                longer = np.concatenate((path[row], np.stack((sort, np.full(len(sort), many)), axis=1)[:, None, :]), axis=1)
                ended = self._reading.ended[reached]
                for one in np.flatnonzero(ended).tolist():
                    yield Prospect(self._size.number, self._chosen(longer[one]), float(bound[one]))
                going = np.flatnonzero(~ended)
                for length in [going] if len(going) else []:
                    order = length[np.argsort(-bound[length], kind="stable")]
                    blocks.append(
                        (sort[order] + 1, reached[order], points[row[order]] + self._gain[many, sort[order]], longer[order])
                    )

    def _chosen(self, path: Ints) -> tuple[int, ...]:
        """The sorts of a path, each as often as it is chosen."""
        return tuple(np.repeat(self._sorts[path[:, 0]], path[:, 1]).tolist())
