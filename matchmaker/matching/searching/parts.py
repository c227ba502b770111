"""Searches in parts, such as where rules keep some countries apart: the best answer of all parts is the best of all."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final, Protocol

import numpy as np

from matchmaker.matching.clock import Clock, Progress, Watch
from matchmaker.matching.integer.relaxation import HIGHEST
from matchmaker.matching.population import Bools
from matchmaker.matching.searching.search import Outcome
from matchmaker.matching.searching.solution import Solution
from matchmaker.matching.standing import Standing
from matchmaker.matching.task import Task
from matchmaker.programme import countries

GLANCE: Final = 1 / 8
"""Of an even share of the time, for the first turn of a part: most need no more, and whoever does can have what they left."""


def parts(task: Task) -> list[Bools] | None:
    """Who may sit together with those who are there, as masks of the population; None where no rule keeps anybody apart.

    There is no part where those who are there must not sit together. Takes O(parts organisations).
    """
    there = [task.composition.part(task.standing(one)) for one in (*task.present, *task.included)]
    if not any(one.keeps_apart for one in task.composition.binding):
        return None
    population, counting = task.population, task.call.counting_countries
    codes = [countries.counts_as(code) for code in population.countries]
    of = [task.composition.part(Standing(code, code in counting, 0)) for code in codes]
    found = []
    for chosen in product(*map(_choices, zip(*there, strict=True), zip(*of, strict=True))):
        fits = [all(key is None or key == part for key, part in zip(keys, chosen, strict=True)) for keys in of]
        found.append(np.array(fits, dtype=bool)[population.country])
    return found


def _choices(there: Sequence[Hashable], somewhere: Sequence[Hashable]) -> list[Hashable]:
    """The parts that one rule leaves: that of those who are there, else each there is, or none where there is none."""
    sitting = set(there) - {None}
    if len(sitting) > 1:
        return []
    return list(sitting) or [key for key in dict.fromkeys(somewhere) if key is not None] or [None]


@dataclass(frozen=True, slots=True)
class _Onlooker:
    """Tells whoever looks on at all parts how far they are; score: of the best one so far, bound: of the other parts."""

    watch: Watch
    score: float
    bound: float

    def progress(self, report: Progress) -> None:
        """Of one part."""
        score, bound = (-np.inf if one is None else one for one in (report.score, report.bound))
        self.watch.progress(replace(report, score=max(self.score, score), bound=max(self.bound, self.score, bound)))

    def cancelled(self) -> bool:
        """Whether the search is to stop."""
        return self.watch.cancelled()


def _told_of(clock: Clock, score: float, bound: float) -> Clock:
    return clock if clock.watch is None else replace(clock, watch=_Onlooker(clock.watch, score, bound))


class Part(Protocol):
    """One of them."""

    def __call__(
        self, clock: Clock, earlier: Sequence[frozenset[int]] = (), *, any_will_do: bool = False, enough: float = -np.inf
    ) -> Outcome:
        """As `Search.run`."""


class PartedSearch:
    """Searches each part by itself, in each for what is better than the best of the others."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._earlier: tuple[frozenset[int], ...] = ()
        self._bounds = dict.fromkeys(range(len(parts)), HIGHEST)

    def run(
        self, clock: Clock, earlier: Sequence[frozenset[int]] = (), *, any_will_do: bool = False, enough: float = -np.inf
    ) -> Outcome:
        """As `Search.run`. Those parts that are not done after a glance share the rest of the time, what promises most first.

        What is known of the points of a part holds for answers that differ from more.
        """
        if tuple(earlier[: len(self._earlier)]) != self._earlier:
            self._bounds = dict.fromkeys(self._bounds, HIGHEST)
        self._earlier, bounds = tuple(earlier), self._bounds
        best, part, over, known, is_first = Solution(), 0, set[int](), None, True

        def promising() -> list[int]:
            some = (number for number in bounds.keys() - over if bounds[number] > enough and best.beaten_by(bounds[number]))
            return sorted(some, key=lambda number: (-bounds[number], number))

        while open_ := promising():
            if not is_first and (clock.is_up or known == (best, bounds[open_[0]])):
                return Outcome(best if best.found else None, bounds[open_[0]], complete=False, part=part)
            known = None if is_first else (best, bounds[open_[0]])
            for at, number in enumerate(open_):
                if number not in promising():
                    continue
                others = max((bounds[other] for other in promising() if other != number), default=-np.inf)
                part_of_time = GLANCE / len(open_) if is_first else 1 / (len(open_) - at)
                share, least = _told_of(clock.part(part_of_time), best.score, others), max(enough, best.score)
                outcome = self._parts[number](share, earlier, any_will_do=any_will_do, enough=least)
                bounds[number] = min(bounds[number], max(outcome.bound, least))
                if outcome.complete:
                    over.add(number)
                if outcome.best is not None and best.beaten_by(outcome.best.score):
                    best, part = outcome.best, number
                if any_will_do and best.found:
                    return Outcome(best, max(best.score, *bounds.values()), complete=False, part=part)
            is_first = False
        return Outcome(best if best.found else None, max(best.score, enough), complete=True, part=part)
