"""Exact branch and bound over whole consortia of every size asked: the best one, or the best found and what may still be better.

A node is a number of partners and a choice of sorts, in the order of what they bring. Its bound is what the choice has, plus
the most that the places left can bring. Once all sorts are chosen, `selection.py` picks the organisations.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.ceiling import ceiling
from matchmaker.matching.clock import Clock, TimeIsUp
from matchmaker.matching.composition import Standing
from matchmaker.matching.coverage import Coverage
from matchmaker.matching.demands import Demand, Seats, demands
from matchmaker.matching.judge import Judge
from matchmaker.matching.reach import Reach
from matchmaker.matching.score import Formula, Own
from matchmaker.matching.selection import CLOSE, Best, Choice, Selection
from matchmaker.matching.shortlist import Shortlist
from matchmaker.matching.sorts import sort_out
from matchmaker.matching.task import Task

HIGHEST = 100.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search found. bound: nothing it left out scores higher; complete: it ended by itself, before its deadline."""

    best: Best | None
    bound: float
    complete: bool


@dataclass(frozen=True, slots=True)
class Node:
    """So many suggested partners, of whom these sorts are chosen; nothing in it scores above `bound`."""

    bound: float
    partners: int
    chosen: tuple[int, ...]


class Search:
    """One search; `earlier` proposals are sets of suggested partners from which the answer must differ."""

    def __init__(
        self, task: Task, formula: Formula, own: Own, shortlist: Shortlist, earlier: Sequence[frozenset[int]] = ()
    ) -> None:
        composition, columns = task.composition, shortlist.columns
        standing = [task.standing(one) for one in shortlist.who.tolist()]
        sorts = sort_out(shortlist, standing, by_country=composition.by_country)
        included = shortlist.seated[len(task.present) :, columns.seats]
        number = np.array(task.seat_counts, dtype=np.int64)
        points = 100.0 * own.value(formula)
        self._task, self._sorts = task, sorts
        self._coverage = Coverage(formula, columns, shortlist.seated, sorts)
        self._seats = Seats(sorts.abilities[:, columns.seats], number, included)
        self._demands = [
            Demand(sorts.abilities[:, columns.seats], number, included.sum(axis=0)),
            *demands(sorts, task, columns, shortlist.seated),
        ]
        self._points = points[shortlist.who[sorts.at]]
        self._robust = 100.0 * formula.weight("robustness")
        self._selection = Selection(task, shortlist, sorts, own=points, robust=self._robust, earlier=earlier)
        self._judge = Judge(task)
        self._included = [task.standing(one) for one in task.included]
        self._included_able = [bool(task.able[one]) for one in task.included]
        self._included_points = float(points[list(task.included)].sum())
        self._reach = Reach(composition, [*map(task.standing, task.present), *self._included], sorts)

    def run(self, clock: Clock, *, any_will_do: bool = False) -> Outcome:
        """The best answer; with `any_will_do` the first that is found."""
        everybody = [*self._included, *(self._sorts.standing[sort] for sort in self._sorts.of.tolist())]
        if not self._judge.in_reach(everybody):
            return Outcome(None, -np.inf, complete=True)
        waiting = [Node(HIGHEST, number, ()) for number in self._task.partner_numbers]
        try:
            # All sizes first, so that what is left when time ends has bounds of its own.
            waiting = sorted((node for root in waiting for node in self._expand(root, clock)), key=lambda node: node.bound)
            while waiting and not (any_will_do and self.best.found):
                below = self._expand(waiting[-1], clock)
                waiting.pop()
                waiting += below
        except TimeIsUp:
            pass
        complete = not waiting
        bound = max([self.best.score, *(node.bound for node in waiting)])
        return Outcome(self.best if self.best.found else None, bound, complete)

    @property
    def best(self) -> Best:
        """The best answer so far."""
        return self._selection.best

    def _expand(self, node: Node, clock: Clock) -> list[Node]:
        """The nodes under a node that may hold something better, the most promising last. Raises `TimeIsUp`."""
        clock.check()
        number, chosen = node.partners, node.chosen
        places = number - len(self._included) - len(chosen)
        if not self.best.beaten_by(node.bound) or self._missing(chosen) > places:
            return []
        covered = self._coverage.of(chosen)
        if places == 0:
            self._fill(number, chosen, self._coverage.points(covered), clock)
            return []
        first = chosen[-1] if chosen else 0
        left = int(self._sorts.start[first]) + chosen.count(first)
        if len(self._sorts.of) - left < places or not self._reach.suffices(chosen, first):
            return []
        of, own = self._sorts.of[left:], self._points[left:] / number
        sectors, expertise = self._coverage.cuts(covered, first)
        there = self._own(number, chosen) + self._coverage.points(covered) + self._most_robust(number)
        sorts, firsts = np.unique(of, return_index=True)
        possible = self._seats.empty_with(chosen, first)[sorts - first] < places
        if places == 1:
            added = sectors.by_sort[:, -1] + expertise.by_sort.sum(axis=1) + self._coverage.completes_newcomers(covered, first)
            bounds = there + own[firsts] + added[sorts - first]
        else:
            there += self._coverage.by_newcomers(covered, first, places)
            slots = [one.slots(chosen, of, places) for one in self._demands]
            demanded = [one for one in slots if one is not None]
            if len(demanded) < len(slots):
                return []
            most = ceiling(own, of - first, demanded, (sectors, expertise), self.best.score + CLOSE - there)
            bounds = np.minimum(min(node.bound, there + most.bound), there + most.with_each[firsts])
        possible &= bounds > self.best.score + CLOSE
        rising = np.lexsort((-sorts, bounds))
        return [Node(float(bounds[at]), number, (*chosen, int(sorts[at]))) for at in rising.tolist() if possible[at]]

    def _fill(self, number: int, chosen: tuple[int, ...], fixed: float, clock: Clock) -> None:
        """Look for organisations of the chosen sorts."""
        standing, able = self._standing(chosen), self._able(chosen)
        judgement = self._judge.judge(standing, able)
        if judgement is None:
            return
        robust = self._robust * min(judgement.robustness, self._reach.robust(number, chosen))
        if self.best.beaten_by(fixed + self._own(number, chosen) + robust):
            self._selection.improve(Choice(chosen, fixed, robust), clock)

    def _own(self, number: int, chosen: tuple[int, ...]) -> float:
        """The most that own values can bring with these sorts, those who are included counted; no more than they do bring."""
        total = self._included_points
        for sort in set(chosen):
            start = int(self._sorts.start[sort])
            total += float(self._points[start : start + chosen.count(sort)].sum())
        return total / number if number else 0.0

    def _missing(self, chosen: tuple[int, ...]) -> int:
        """The fewest further partners that rules and seats still need."""
        return max(self._judge.missing(self._standing(chosen), self._able(chosen)), self._seats.empty(chosen))

    def _standing(self, chosen: tuple[int, ...]) -> list[Standing]:
        return [*self._included, *(self._sorts.standing[sort] for sort in chosen)]

    def _able(self, chosen: tuple[int, ...]) -> list[bool]:
        return [*self._included_able, *(self._sorts.able[sort] for sort in chosen)]

    def _most_robust(self, number: int) -> float:
        """The most points that robustness can bring to so many partners."""
        if number == 0 or len(self._task.present) + number <= self._task.composition.smallest:
            return 0.0
        return self._robust * (number - (self._task.coordinator is None)) / number
