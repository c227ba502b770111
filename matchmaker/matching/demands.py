"""Places that suggested partners must fill: seats asked for, and what the call's rules ask of classes at least."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.abilities import Layout
from matchmaker.matching.population import Bools, Floats, Ints
from matchmaker.matching.sorts import Sorts, subsets, touches
from matchmaker.matching.task import Task


@dataclass(frozen=True, slots=True)
class Demand:
    """Places to be filled by different organisations. fits: a column for each place, a row for each sort.

    number: how many of each place; there: how many who sit there already could fill each.
    """

    fits: Bools
    number: Ints
    there: Ints

    def bound(self, chosen: Sequence[int], points: Floats, of: Ints, places: int) -> float:
        """The most points that `places` more candidates can bring if the demand is to be met; -inf if it cannot be.

        points, of: what each candidate left would add, and its sort. The members chosen fill at most as many of a place
        as fit it; the rest must be filled by different new ones. So the new ones hold disjoint groups, one for each
        place, of the size of that rest.
        """
        rest = np.maximum(self.number - self.there - self.fits[list(chosen)].sum(axis=0), 0)
        if rest.sum() > places:
            return -np.inf
        total = top(points, places - int(rest.sum()))
        for place in np.flatnonzero(rest):
            fitting = points[self.fits[of, place]]
            if len(fitting) < rest[place]:
                return -np.inf
            total += top(fitting, int(rest[place]))
        return total


class Seats:
    """The seats asked for; each is to be filled by a different suggested partner.

    By Hall's theorem as many stay empty as the worst set of seats has more than there are partners that fit one of them.
    """

    def __init__(self, fits: Bools, number: Ints, included: Bools) -> None:
        sets = subsets(fits.shape[1])
        self._asked = sets @ number - touches(included, sets).sum(axis=0)
        self._fit = touches(fits, sets)

    def empty(self, chosen: Sequence[int]) -> int:
        """How many stay empty when one of each of the chosen sorts sits there: at least so many partners are lacking."""
        return int((self._asked - self._fit[list(chosen)].sum(axis=0)).max())

    def empty_with(self, chosen: Sequence[int], first: int) -> Ints:
        """The same with one more of each sort from `first` on."""
        return np.asarray((self._asked - self._fit[list(chosen)].sum(axis=0) - self._fit[first:]).max(axis=1), dtype=np.int64)


def demands(sorts: Sorts, task: Task, columns: Layout, seated: Bools) -> list[Demand]:
    """What the rules ask of classes and of sides, and a coordinator if one is to be found.

    seated: abilities of the members present and then of the included partners.
    """
    asked = [{columns.classes.start + name: number for name, number in need.items()} for need in task.composition.needs()]
    side = {"counting": columns.side.start, "other": columns.side.start + 1}
    asked += [{side[scope]: least} for scope, least in task.composition.side_minima() if scope in side]
    found = [_demand(sorts, need, seated) for need in asked]
    if task.coordinator is None:
        found.append(_demand(sorts, {columns.able: 1}, seated[len(task.present) :]))
    return found


def _demand(sorts: Sorts, need: Mapping[int, int], there: Bools) -> Demand:
    """So many of each column at least; `there`: who may fill a place already."""
    places = list(need)
    number = np.array(list(need.values()), dtype=np.int64)
    return Demand(sorts.abilities[:, places], number, there[:, places].sum(axis=0))


def top(points: Floats, number: int) -> float:
    """The sum of the largest `number` of them, of all if there are fewer."""
    if number <= 0:
        return 0.0
    return float(points.sum() if len(points) <= number else np.partition(points, -number)[-number:].sum())
