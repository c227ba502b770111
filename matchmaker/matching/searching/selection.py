"""From chosen sorts to organisations: those with the highest own values that the rules, conflicts and earlier proposals allow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matchmaker.matching.clock import Clock
from matchmaker.matching.searching.abilities import rows
from matchmaker.matching.searching.judge import Judge
from matchmaker.matching.searching.shortlist import Shortlist
from matchmaker.matching.searching.sorts import Sorts

CLOSE = 1e-9
"""A branch is cut when its bound is at most the best score found plus this."""


_NO_GROUP: frozenset[int] = frozenset()


@dataclass(slots=True)
class Best:
    """The best answer so far: suggested partners and coordinator as positions of the population, score in points."""

    score: float = -np.inf
    partners: tuple[int, ...] = ()
    coordinator: int | None = None
    robustness: float = 0.0

    @property
    def found(self) -> bool:
        """Whether there is an answer."""
        return self.score > -np.inf

    def beaten_by(self, points: float) -> bool:
        """Whether an answer worth so much is better, beyond what rounding may do."""
        return points > self.score + CLOSE


@dataclass(frozen=True, slots=True)
class Choice:
    """Chosen sorts, rising. fixed: points apart from own values and robustness; own, robust: the most that these can bring."""

    sorts: tuple[int, ...]
    fixed: float
    own: float
    robust: float


class _Place(NamedTuple):
    """A place to be filled from a sort.

    run: so many places from here on are filled from it. first, last: candidates that may come here. after: the most that
    other sorts bring after these; rest: the sorts after this place, alike: -1 and their numbers for what rules tell apart.
    """

    sort: int
    run: int
    first: int
    last: int
    after: float
    rest: tuple[int, ...]
    alike: tuple[int, ...]


class Selection:
    """Picks organisations for chosen sorts and keeps the best answer; own values are in points here."""

    def __init__(self, shortlist: Shortlist, sorts: Sorts) -> None:
        task, at = shortlist.task, sorts.at.tolist()
        self._task, self._sorts = task, sorts
        self._robust = shortlist.formula.points("robustness")
        self._judge = Judge(task)
        self._start = sorts.start.tolist()
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
        self.begin(Best(), ())

    def begin(self, best: Best, earlier: Sequence[frozenset[int]]) -> None:
        """Look for an answer that beats another one, and differs from earlier proposals (sets of suggested partners)."""
        self.best = best
        # Of each earlier proposal its partners among the candidates, and how many partners there must be besides these.
        included, different = self._task.included, self._task.request.min_difference
        known = [{self._place[one] for one in other if one in self._place} for other in earlier]
        self._earlier = [
            (some, len(other.intersection(included)) + different) for some, other in zip(known, earlier, strict=True)
        ]
        self._free = self._alone.copy()
        for used in set().union(*known):
            self._free[used] = False

    def improve(self, choice: Choice, clock: Clock) -> None:
        """Keep the best answer that fills the choice, if it beats the best so far. Raises `TimeIsUp`."""
        self._pick(choice, list(self._places(choice.sorts)), clock, [], self._included_own)

    def _places(self, sorts: tuple[int, ...]) -> Iterator[_Place]:
        """The places that chosen sorts take, one after the other."""
        after = 0.0
        found: list[_Place] = []
        for number, sort in reversed(list(enumerate(sorts))):
            run = found[-1].run + 1 if found and found[-1].sort == sort else 1
            if found and run == 1:
                after += self._top(found[-1].sort, found[-1].run)
            rest = (-1, *(self._sorts.alike[one] for one in sorts[number + 1 :]))
            found.append(_Place(sort, run, self._start[sort], self._start[sort + 1] - run, after, sorts[number + 1 :], rest))
        return reversed(found)

    def _pick(self, choice: Choice, places: Sequence[_Place], clock: Clock, picked: list[int], own: float) -> None:
        """Fill the places after `picked`; `own` is what all bring so far."""
        clock.check()
        if len(picked) == len(places):
            self._keep(choice, picked, own)
            return
        place, number = places[len(picked)], len(self._included) + len(places)
        besides, before, free = choice.fixed + choice.robust, self._before, self._free
        own += place.after
        passed: set[int] = set()
        for at in range(max(place.first, picked[-1] + 1 if picked else 0), place.last + 1):
            if not self.best.beaten_by(besides + (own + before[at + place.run] - before[at]) / number):
                return
            # Of free ones of one sort and country the first is as good as any: whoever passes it over passes over all.
            if free[at]:
                if self._country[at] in passed:
                    continue
                passed.add(self._country[at])
            if (free[at] or self._may_join(at, picked, number)) and self._holds([*picked, at], place):
                self._pick(choice, places, clock, [*picked, at], own - place.after + before[at + 1] - before[at])

    def _top(self, sort: int, number: int) -> float:
        start = self._start[sort]
        return float(self._before[start + number] - self._before[start])

    def _may_join(self, at: int, picked: list[int], number: int) -> bool:
        """Whether a candidate conflicts with nobody picked, and the answer can still differ enough from earlier ones."""
        groups = self._groups.get(at, _NO_GROUP)
        return all(groups.isdisjoint(self._groups.get(one, _NO_GROUP)) for one in picked) and self._differs([*picked, at], number)

    def _differs(self, picked: list[int], number: int) -> bool:
        """Whether an answer with these, and as many more as it takes, can have few enough partners of an earlier one."""
        return all(len(shared.intersection(picked)) + besides <= number for shared, besides in self._earlier)

    def _holds(self, picked: list[int], place: _Place) -> bool:
        """Whether the rules can hold with these picked and the sorts still to fill; asked once of those who are alike."""
        key = (*sorted([self._alike[at] for at in picked]), *place.alike)
        if key not in self._held:
            self._held[key] = self._can_hold(picked, place.rest)
        return self._held[key]

    def _can_hold(self, picked: list[int], rest: tuple[int, ...]) -> bool:
        standing = [*self._included, *(self._standing[at] for at in picked), *(self._sorts.standing[sort] for sort in rest)]
        return self._judge.missing(standing, self._ables(picked, rest)) == 0

    def _ables(self, picked: list[int], rest: tuple[int, ...]) -> list[bool]:
        column = self._sorts.able
        return [*self._included_able, *(self._able[at] for at in picked), *(column[sort] for sort in rest)]

    def _keep(self, choice: Choice, picked: list[int], own: float) -> None:
        """Judge a full answer and keep it if it is the best so far."""
        number = len(self._included) + len(picked)
        standing = [*self._included, *(self._standing[at] for at in picked)]
        judgement = self._judge.judge(standing, self._ables(picked, ()))
        if judgement is None or not self._differs(picked, number):
            return
        score = choice.fixed + (own / number if number else 0.0) + self._robust * judgement.robustness
        if self.best.beaten_by(score):
            partners = (*self._task.included, *(self._who[at] for at in picked))
            coordinator = self._task.coordinator if judgement.coordinator is None else partners[judgement.coordinator]
            self.best = Best(score, partners, coordinator, judgement.robustness)
