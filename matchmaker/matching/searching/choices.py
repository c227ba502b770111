"""Choices of sorts, band by band of points, from above: only those are met that may be better than the best answer so far.

`prospects.py` knows for every beginning the most that can still come of it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from matchmaker.matching.clock import Clock
from matchmaker.matching.population import Floats
from matchmaker.matching.searching.automata import TooManyStates
from matchmaker.matching.searching.judge import Judge, Judgement
from matchmaker.matching.searching.matters import Estimated, Matters
from matchmaker.matching.searching.prospects import Prospect, Prospects, Size
from matchmaker.matching.searching.reach import Reach
from matchmaker.matching.searching.selection import CLOSE, Best, Choice, Selection
from matchmaker.matching.searching.shortlist import Shortlist
from matchmaker.matching.searching.sorts import sort_out

HIGHEST = 100.0


class InVain(Exception):
    """Many choices were met that nobody can fill."""


class _TooMany(Exception):
    """More choices than can be put in order."""


class Choices:
    """Choices of sorts, the most promising first.

    bound: nothing better than the best answer so far has more points.
    """

    def __init__(self, shortlist: Shortlist) -> None:
        task, formula, sorts = shortlist.task, shortlist.formula, sort_out(shortlist)
        self._task, self._sorts, self._tuning = task, sorts, task.tuning
        self._matters = Matters(shortlist, sorts)
        self._points: Floats = shortlist.points[sorts.at]
        self._highest_points: Floats = np.sort(self._points)[::-1]
        self._before = np.concatenate(([0.0], np.cumsum(self._points))).tolist()
        self._start = sorts.start.tolist()
        self._robust = formula.points("robustness")
        self._selection = Selection(shortlist, sorts)
        self._judge = Judge(task)
        self._included = [task.standing(one) for one in task.included]
        self._included_able = [bool(task.able[one]) for one in task.included]
        self._included_points = shortlist.included_points
        self._reach = Reach(task.composition, [*map(task.standing, task.present), *self._included], sorts)
        self._judgements: dict[tuple[int, ...], Judgement | None] = {}
        self._looked_at: dict[tuple[int, ...], Choice | None] = {}
        self._prospects, self._glances = dict[int, Prospects](), dict[int, Prospects]()
        self._floor, self._margin = dict[int, float](), dict[int, float]()
        self._slack = self._tuning.slack if task.request.limit > 1 else 0.0
        self._too_many = False
        self._known = {number: self._estimate(number) for number in task.partner_numbers if self._possible(number)}
        self.begin(Best(), ())

    def begin(self, best: Best, earlier: Sequence[frozenset[int]]) -> None:
        """Look for an answer that beats another one, and differs from earlier proposals."""
        self._last = self.best.score if self.best.found else np.inf
        self._selection.begin(best, earlier)
        self._found = len(earlier)
        # Whoever is asked for by name is in all proposals: so many others at least must be other ones.
        least = len(self._included) + (self._task.request.min_difference if earlier else 0)
        self._highest = {number: highest for number, highest in self._known.items() if number >= least}
        self.bound, self._in_vain, self._met = HIGHEST, 0, dict[int, float]()

    @property
    def best(self) -> Best:
        """The best answer so far."""
        return self._selection.best

    def run(self, clock: Clock, *, any_will_do: bool, enough: float) -> None:
        """Look at choices until nothing better can be left. Raises `TimeIsUp`, `InVain`.

        With the best answer near, nothing better need be looked for among what has no more points than `enough`.
        """
        clock.check()
        self._find_some(clock)
        # Down to the last answer everything was met before, and was none.
        width = self._tuning.band + max(0.0, max(self._highest.values(), default=0.0) - self._last)
        while not (any_will_do and self.best.found):
            self.bound = min(self.bound, max(self._highest.values(), default=-np.inf))
            clock.tell(self._found, self._task.request.limit, self.best.score, max(self.best.score, self.bound))
            if not self.best.beaten_by(self.bound) or enough >= self.bound <= self.best.score + self._tuning.close_by:
                return
            if self._look_closer(clock):
                continue
            floor = max(self._below(self.bound, width), *map(self._known_down_to, self._highest))
            try:
                for choice in self._band(floor, clock):
                    if not self.best.beaten_by(choice.bound) or (any_will_do and self.best.found):
                        break
                    self._examine(choice, clock)
            except _TooMany:
                width /= self._tuning.band_narrower
                continue
            self._highest = {number: min(highest, floor) for number, highest in self._highest.items()}
            self._met = dict.fromkeys(self._prospects, floor)
            width *= self._tuning.band_wider

    def _find_some(self, clock: Clock) -> None:
        """Find some answer of the most promising size, or of the largest: what is below it need not be worked out for others."""
        if not self.best.found and self._highest and self._last == np.inf:
            number = max(self._highest, key=self._highest.__getitem__)
            if number not in self._prospects:
                self._build(number, clock)
            if self._prospects[number].bound > -np.inf:
                self._try(self._prospects[number], self._tuning.band, self._tuning.at_once, clock)
            if not self.best.found:
                self._glance(max(self._highest), clock)

    def _glance(self, number: int, clock: Clock) -> None:
        """Find some answer of a size without working out what it can have."""
        if number not in self._glances:
            read = self._matters.glance(number - len(self._included), clock)
            self._glances[number] = self._prospects_of(number, read, clock)
        self._try(self._glances[number], self._tuning.glance_near, self._tuning.glance_tried, clock)

    def _try(self, prospects: Prospects, width: float, most: int, clock: Clock) -> None:
        """Examine so many choices at most that are so many points from the best of them."""
        floor = prospects.bound - width
        for choice in islice(prospects.above(lambda: max(floor, self.best.score + CLOSE)), most):
            self._examine(choice, clock)

    def _below(self, points: float, width: float) -> float:
        """So many points below, or what the best answer has; -inf where nothing is lower."""
        return max(points - width if points > width else -np.inf, self.best.score)

    def _known_down_to(self, number: int) -> float:
        """Points above which the choices of a size are known, or are none."""
        return min(self._highest[number], self._floor.get(number, np.inf))

    def _look_closer(self, clock: Clock) -> bool:
        """Work out what the most promising sizes can have, where that is not known; whether there was one."""
        unknown = [one for one, highest in self._highest.items() if self._known_down_to(one) == highest >= self.bound]
        for number in unknown:
            self._build(number, clock)
        return bool(unknown)

    def _band(self, floor: float, clock: Clock) -> Iterator[Prospect]:
        """The choices with points from `bound` down to `floor`, in this order; in no order if they are too many for that.

        Raises `_TooMany` when a narrower band would do.
        """
        found: list[Prospect] = []
        for number, prospects in self._prospects.items():
            for choice in prospects.listed(floor) if prospects.bound > floor else ():
                if (fresh := self._not_met(number, choice)) is not None:
                    found.append(fresh)
                if len(found) > self._tuning.at_once:
                    if self.bound - floor > self._tuning.narrowest:
                        raise _TooMany
                    yield from self._all_above(floor, clock)
                    return
        yield from sorted(found, key=lambda choice: -choice.bound)

    def _all_above(self, floor: float, clock: Clock) -> Iterator[Prospect]:
        """The same as they come, while they may be better than the best answer."""
        for number, prospects in list(self._prospects.items()):
            for choice in prospects.above(lambda: max(floor, self.best.score + CLOSE)):
                clock.check()
                fresh = self._not_met(number, choice)
                if fresh is not None and self.best.beaten_by(fresh.bound):
                    yield fresh

    def _not_met(self, number: int, choice: Prospect) -> Prospect | None:
        """A choice with no more points than its size has, if it was not met yet.

        Where matters are estimated a table may promise more than a size is known to have: what was met goes by its own bounds.
        """
        if choice.bound > self._met.get(number, np.inf) + CLOSE:
            return None
        highest = self._highest.get(number, -np.inf)
        return choice if choice.bound <= highest else replace(choice, bound=highest)

    def _possible(self, number: int) -> bool:
        """Whether so many partners can be enough at all."""
        places = number - len(self._included)
        enough = 0 <= places <= len(self._points)
        return enough and self._judge.missing(self._included, self._included_able) <= places

    def _estimate(self, number: int) -> float:
        """Points that so many partners do not exceed, found at once."""
        return self._besides(number) + self._matters.highest(number - len(self._included))

    def _besides(self, number: int) -> float:
        """The most that own values and robustness can bring to so many partners."""
        if number == 0:
            return 0.0
        places = number - len(self._included)
        own = float(self._highest_points[:places].sum()) + self._included_points
        return own / number + (self._robust if len(self._task.present) + number > self._task.composition.smallest else 0.0)

    def _build(self, number: int, clock: Clock) -> None:
        """Know exactly what so many partners can have at most, unless it is far below what was known."""
        highest = self._highest[number]
        margin = self._margin[number] * self._tuning.band_wider if number in self._margin else self._tuning.margin
        self._margin[number] = margin
        read, floor = self._read(number, highest, margin, clock)
        built = self._prospects_of(number, read, clock)
        self._prospects[number], self._floor[number] = built, floor
        self._met.pop(number, None)
        self._known[number] = min(self._known[number], max(built.bound, floor))
        self._highest[number] = min(highest, self._known[number])

    def _read(self, number: int, highest: float, margin: float, clock: Clock) -> tuple[Estimated, float]:
        """What so many partners can become, and from how many points on it is known; so many below the highest if it can be."""
        places = number - len(self._included)
        for width in () if self._too_many else (margin, min(margin, highest + 1.0) / self._tuning.band_narrower):
            floor = self._known_from(highest, width)
            try:
                read = self._matters.read(places, floor - self._besides(number), self._lacking(number), clock, all_parts=True)
            except TooManyStates:
                if not self.best.found:
                    self._glance(max(self._highest), clock)
            else:
                return read, floor
        self._too_many = True
        floor = self._known_from(highest, margin)
        return self._matters.read(places, floor - self._besides(number), self._lacking(number), clock, all_parts=False), floor

    def _lacking(self, number: int) -> Floats:
        """By how much the most that own values can bring to so many partners falls with one of each sort among them."""
        places = number - len(self._included)
        last = self._highest_points[places - 1] if places else 0.0
        return np.asarray(np.maximum(0.0, last - self._points[self._sorts.start[:-1]]) / max(1, number), dtype=np.float64)

    def _known_from(self, highest: float, width: float) -> float:
        enough = self.best.score - self._slack
        if highest - enough <= self._tuning.band_wider * width:
            return enough
        return highest - width if highest > width else -np.inf

    def _prospects_of(self, number: int, read: Estimated, clock: Clock) -> Prospects:
        """What so many partners can have, as far as their matters were read."""
        reading = read.reading
        share = np.zeros(len(reading.worth))
        if number and len(self._task.present) + number > self._task.composition.smallest:
            share = np.maximum(0, number - reading.stuck) / number
        ending = reading.worth + self._robust * share + read.constant + (self._included_points / number if number else 0.0)
        ending = np.where(reading.ended, ending, -np.inf)
        own = self._points / number if number else self._points
        size = Size(number, number - len(self._included))
        return Prospects(size, read, ending, self._sorts, own, clock=clock, tuning=self._tuning)

    def _examine(self, choice: Prospect, clock: Clock) -> None:
        """Look for organisations of the chosen sorts."""
        clock.check()
        if choice.sorts not in self._looked_at:
            self._looked_at[choice.sorts] = self._look_at(choice.number, choice.sorts)
        known, score = self._looked_at[choice.sorts], self.best.score
        if known is not None and self.best.beaten_by(known.fixed + known.own + known.robust):
            self._selection.improve(known, clock)
        self._in_vain = 0 if self.best.score > score else self._in_vain + 1
        if self._in_vain > self._tuning.patience:
            raise InVain

    def _look_at(self, number: int, chosen: tuple[int, ...]) -> Choice | None:
        """What the chosen sorts are worth to so many partners; None when the rules cannot hold with them."""
        judgement = self._judged(chosen)
        if judgement is None:
            return None
        own = self._included_points
        for sort, many in Counter(chosen).items():
            start = self._start[sort]
            own += self._before[start + many] - self._before[start]
        robust = self._robust * min(judgement.robustness, self._reach.robust(number, chosen))
        return Choice(chosen, self._matters.points(chosen), own / max(1, number), robust)

    def _judged(self, chosen: tuple[int, ...]) -> Judgement | None:
        """Whether the rules can hold with these sorts; what rules cannot tell apart is judged once."""
        standing = [self._sorts.standing[sort] for sort in chosen]
        able = [self._sorts.able[sort] for sort in chosen]
        key = tuple(sorted(self._sorts.alike[sort] for sort in chosen))
        if key not in self._judgements:
            self._judgements[key] = self._judge.judge([*self._included, *standing], [*self._included_able, *able])
        return self._judgements[key]
