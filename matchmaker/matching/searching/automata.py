"""Small automata that read members one by one, their product, and those of its states that can still matter.

What members bring together depends on who they are, not on their order, so they can be read one after the other: a state of
the dynamic program says all that counts of those read so far.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import prod

import numpy as np

from matchmaker.matching.clock import Clock
from matchmaker.matching.population import Bools, Floats, Ints
from matchmaker.matching.tuning import Tuning


@dataclass(frozen=True, slots=True)
class Automaton:
    """States 0..n-1. start: the state of those who sit there already.

    step: n rows with a column for each cell of candidates: the state when one more of it comes. worth: points of each state
    when nobody more comes, -inf where that may not be. submodular: the part of it with diminishing returns: one more member
    never adds more to it where more members are. stuck: so many suggested partners at least cannot leave in each state.
    """

    start: int
    step: Ints
    worth: Floats
    submodular: Floats
    stuck: Ints
    _known_to_go: list[Floats] = field(default_factory=list, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        start: int,
        step: Ints,
        worth: Floats,
        *,
        submodular: bool = False,
        stuck: Ints | None = None,
    ) -> "Automaton":
        """With nobody stuck where nothing else is said.

        submodular: whether all that it is worth has diminishing returns.
        """
        nothing = np.zeros(len(worth), dtype=np.int64)
        return cls(
            start,
            step,
            worth,
            worth if submodular else np.zeros(len(worth)),
            nothing if stuck is None else stuck,
        )

    def to_go(self, members: int) -> list[Floats]:
        """Values to go: for 0, 1, ... `members` to come, or more, the most that each of n states can be worth then.

        Takes O(members n columns) once.
        """
        if len(self._known_to_go) <= members:
            self._known_to_go[:] = self._worked_back(self.worth, members)
        return self._known_to_go

    def with_one(self, members: int) -> Floats:
        """For each cell the most that so many members can be worth with one of it among them, or a little more."""
        to_go = self.to_go(members)
        return np.asarray(to_go[members - 1][self.step[self.start]], dtype=np.float64)

    def besides_submodular(self, members: int) -> list[Floats]:
        """The same as `to_go` without the submodular part."""
        return self._worked_back(self.worth - self.submodular, members)

    def _worked_back(self, worth: Floats, members: int) -> list[Floats]:
        found = [worth]
        for _ in range(members):
            found.append(found[-1][self.step].max(axis=1, initial=-np.inf))
        return found


def paired(one: Automaton, other: Automaton) -> Automaton:
    """The product of two automata with n and m states: i of one and j of the other are its state i * m + j, of n * m."""
    width = len(other.worth)

    def both(first: Ints, second: Ints) -> Ints:
        return np.asarray(
            (first[:, None] * width + second[None, :]).reshape(len(first) * len(second), *first.shape[1:]), dtype=np.int64
        )

    return Automaton(
        start=one.start * width + other.start,
        step=both(one.step, other.step),
        worth=np.add.outer(one.worth, other.worth).reshape(-1),
        submodular=np.add.outer(one.submodular, other.submodular).reshape(-1),
        stuck=np.maximum.outer(one.stuck, other.stuck).reshape(-1),
    )


def fewer(parts: Sequence[Automaton], most: int) -> list[Automaton]:
    """The same in fewer automata, the smallest ones paired while they have no more than `most` states together."""
    found = sorted(parts, key=lambda part: len(part.worth))
    while len(found) > 1 and len(found[0].worth) * len(found[1].worth) <= most:
        found = sorted([paired(found[0], found[1]), *found[2:]], key=lambda part: len(part.worth))
    return found


@dataclass(frozen=True, slots=True)
class StateSpace:
    """Reachable states of a product, for a number of members to come; a state also says how many of them have come.

    States 0..n-1, the first the one to start with, the last one for what need not be followed. step: n rows, a column for
    each symbol; symbol: of each cell, equal for cells that lead every state to the same one, -1 of those that are not to be
    chosen; ended: for each state whether all have come; before: for 0, 1, ... the number of states in which so many are still
    to come at least. The rest as in `Automaton`.
    """

    step: Ints
    symbol: Ints
    ended: Bools
    before: tuple[int, ...]
    worth: Floats
    stuck: Ints


class TooManyStates(Exception):
    """More states than can be followed."""


class Product:
    """The product of automata for so many members to come; a state is one number, those of its parts are its digits.

    Its states are worked out level by level, a level for each number of members who have come.
    """

    def __init__(self, parts: Sequence[Automaton], cells: Bools, members: int, clock: Clock, tuning: Tuning) -> None:
        """cells: for each whether it may be chosen; the parts have a column for each. members: so many are to come."""
        self._parts, self._members, self._clock, self._tuning = parts, members, clock, tuning
        self._sizes = [len(part.worth) for part in parts]
        self._radix = [prod(self._sizes[:place]) for place in range(len(parts))]
        self._all = prod(self._sizes)
        there = np.flatnonzero(cells)
        columns = np.vstack([np.zeros((1, len(there)), dtype=np.int64), *(part.step[:, there] for part in parts)])
        numbers: dict[bytes, int] = {}
        self._symbol: Ints = np.full(len(cells), -1)
        self._symbol[there] = [numbers.setdefault(column.tobytes(), len(numbers)) for column in np.ascontiguousarray(columns.T)]
        self._symbols, example = len(numbers), there[np.unique(self._symbol[there], return_index=True)[1]]
        self._steps = [place * part.step[:, example] for part, place in zip(parts, self._radix, strict=True)]

    def above(self, lowest: float, most: int) -> StateSpace:
        """The states from which more than `lowest` points can still come, by upper bounds.

        Takes O(states symbols). Raises `TooManyStates` beyond `most` states, `TimeIsUp`.
        """
        return self._read(lowest, most, None)

    def beam(self, width: int) -> StateSpace:
        """Beam search: of each level the most promising states, `width` at most. Raises `TimeIsUp`."""
        return self._read(-np.inf, width * (self._members + 1), width)

    def _read(self, lowest: float, most: int, width: int | None) -> StateSpace:
        start = sum(part.start * place for part, place in zip(self._parts, self._radix, strict=True))
        tables = [part.to_go(self._members) for part in self._parts]
        level = np.array([start], dtype=np.int64)
        levels: list[Ints] = []
        following: list[Ints] = []
        for left in range(self._members, -1, -1):
            self._clock.check()
            promise = self._sum(level, [to_go[left] for to_go in tables])
            level, promise = level[promise > lowest], promise[promise > lowest]
            if left and width is None and self._tuning.many < len(level) <= most:
                # Each further member adds no more to the submodular parts than the best one does now.
                now = self._sum(level, [part.besides_submodular(left)[left] + part.submodular for part in self._parts])
                level = level[np.minimum(promise, now + left * self._gains(level).max(axis=1)) > lowest]
            if width is not None and len(level) > width:
                promise += self._sum(level, [part.submodular for part in self._parts])
                level = np.sort(level[np.argsort(-promise, kind="stable")[:width]])
            levels.append(level)
            if sum(map(len, levels)) > most:
                raise TooManyStates
            following.append(self._following(level))
            level = self._distinct(following[-1])
        return self._flat(levels, following)

    def _gains(self, codes: Ints) -> Floats:
        """What one more of each symbol adds to the submodular parts of each state."""
        found = np.zeros((len(codes), self._symbols))
        for part, step, place, at in zip(self._parts, self._steps, self._radix, self._of_parts(codes), strict=True):
            if part.submodular.any():
                found += (part.submodular[step // place] - part.submodular[:, None])[at]
        return found

    def _of_parts(self, codes: Ints) -> Iterator[Ints]:
        for place, size in zip(self._radix, self._sizes, strict=True):
            yield codes // place % size

    def _sum(self, codes: Ints, tables: Sequence[Floats]) -> Floats:
        return sum((table.take(at) for table, at in zip(tables, self._of_parts(codes), strict=True)), start=np.zeros(len(codes)))

    def _following(self, codes: Ints) -> Ints:
        """For each state and symbol the next one."""
        reached = np.zeros((len(codes), self._symbols), dtype=np.int64)
        for step, at in zip(self._steps, self._of_parts(codes), strict=True):
            reached += step.take(at, axis=0)
        return reached

    def _distinct(self, codes: Ints) -> Ints:
        if self._all > self._tuning.dense:
            found = np.sort(codes, axis=None)  # numpy's own `unique` hashes, which takes ten times as long
            first = np.ones(len(found), dtype=bool)
            np.not_equal(found[1:], found[:-1], out=first[1:])
            return found[first]
        there = np.zeros(self._all, dtype=bool)
        there[codes.reshape(-1)] = True
        return np.flatnonzero(there)

    def _flat(self, levels: Sequence[Ints], following: Sequence[Ints]) -> StateSpace:
        """The states of all levels one after the other, and one more for whatever is not among them."""
        starts = np.cumsum([0, *map(len, levels)])
        nowhere = int(starts[-1])
        step = np.full((nowhere + 1, self._symbols), nowhere)
        for number, place in enumerate(self._places(levels, nowhere)):
            if number:
                step[starts[number - 1] : starts[number]] = place(following[number - 1])
        codes = np.concatenate(levels)
        nothing = np.zeros(nowhere, dtype=np.int64)
        stuck = [part.stuck[at] for part, at in zip(self._parts, self._of_parts(codes), strict=True)]
        return StateSpace(
            step=step,
            symbol=self._symbol,
            before=tuple(starts[:0:-1].tolist()),
            ended=np.arange(nowhere + 1) >= starts[-2],
            worth=np.append(self._sum(codes, [part.worth for part in self._parts]), -np.inf),
            stuck=np.append(np.max([nothing, *stuck], axis=0), 0),
        )

    def _places(self, levels: Sequence[Ints], nowhere: int) -> Iterator[Callable[[Ints], Ints]]:
        """Level by level where states of it stand among those of all, `nowhere` for others; each to be asked before the next."""
        dense = np.full(self._all if self._all <= self._tuning.dense else 0, nowhere)
        first = 0
        for level in levels:
            if self._all > self._tuning.dense:
                yield partial(_found, level, first, nowhere)
            else:
                dense[level] = np.arange(first, first + len(level))
                yield dense.__getitem__
                dense[level] = nowhere
            first += len(level)


def _found(level: Ints, first: int, nowhere: int, codes: Ints) -> Ints:
    """Where states stand in a level whose first one has that place, `nowhere` for others."""
    at = np.searchsorted(level, codes)
    found = level[np.minimum(at, len(level) - 1)] == codes if len(level) else np.zeros(codes.shape, dtype=bool)
    return np.where(found, first + at, nowhere)
