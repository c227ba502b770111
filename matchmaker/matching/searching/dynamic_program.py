"""What members bring together as a dynamic program over cells of candidates: an automaton for each constraint and each value.

Seats, classes, sides and a coordinator who is to be found say what must be; sectors, expertise and newcomers what it is
worth, as `score.py` says. A state of all is one of each automaton.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from matchmaker.matching import seats
from matchmaker.matching.clock import Clock
from matchmaker.matching.population import Bools, Floats, Ints
from matchmaker.matching.searching.assignment import AssignmentAutomaton, assignment_automaton
from matchmaker.matching.searching.automata import Automaton, Product, StateSpace, TooManyStates, fewer
from matchmaker.matching.searching.equivalence import Equivalence
from matchmaker.matching.searching.shortlist import Shortlist
from matchmaker.matching.searching.sides import sides_automaton
from matchmaker.matching.standing import Standing


@dataclass(frozen=True, slots=True)
class PartBound:
    """Upper bound, in points, of what one automaton is worth.

    Either `constant` for all members together, or `at_once` for all and `extra` for each, an entry for each cell.
    """

    constant: float
    at_once: float
    extra: Floats


@dataclass(frozen=True, slots=True)
class RelaxedSpace:
    """A relaxed state space: the states of some automata, and upper bounds, in points, of what the others bring.

    extra: for one of each cell; constant: for all together. State-space relaxation: Christofides, Mingozzi, Toth, Networks 11,
    1981.
    """

    states: StateSpace
    extra: Floats
    constant: float


class DynamicProgram:
    """All automata of a task, and the states of their product that a size needs."""

    def __init__(self, shortlist: Shortlist, equivalence: Equivalence) -> None:
        task, seated, self._tuning = shortlist.task, shortlist.seated, shortlist.task.tuning
        self._task, self._formula, self._columns = task, shortlist.formula, shortlist.columns
        self._equivalence, self._seated = equivalence, seated
        self._included = seated[len(task.present) :]
        self._seats_in_the_end = prod(number + 1 for number in task.seat_counts) > self._tuning.ways
        self._members = max(task.partner_numbers, default=0) - len(task.included)
        values = list(self._values())
        self._parts = [*self._needs(), *(part for part, _ in values)]
        self._bounds = [bound for _, bound in values]
        self._last_followed = len(self._parts)
        self._first: dict[int, list[Automaton]] = {}

    def highest(self, members: int) -> float:
        """Upper bound, in points, of what so many more members bring, each automaton looked at by itself."""
        return float(sum(part.to_go(members)[members][part.start] for part in self._fewer(len(self._parts))))

    def _fewer(self, number: int) -> list[Automaton]:
        """The first parts, in fewer ones."""
        if number not in self._first:
            self._first[number] = fewer(self._parts[:number], self._tuning.paired)
        return self._first[number]

    def states(self, members: int, lowest: float, lacking: Floats, clock: Clock, *, all_parts: bool) -> RelaxedSpace:
        """The states from which so many more members can bring more than `lowest` points, in O(states symbols).

        lacking: for each cell the points by which it must be worth more with one of it, who brings less by itself than others.
        Raises `TooManyStates` if all parts make too many; unless `all_parts`, the last ones are relaxed then. Raises
        `TimeIsUp`.
        """
        number = len(self._parts) if all_parts else self._last_followed
        while True:
            try:
                found = self._states(number, members, lowest, lacking, clock)
            except TooManyStates:
                if all_parts or number == 0:
                    raise
                number -= max(1, number // 8)
            else:
                self._last_followed = number
                return found

    def _states(self, number: int, members: int, lowest: float, lacking: Floats, clock: Clock) -> RelaxedSpace:
        """The states of the first parts; the others are bounded."""
        bounded = self._bounds[max(0, number - len(self._parts) + len(self._bounds)) :]
        extra = np.sum([one.extra for one in bounded], axis=0) + np.zeros(len(self._equivalence.able))
        constant = sum(one.at_once for one in bounded)
        besides = min(members * float(extra.max(initial=0.0)) + constant, sum(one.constant for one in bounded))
        parts, lowest = self._fewer(number), lowest - besides
        cells = np.zeros(len(lacking), dtype=bool)
        if members:
            cells[:] = sum((part.with_one(members) for part in parts), start=np.zeros(len(lacking))) > lowest + lacking
        states = Product(parts, cells, members, clock, self._tuning).above(
            lowest, min(self._tuning.states, self._tuning.entries // max(1, int(np.count_nonzero(cells))))
        )
        return RelaxedSpace(states, extra, constant)

    def beam(self, members: int, clock: Clock) -> RelaxedSpace:
        """Some states of so many more members, for a first answer: no bound. Raises `TimeIsUp`."""
        nothing: Floats = np.zeros(len(self._equivalence.able))
        everything = np.ones(len(self._equivalence.able), dtype=bool)
        return RelaxedSpace(
            Product(self._fewer(len(self._parts)), everything, members, clock, self._tuning).beam(self._tuning.beam),
            nothing,
            0.0,
        )

    def points(self, chosen: Sequence[int]) -> float:
        """Points of those who sit there and the chosen cells, each as often as it is chosen; -inf where a need is not met."""
        if self._seats_in_the_end and not self._seats_filled(chosen):
            return -np.inf
        total = 0.0
        for part in self._parts:
            state = part.start
            for cell in chosen:
                state = int(part.step[state, cell])
            total += float(part.worth[state])
        return total

    def _seats_filled(self, chosen: Sequence[int]) -> bool:
        """Whether those asked for by name and one of each of the chosen cells can fill all seats."""
        sitting = np.concatenate((self._included, self._equivalence.abilities[list(chosen)]))[:, self._columns.seats]
        taken = seats.filled([np.flatnonzero(one).tolist() for one in sitting], self._task.seat_counts)
        return sum(map(len, taken.values())) == sum(self._task.seat_counts)

    def _needs(self) -> Iterator[Automaton]:
        """What must be; -inf points where it is not."""
        task, columns, rows = self._task, self._columns, self._equivalence.abilities
        if task.coordinator is None:
            there = bool(self._included[:, columns.able].any())
            # Without its coordinator a consortium cannot apply.
            yield _counting(1, int(there), rows[:, columns.able], (-np.inf, 0.0), (0, 1))
        if task.seats:
            yield from self._filled(task.seat_counts, self._included[:, columns.seats], rows[:, columns.seats])
        for one in task.composition.binding:
            yield from one.automata(self)
        if (sides := sides_automaton(task, self._equivalence, self._members)) is not None:
            yield sides

    def _filled(self, capacity: tuple[int, ...], there: Bools, rows: Bools) -> Iterator[Automaton]:
        """Places that must all be filled by different ones; in groups, each by itself, where there are too many ways."""
        for group in _groups(capacity, self._tuning.ways):
            numbers = capacity[group]
            step, most = self._assigned(numbers, there[:, group], rows[:, group], sum(numbers))
            yield Automaton.of(0, step, np.where(most == sum(numbers), 0.0, -np.inf))

    def _assigned(self, capacity: tuple[int, ...], there: Bools, rows: Bools, enough: int) -> tuple[Ints, Ints]:
        """State by cell the next, and how many places each state has filled."""
        symbols, symbol = np.unique(_bits(rows), return_inverse=True)
        seated = tuple(sorted(_bits(there).tolist()))
        found: AssignmentAutomaton = assignment_automaton(tuple(capacity), seated, tuple(symbols.tolist()), enough, self._members)
        return np.array(found.step, dtype=np.int64).reshape(len(found.most), len(symbols))[:, symbol], np.array(
            found.most, dtype=np.int64
        )

    def filled(self, needs: Mapping[str, int]) -> Iterator[Automaton]:
        """Places for actor classes (class -> how many), all filled by different members."""
        task, rows = self._task, self._equivalence.abilities
        columns = [self._columns.classes.start + task.composition.classes.index(name) for name in needs]
        yield from self._filled(tuple(needs.values()), self._seated[:, columns], rows[:, columns])

    def at_least(self, least: int, counts: Callable[[Standing], bool]) -> Automaton:
        """So many members who count; when there are just enough, none of them can leave."""
        present = sum(counts(self._task.standing(one)) for one in self._task.present)
        included = sum(counts(self._task.standing(one)) for one in self._task.included)
        column = np.array([counts(one) for one in self._equivalence.standing], dtype=bool)
        enough = least + 1
        worth = [-np.inf if number < least else 0.0 for number in range(enough + 1)]
        stuck = [max(0, number - present) if number <= least else 0 for number in range(enough + 1)]
        return _counting(enough, min(enough, present + included), column, worth, stuck)

    def _values(self) -> Iterator[tuple[Automaton, PartBound]]:
        """What is worth points, and its upper bound."""
        formula, columns, rows = self._formula, self._columns, self._equivalence.abilities
        nothing: Floats = np.zeros(len(rows))
        if both := formula.points("newcomers"):
            there = np.bitwise_or.reduce(_bits(self._seated[:, columns.newcomer]))
            step = np.bitwise_or.outer(np.arange(4), _bits(rows[:, columns.newcomer]))
            yield Automaton.of(int(there), step, np.array([0.0, 0.0, 0.0, both])), PartBound(both, both, nothing)
        if all_sectors := formula.points("cross_sector"):
            seated, stand = self._seated[:, columns.sectors], rows[:, columns.sectors]
            next_state, most = self._assigned((1,) * stand.shape[1], seated, stand, formula.target)
            worth: Floats = formula.sector_points * most.astype(np.float64)
            yield Automaton.of(0, next_state, worth, submodular=True), PartBound(all_sectors, all_sectors, nothing)
        yield from self._expertise()

    def _expertise(self) -> Iterator[tuple[Automaton, PartBound]]:
        """Each kind of expertise wanted, the heaviest first."""
        places = range(self._columns.expertise.start, self._columns.expertise.stop)
        worth = zip(places, self._formula.expertise_points.values(), strict=True)
        for place, points in sorted(worth, key=lambda one: -one[1]):
            there, offered = bool(self._seated[:, place].any()), self._equivalence.abilities[:, place]
            known, extra = points if there else 0.0, np.where(offered, points, 0.0)
            step = np.where(offered, 1, np.arange(2)[:, None])
            yield Automaton.of(int(there), step, np.array([0.0, points]), submodular=True), PartBound(points, known, extra)


def _groups(capacity: Sequence[int], most: int) -> Iterator[slice]:
    """Places side by side that can be filled in so many ways at most, or one by itself."""
    start, ways = 0, 1
    for place, number in enumerate(capacity):
        if place > start and ways * (number + 1) > most:
            yield slice(start, place)
            start, ways = place, 1
        ways *= number + 1
    if capacity:
        yield slice(start, len(capacity))


def _bits(rows: Bools) -> Ints:
    """Each row of yes and no as a number, the first column the lowest bit."""
    return np.asarray(rows.astype(np.int64) @ (1 << np.arange(rows.shape[1], dtype=np.int64)), dtype=np.int64)


def _counting(enough: int, start: int, column: Bools, worth: Sequence[float], stuck: Sequence[int]) -> Automaton:
    """Counts those of a column up to enough."""
    states = np.arange(enough + 1)
    step = np.where(column, np.minimum(states + 1, enough)[:, None], states[:, None])
    return Automaton.of(start, step, np.array(worth, dtype=np.float64), stuck=np.array(stuck, dtype=np.int64))
