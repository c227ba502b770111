"""Branch and bound within a branch: from chosen cells to organisations that rules, conflicts and earlier proposals allow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matchmaker.matching.clock import Clock
from matchmaker.matching.searching.abilities import rows
from matchmaker.matching.searching.equivalence import Equivalence
from matchmaker.matching.searching.judge import Judge
from matchmaker.matching.searching.shortlist import Shortlist
from matchmaker.matching.searching.solution import Solution

_NO_GROUP: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class BranchBound:
    """The upper bound of a branch, in points and by parts.

    cells: chosen, rising. fixed: without own values and robustness; own, robust: the most that these can bring.
    """

    cells: tuple[int, ...]
    fixed: float
    own: float
    robust: float


class _Place(NamedTuple):
    """A place to be filled from a cell.

    run: so many places from here on are filled from it. first, last: candidates that may come here. after: the most that
    other cells bring after these; rest: the cells after this place, alike: -1 and their numbers for what rules tell apart.
    """

    cell: int
    run: int
    first: int
    last: int
    after: float
    rest: tuple[int, ...]
    alike: tuple[int, ...]


class Selection:
    """Picks organisations of chosen cells and keeps the incumbent; own values are in points here."""

    def __init__(self, shortlist: Shortlist, equivalence: Equivalence) -> None:
        task, at = shortlist.task, equivalence.at.tolist()
        self._task, self._equivalence = task, equivalence
        self._robust = shortlist.formula.points("robustness")
        self._judge = Judge(task)
        self._start = equivalence.start.tolist()
        self._who = shortlist.who[at].tolist()
        self._place = {who: at for at, who in enumerate(self._who)}
        self._country = shortlist.country[at].tolist()
        self._alone = shortlist.free[at].tolist()
        self._able = rows(shortlist.word, shortlist.columns.width)[at, shortlist.columns.able].tolist()
        self._standing = [shortlist.standing[one] for one in at]
        self._before = np.concatenate(([0.0], np.cumsum(shortlist.points[at]))).tolist()
        conflicts = shortlist.conflicts
        self._groups = {here: frozenset(conflicts[one]) for here, one in enumerate(at) if one in conflicts}
        numbers: dict[tuple[int, bool], int] = {}
        ables = zip(map(id, self._standing), self._able, strict=True)
        self._alike = [numbers.setdefault(one, len(numbers)) for one in ables]
        self._held: dict[tuple[int, ...], bool] = {}
        self._included = [task.standing(one) for one in task.included]
        self._included_able = [bool(task.able[one]) for one in task.included]
        self._included_own = shortlist.included_points
        self.begin(Solution(), ())

    def begin(self, incumbent: Solution, earlier: Sequence[frozenset[int]]) -> None:
        """Look for an answer that beats the incumbent, and differs from earlier proposals (sets of suggested partners)."""
        self.incumbent = incumbent
        # Of each earlier proposal its partners among the candidates, and how many partners there must be besides these.
        included, different = self._task.included, self._task.request.min_difference
        known = [{self._place[one] for one in other if one in self._place} for other in earlier]
        self._earlier = [
            (some, len(other.intersection(included)) + different) for some, other in zip(known, earlier, strict=True)
        ]
        self._free = self._alone.copy()
        for used in set().union(*known):
            self._free[used] = False

    def improve(self, bound: BranchBound, clock: Clock) -> None:
        """Make the best answer in the branch the incumbent, if it beats that one. Raises `TimeIsUp`.

        Depth first. Mostly the first organisations of each cell are the answer; where conflicts or countries forbid nearly
        all picks it is exponential in the places.
        """
        self._pick(bound, list(self._places(bound.cells)), clock, [], self._included_own)

    def _places(self, cells: tuple[int, ...]) -> Iterator[_Place]:
        """The places that chosen cells take, one after the other."""
        after = 0.0
        found: list[_Place] = []
        for number, cell in reversed(list(enumerate(cells))):
            run = found[-1].run + 1 if found and found[-1].cell == cell else 1
            if found and run == 1:
                after += self._top(found[-1].cell, found[-1].run)
            rest = (-1, *(self._equivalence.alike[one] for one in cells[number + 1 :]))
            found.append(_Place(cell, run, self._start[cell], self._start[cell + 1] - run, after, cells[number + 1 :], rest))
        return reversed(found)

    def _pick(self, bound: BranchBound, places: Sequence[_Place], clock: Clock, picked: list[int], own: float) -> None:
        """Fill the places after `picked`; `own` is what all bring so far."""
        clock.check()
        if len(picked) == len(places):
            self._keep(bound, picked, own)
            return
        place, number = places[len(picked)], len(self._included) + len(places)
        besides, before, free = bound.fixed + bound.robust, self._before, self._free
        own += place.after
        passed: set[int] = set()
        for at in range(max(place.first, picked[-1] + 1 if picked else 0), place.last + 1):
            if not self.incumbent.beaten_by(besides + (own + before[at + place.run] - before[at]) / number):
                return
            # Of free ones of one cell and country the first is as good as any: whoever passes it over passes over all.
            if free[at]:
                if self._country[at] in passed:
                    continue
                passed.add(self._country[at])
            if (free[at] or self._may_join(at, picked, number)) and self._holds([*picked, at], place):
                self._pick(bound, places, clock, [*picked, at], own - place.after + before[at + 1] - before[at])

    def _top(self, cell: int, number: int) -> float:
        start = self._start[cell]
        return float(self._before[start + number] - self._before[start])

    def _may_join(self, at: int, picked: list[int], number: int) -> bool:
        """Whether a candidate conflicts with nobody picked, and the answer can still differ enough from earlier ones."""
        groups = self._groups.get(at, _NO_GROUP)
        return all(groups.isdisjoint(self._groups.get(one, _NO_GROUP)) for one in picked) and self._differs([*picked, at], number)

    def _differs(self, picked: list[int], number: int) -> bool:
        """Whether an answer with these, and as many more as it takes, can have few enough partners of an earlier one."""
        return all(len(shared.intersection(picked)) + besides <= number for shared, besides in self._earlier)

    def _holds(self, picked: list[int], place: _Place) -> bool:
        """Whether the rules can hold with these picked and the cells still to fill; asked once of those who are alike."""
        key = (*sorted([self._alike[at] for at in picked]), *place.alike)
        if key not in self._held:
            self._held[key] = self._can_hold(picked, place.rest)
        return self._held[key]

    def _can_hold(self, picked: list[int], rest: tuple[int, ...]) -> bool:
        standing = [*self._included, *(self._standing[at] for at in picked), *(self._equivalence.standing[cell] for cell in rest)]
        return self._judge.missing(standing, self._ables(picked, rest)) == 0

    def _ables(self, picked: list[int], rest: tuple[int, ...]) -> list[bool]:
        column = self._equivalence.able
        return [*self._included_able, *(self._able[at] for at in picked), *(column[cell] for cell in rest)]

    def _keep(self, bound: BranchBound, picked: list[int], own: float) -> None:
        """Judge a full answer; it becomes the incumbent if it is better."""
        number = len(self._included) + len(picked)
        standing = [*self._included, *(self._standing[at] for at in picked)]
        judgement = self._judge.judge(standing, self._ables(picked, ()))
        if judgement is None or not self._differs(picked, number):
            return
        score = bound.fixed + (own / number if number else 0.0) + self._robust * judgement.robustness
        if self.incumbent.beaten_by(score):
            partners = (*self._task.included, *(self._who[at] for at in picked))
            coordinator = self._task.coordinator if judgement.coordinator is None else partners[judgement.coordinator]
            self.incumbent = Solution(score, partners, coordinator, judgement.robustness)
