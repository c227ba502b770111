"""The parts of the score that a choice of sorts decides, in points: what it has, what one more adds, what can still be added."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.abilities import Layout
from matchmaker.matching.population import Bools, Floats, Ints
from matchmaker.matching.score import Formula
from matchmaker.matching.sorts import Sorts, subsets, touches


@dataclass(frozen=True, slots=True)
class Covered:
    """What a set of members covers: sectors by sets (see Coverage), and a yes or no for each ability."""

    by_set: Ints
    sectors: int
    there: Bools


@dataclass(frozen=True, slots=True)
class Cuts:
    """Bounds in points: for each column a constant, and what each sort (a row) adds to it."""

    by_sort: Floats
    constant: Floats


class Coverage:
    """Sectors, expertise and newcomers for sets of members.

    The number of sectors that different members can stand for is the smallest, over all sets U of the six sectors, of |U|
    plus the number of members that stand for a sector outside U (König). So a member is one row of 64 numbers, and a set of
    members is the sum of their rows.
    """

    def __init__(self, formula: Formula, columns: Layout, seated: Bools, sorts: Sorts) -> None:
        self._columns = columns
        self._target = formula.target
        self._a_sector = 100.0 * formula.weight("cross_sector") / formula.target
        wanted = np.array(list(formula.expertise.values()), dtype=np.float64)
        self._expertise = 100.0 * formula.weight("expertise") * wanted / wanted.sum() if len(wanted) else wanted
        self._both = 100.0 * formula.weight("newcomers")
        sets = subsets(columns.sectors.stop - columns.sectors.start)
        self._sectors_there = sets.sum(axis=1) + touches(seated[:, columns.sectors], ~sets).sum(axis=0)
        self._there = seated.any(axis=0)
        self._sectors = touches(sorts.abilities[:, columns.sectors], ~sets)
        self._abilities = sorts.abilities
        self._abilities_left = _from_here_on(sorts.abilities.astype(np.int64)) > 0

    def of(self, chosen: Sequence[int]) -> Covered:
        """What those who sit there and one of each of the chosen sorts cover."""
        some = list(chosen)
        by_set = self._sectors_there + self._sectors[some].sum(axis=0)
        there: Bools = np.logical_or(self._there, self._abilities[some].any(axis=0))
        return Covered(by_set, min(int(by_set.min()), self._target), there)

    def points(self, covered: Covered) -> float:
        """What it is worth."""
        expertise = float(self._expertise @ covered.there[self._columns.expertise])
        return self._a_sector * covered.sectors + expertise + self._both * bool(covered.there[self._columns.newcomer].all())

    def cuts(self, covered: Covered, first: int) -> tuple[Cuts, Cuts]:
        """Ways to bound from above what more of the sorts from `first` on add: in sectors, and in expertise.

        Sectors, by König: for each set U at most |U| and one for each that stands for a sector outside U; at most the
        target; and one for each that adds one to what is covered now, since it adds no more to a larger set.
        Expertise: each that is lacking counts once for each that offers it, or just once.
        """
        lacking = ~covered.there[self._columns.expertise]
        offered = np.where(self._abilities[first:, self._columns.expertise][:, lacking], self._expertise[lacking], 0.0)
        here = self._sectors[first:]
        adds = here[:, covered.by_set == covered.by_set.min()].all(axis=1) & (covered.sectors < self._target)
        by_sort: Floats = np.column_stack((here, np.zeros(len(here)), adds)).astype(np.float64) * self._a_sector
        constant = np.append(covered.by_set, (self._target, covered.sectors)) - covered.sectors
        return Cuts(by_sort, constant * self._a_sector), Cuts(offered, self._expertise[lacking])

    def completes_newcomers(self, covered: Covered, first: int) -> Floats:
        """What one more of each sort from `first` on adds by being the newcomer, or the experienced one, that is lacking."""
        there = covered.there[self._columns.newcomer]
        if there.all():
            return np.zeros(len(self._abilities) - first)
        return np.asarray(self._both * (self._abilities[first:, self._columns.newcomer] | there).all(axis=1), dtype=np.float64)

    def by_newcomers(self, covered: Covered, first: int, places: int) -> float:
        """The most that so many more from sort `first` on can add by being the newcomer and the experienced one that lack."""
        there = covered.there[self._columns.newcomer]
        possible = (there | self._abilities_left[first][self._columns.newcomer]).all() and (~there).sum() <= places
        return self._both if possible and not there.all() else 0.0


def _from_here_on(rows: Ints) -> Ints:
    """For each place the sum of the rows from there on; one more row of zeros at the end."""
    sums = np.zeros((len(rows) + 1, rows.shape[1]), dtype=np.int64)
    sums[:-1] = np.cumsum(rows[::-1], axis=0)[::-1]
    return sums
