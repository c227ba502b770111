"""What organisations can add beyond their own value, as columns of yes and no: classes, sectors, seats, expertise, flags."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from matchmaker.inputs.request import Seat
from matchmaker.matching import graphs
from matchmaker.matching.conditions import counts
from matchmaker.matching.population import Bools, Ints, Nature
from matchmaker.matching.score import Formula
from matchmaker.matching.seats import fits_seat
from matchmaker.matching.task import Task
from matchmaker.programme.classes import is_in
from matchmaker.programme.same import Same
from matchmaker.programme.types import SIX_SECTORS

Words = NDArray[np.uint64]
"""Abilities as bits: the first column is the lowest."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns hold what.

    newcomer: two columns, stated to be one and stated not to be. side: two columns, from a programme country and not, so that
    who has at least the abilities of another counts on the same side; outside: for the same reason a column for each class of
    which a rule allows too many, for whoever is not in it. able: may be the coordinator that is found.
    """

    classes: slice
    outside: slice
    sectors: slice
    seats: slice
    expertise: slice
    newcomer: slice
    side: slice
    able: int

    @property
    def width(self) -> int:
        """Number of columns; a request's limits keep it below 64."""
        return self.able + 1


def layout(task: Task, formula: Formula) -> Layout:
    """The columns for a task."""
    composition = task.composition
    widths = (
        *(len(composition.classes), len(composition.too_many_of), len(SIX_SECTORS), len(task.seats)),
        *(len(formula.expertise), 2, 2),
    )
    ends = list(accumulate(widths))
    classes, outside, sectors, seats, expertise, newcomer, side = (
        slice(end - width, end) for width, end in zip(widths, ends, strict=True)
    )
    return Layout(classes, outside, sectors, seats, expertise, newcomer, side, able=ends[-1])


class Abilities:
    """The abilities of a population for a task. places: the graph of who can fill what, natures that fill the same as one.

    An organisation's abilities are a number in a dense range, to count by, and a word of bits, to compare.
    """

    def __init__(self, task: Task, formula: Formula) -> None:
        self._task, self.columns, population = task, layout(task, formula), task.population
        composition = task.composition
        asked = composition.classes, composition.too_many_of
        self._patterns, self._pattern = _patterns(*asked, task.seats, Same(population.natures))
        self.places = graphs.places(self._patterns, len(self._patterns))
        self._expertise = np.zeros((len(formula.expertise), population.size), dtype=bool)
        for offered, slug in zip(self._expertise, formula.expertise, strict=True):
            offered[population.holding(f"expertise:{slug}")] = True
        self._outside = np.array([not counts(task.call, code) for code in population.countries], dtype=np.int64)

    @property
    def number(self) -> int:
        """Abilities are told apart by numbers from 0 to below this one."""
        return len(self._patterns) << (4 + len(self._expertise))

    def numbers(self, some: Ints) -> Ints:
        """The number of each of some organisations, by position, none twice. Takes O(n) for n of them."""
        population, shift = self._task.population, len(self._expertise)
        # From the highest digit to the lowest: what its nature can fill, newcomer or not, side, coordinator, expertise.
        natures = self._pattern << (4 + shift)
        found = natures[population.nature[some]] + (self._outside << (1 + shift))[population.country[some]]
        # By 0 no, 1 yes, and from the end -1 and -2, which are not known.
        found += (np.array([1, 2, 0, 0], dtype=np.int64) << (2 + shift))[population.newcomer[some]]
        if self._task.coordinator is None:
            found += self._task.able[some].astype(np.int64) << shift
        for place, offered in enumerate(self._expertise):
            found += offered[some].astype(np.int64) << place
        return np.asarray(found, dtype=np.int64)

    def words(self, numbers: Ints) -> Words:
        """The words that numbers stand for, one for each."""
        columns, shift = self.columns, len(self._expertise)
        digits = numbers.astype(np.uint64)

        def bit(column: int) -> np.uint64:
            return np.uint64(1 << column)

        found = self._filling[numbers >> (4 + shift)].copy()
        found |= (digits & np.uint64((1 << shift) - 1)) << np.uint64(columns.expertise.start)
        found |= ((digits >> np.uint64(shift)) & np.uint64(1)) << np.uint64(columns.able)
        outside = (numbers >> (1 + shift)) & 1
        found |= np.where(outside == 1, bit(columns.side.start + 1), bit(columns.side.start))
        newcomer = (numbers >> (2 + shift)) & 3
        found |= np.array([0, bit(columns.newcomer.start + 1), bit(columns.newcomer.start), 0], dtype=np.uint64)[newcomer]
        return np.asarray(found, dtype=np.uint64)

    @cached_property
    def _filling(self) -> Words:
        """What each pattern can fill, read from the bipartite graph."""
        number = len(self._patterns)
        found = np.zeros(number, dtype=np.uint64)
        for pattern, place in self.places.edges:
            found[min(pattern, place)] |= np.uint64(1 << (max(pattern, place) - number))
        return found


def rows(words: Words, width: int) -> Bools:
    """Words to as many rows of `width` columns, yes or no."""
    return np.asarray((words[:, None] >> np.arange(width, dtype=np.uint64)) & np.uint64(1), dtype=bool)


@lru_cache(maxsize=256)
def _patterns(
    asked: tuple[str, ...], too_many_of: tuple[str, ...], seats: tuple[Seat, ...], natures: Same[tuple[Nature, ...]]
) -> tuple[tuple[tuple[int, ...], ...], Ints]:
    """What organisations can fill, each such pattern once, and for each nature the number of its pattern."""
    fits = [_fits(asked, too_many_of, seats, nature) for nature in natures.thing]
    numbers = {fitting: number for number, fitting in enumerate(dict.fromkeys(fits))}
    return tuple(numbers), np.array([numbers[fitting] for fitting in fits], dtype=np.int64)


def _fits(asked: tuple[str, ...], too_many_of: tuple[str, ...], seats: tuple[Seat, ...], nature: Nature) -> tuple[int, ...]:
    """The classes that organisations of a nature are in, those they are outside, and the sectors and seats, by their columns."""
    fitting = [is_in(name, nature.type, nature.flags) for name in asked]
    fitting += [not is_in(name, nature.type, nature.flags) for name in too_many_of]
    fitting += [sector in nature.sectors for sector in SIX_SECTORS]
    fitting += [fits_seat(seat, nature.type, nature.flags, nature.sectors) for seat in seats]
    return tuple(place for place, fitted in enumerate(fitting) if fitted)
