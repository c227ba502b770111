"""Places that suggested partners must fill: seats asked for, and what the call's rules ask of classes at least."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.abilities import Layout
from matchmaker.matching.population import Bools, Ints
from matchmaker.matching.sorts import Sorts, subsets, touches
from matchmaker.matching.task import Task


@dataclass(frozen=True, slots=True)
class Slots:
    """So many different ones of these candidates (their places among all that are left)."""

    candidates: Ints
    number: int


@dataclass(frozen=True, slots=True)
class Demand:
    """Places to be filled by different organisations. fits: a column for each place, a row for each sort.

    number: how many of each place; there: how many who sit there already could fill each.
    """

    fits: Bools
    number: Ints
    there: Ints

    def slots(self, chosen: Sequence[int], of: Ints, places: int) -> list[Slots] | None:
        """What so many more candidates must hold at least, as disjoint groups; None if they cannot. of: sort of each one left.

        Those who are there fill at most as many of a place as fit it, the others must be filled by different new ones.
        """
        rest = np.maximum(self.number - self.there - self.fits[list(chosen)].sum(axis=0), 0)
        anybody = places - int(rest.sum())
        found = [Slots(np.flatnonzero(self.fits[of, place]), int(rest[place])) for place in np.flatnonzero(rest)]
        if anybody < 0 or any(len(slots.candidates) < slots.number for slots in found):
            return None
        return [*found, Slots(np.arange(len(of)), anybody)] if anybody else found


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
