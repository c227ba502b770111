"""Searches in parts, such as where rules keep some countries apart: the best answer of all parts is the best of all."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Protocol

import numpy as np

from matchmaker.matching.clock import Clock, Progress, Watch
from matchmaker.matching.integer.relaxation import HIGHEST
from matchmaker.matching.population import Bools
from matchmaker.matching.searching.search import Outcome
from matchmaker.matching.searching.solution import Solution
from matchmaker.matching.standing import Standing
from matchmaker.matching.task import Task
from matchmaker.programme import countries


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

    def __call__(self, clock: Clock, earlier: Sequence[frozenset[int]] = (), *, any_will_do: bool = False) -> Outcome:
        """As `Search.run`."""


class PartedSearch:
    """Searches each part by itself."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts

    def run(self, clock: Clock, earlier: Sequence[frozenset[int]] = (), *, any_will_do: bool = False) -> Outcome:
        """As `Search.run`. Each part gets an even share of the time that is left; those not done by then share the rest."""
        best, part, bounds = Solution(), 0, dict.fromkeys(range(len(self._parts)), HIGHEST)
        known = None
        while True:
            open_ = [number for number, bound in bounds.items() if best.beaten_by(bound)]
            for at, number in enumerate(open_):
                others = max((bound for other, bound in bounds.items() if other != number), default=-np.inf)
                share = _told_of(clock.part(1 / (len(open_) - at)), best.score, others)
                outcome = self._parts[number](share, earlier, any_will_do=any_will_do)
                bounds[number] = -np.inf if outcome.complete else min(bounds[number], outcome.bound)
                if outcome.best is not None and best.beaten_by(outcome.best.score):
                    best, part = outcome.best, number
                if any_will_do and best.found:
                    return Outcome(best, max(best.score, *bounds.values()), complete=False, part=part)
            highest = max(bounds.values(), default=-np.inf)
            complete = not best.beaten_by(highest)
            if complete or clock.is_up or known == (best, highest):
                return Outcome(best if best.found else None, best.score if complete else highest, complete, part)
            known = (best, highest)
