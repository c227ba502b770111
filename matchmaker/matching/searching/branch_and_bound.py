"""Branch and bound over cells of candidates: branches are met from above, in bands of points, while they may beat the incumbent.

A branch is a choice of cells, each as often as it is chosen; `upper_bounds.py` knows what each can have at most, so only those
above the incumbent are ever listed. `selection.py` picks organisations for them. Reference: Land, Doig, Econometrica 28, 1960;
the bands stand in for a queue of the best branch first, without holding all branches.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from matchmaker.matching.clock import Clock
from matchmaker.matching.population import Floats
from matchmaker.matching.searching.automata import TooManyStates
from matchmaker.matching.searching.dynamic_program import DynamicProgram, RelaxedSpace
from matchmaker.matching.searching.equivalence import partition
from matchmaker.matching.searching.judge import Judge, Judgement
from matchmaker.matching.searching.robustness_bound import RobustnessBound
from matchmaker.matching.searching.selection import BranchBound, Selection
from matchmaker.matching.searching.shortlist import Shortlist
from matchmaker.matching.searching.solution import CLOSE, Solution
from matchmaker.matching.searching.upper_bounds import Branch, Size, UpperBounds

HIGHEST = 100.0


class NoProgress(Exception):
    """Many branches were examined, one after the other, without a better answer."""


class _TooMany(Exception):
    """More branches than can be put in order."""


class BranchAndBound:
    """Branch and bound for the consortia of a shortlist, of every size asked for.

    bound: upper bound, in points, of everything that may beat the incumbent. Tables and verdicts serve all alternatives. Takes
    as long as there are branches between the first bound and the best answer, mostly few; it may be exponential in the size.
    """

    def __init__(self, shortlist: Shortlist) -> None:
        task, formula, equivalence = shortlist.task, shortlist.formula, partition(shortlist)
        self._task, self._equivalence, self._tuning = task, equivalence, task.tuning
        self._program = DynamicProgram(shortlist, equivalence)
        self._points: Floats = shortlist.points[equivalence.at]
        self._highest_own: Floats = np.sort(self._points)[::-1]
        self._before = np.concatenate(([0.0], np.cumsum(self._points))).tolist()
        self._start = equivalence.start.tolist()
        self._robust = formula.points("robustness")
        self._selection = Selection(shortlist, equivalence)
        self._judge = Judge(task)
        self._included = [task.standing(one) for one in task.included]
        self._included_able = [bool(task.able[one]) for one in task.included]
        self._included_points = shortlist.included_points
        self._robustness = RobustnessBound(task.composition, [*map(task.standing, task.present), *self._included], equivalence)
        self._judgements: dict[tuple[int, ...], Judgement | None] = {}
        self._bounds: dict[tuple[int, ...], BranchBound | None] = {}
        self._upper_bounds, self._beams = dict[int, UpperBounds](), dict[int, UpperBounds]()
        self._floor, self._margin = dict[int, float](), dict[int, float]()
        self._slack = self._tuning.slack if task.request.limit > 1 else 0.0
        self._too_many = False
        self._known = {number: self._first_bound(number) for number in task.partner_numbers if self._possible(number)}
        self.begin(Solution(), ())

    def begin(self, incumbent: Solution, earlier: Sequence[frozenset[int]]) -> None:
        """Look for an answer that beats the incumbent, and differs from earlier proposals (sets of suggested partners)."""
        self._last = self.incumbent.score if self.incumbent.found else np.inf
        self._selection.begin(incumbent, earlier)
        self._found = len(earlier)
        # Whoever is asked for by name is in all proposals: so many others at least must be other ones.
        least = len(self._included) + (self._task.request.min_difference if earlier else 0)
        self._highest = {number: highest for number, highest in self._known.items() if number >= least}
        self.bound, self._without_progress, self._examined_to = HIGHEST, 0, dict[int, float]()

    @property
    def incumbent(self) -> Solution:
        """The best answer so far."""
        return self._selection.incumbent

    def run(self, clock: Clock, *, any_will_do: bool, enough: float) -> None:
        """Examine branches until nothing better can be left. Raises `TimeIsUp`, `NoProgress`.

        any_will_do: until there is an incumbent. enough: points up to which nothing better need be looked for, once the
        incumbent is near.
        """
        clock.check()
        self._find_incumbent(clock)
        # Down to the last answer everything was examined before, and was none.
        width = self._tuning.band + max(0.0, max(self._highest.values(), default=0.0) - self._last)
        while not (any_will_do and self.incumbent.found):
            self.bound = min(self.bound, max(self._highest.values(), default=-np.inf))
            clock.tell(self._found, self._task.request.limit, self.incumbent.score, max(self.incumbent.score, self.bound))
            if not self.incumbent.beaten_by(self.bound) or enough >= self.bound <= self.incumbent.score + self._tuning.close_by:
                return
            if self._refine(clock):
                continue
            floor = max(self._below(self.bound, width), *map(self._known_down_to, self._highest))
            try:
                for branch in self._band(floor, clock):
                    if not self.incumbent.beaten_by(branch.bound) or (any_will_do and self.incumbent.found):
                        break
                    self._examine(branch, clock)
            except _TooMany:
                width /= self._tuning.band_narrower
                continue
            self._highest = {number: min(highest, floor) for number, highest in self._highest.items()}
            self._examined_to = dict.fromkeys(self._upper_bounds, floor)
            width *= self._tuning.band_wider

    def _find_incumbent(self, clock: Clock) -> None:
        """Find some answer of the most promising size, or of the largest: what is below it need not be worked out for others."""
        if not self.incumbent.found and self._highest and self._last == np.inf:
            number = max(self._highest, key=self._highest.__getitem__)
            if number not in self._upper_bounds:
                self._build(number, clock)
            if self._upper_bounds[number].bound > -np.inf:
                self._try(self._upper_bounds[number], self._tuning.band, self._tuning.at_once, clock)
            if not self.incumbent.found:
                self._beam(max(self._highest), clock)

    def _beam(self, number: int, clock: Clock) -> None:
        """Find some answer of a size by beam search, without a bound."""
        if number not in self._beams:
            space = self._program.beam(number - len(self._included), clock)
            self._beams[number] = self._upper_bounds_of(number, space, clock)
        self._try(self._beams[number], self._tuning.beam_near, self._tuning.beam_tried, clock)

    def _try(self, upper_bounds: UpperBounds, width: float, most: int, clock: Clock) -> None:
        """Examine so many branches at most that are so many points from the best of them."""
        floor = upper_bounds.bound - width
        for branch in islice(upper_bounds.above(lambda: max(floor, self.incumbent.score + CLOSE)), most):
            self._examine(branch, clock)

    def _below(self, points: float, width: float) -> float:
        """So many points below, or what the incumbent has; -inf where nothing is lower."""
        return max(points - width if points > width else -np.inf, self.incumbent.score)

    def _known_down_to(self, number: int) -> float:
        """Points above which the branches of a size are known, or are none."""
        return min(self._highest[number], self._floor.get(number, np.inf))

    def _refine(self, clock: Clock) -> bool:
        """Work out what the most promising sizes can have, where that is not known; whether there was one."""
        unknown = [one for one, highest in self._highest.items() if self._known_down_to(one) == highest >= self.bound]
        for number in unknown:
            self._build(number, clock)
        return bool(unknown)

    def _band(self, floor: float, clock: Clock) -> Iterator[Branch]:
        """The branches with points from `bound` down to `floor`, in this order; in no order if they are too many for that.

        Raises `_TooMany` when a narrower band would do.
        """
        found: list[Branch] = []
        for number, upper_bounds in self._upper_bounds.items():
            for branch in upper_bounds.listed(floor) if upper_bounds.bound > floor else ():
                if (fresh := self._not_examined(number, branch)) is not None:
                    found.append(fresh)
                if len(found) > self._tuning.at_once:
                    if self.bound - floor > self._tuning.narrowest:
                        raise _TooMany
                    yield from self._all_above(floor, clock)
                    return
        yield from sorted(found, key=lambda branch: -branch.bound)

    def _all_above(self, floor: float, clock: Clock) -> Iterator[Branch]:
        """The same as they come, while they may beat the incumbent."""
        for number, upper_bounds in list(self._upper_bounds.items()):
            for branch in upper_bounds.above(lambda: max(floor, self.incumbent.score + CLOSE)):
                clock.check()
                fresh = self._not_examined(number, branch)
                if fresh is not None and self.incumbent.beaten_by(fresh.bound):
                    yield fresh

    def _not_examined(self, number: int, branch: Branch) -> Branch | None:
        """A branch with no more points than its size has, if it was not examined yet.

        Where states are relaxed a table may promise more than a size is known to have: what was examined goes by its own bounds.
        """
        if branch.bound > self._examined_to.get(number, np.inf) + CLOSE:
            return None
        highest = self._highest.get(number, -np.inf)
        return branch if branch.bound <= highest else replace(branch, bound=highest)

    def _possible(self, number: int) -> bool:
        """Whether so many partners can be enough at all."""
        places = number - len(self._included)
        enough = 0 <= places <= len(self._points)
        return enough and self._judge.missing(self._included, self._included_able) <= places

    def _first_bound(self, number: int) -> float:
        """Upper bound of so many partners, found at once."""
        return self._besides(number) + self._program.highest(number - len(self._included))

    def _besides(self, number: int) -> float:
        """The most that own values and robustness can bring to so many partners."""
        if number == 0:
            return 0.0
        places = number - len(self._included)
        own = float(self._highest_own[:places].sum()) + self._included_points
        return own / number + (self._robust if len(self._task.present) + number > self._task.composition.smallest else 0.0)

    def _build(self, number: int, clock: Clock) -> None:
        """Know exactly what so many partners can have at most, unless it is far below what was known."""
        highest = self._highest[number]
        margin = self._margin[number] * self._tuning.band_wider if number in self._margin else self._tuning.margin
        self._margin[number] = margin
        space, floor = self._states(number, highest, margin, clock)
        built = self._upper_bounds_of(number, space, clock)
        self._upper_bounds[number], self._floor[number] = built, floor
        self._examined_to.pop(number, None)
        self._known[number] = min(self._known[number], max(built.bound, floor))
        self._highest[number] = min(highest, self._known[number])

    def _states(self, number: int, highest: float, margin: float, clock: Clock) -> tuple[RelaxedSpace, float]:
        """The states of so many partners, and from how many points on all are there, `margin` below the highest if possible."""
        places = number - len(self._included)
        for width in () if self._too_many else (margin, min(margin, highest + 1.0) / self._tuning.band_narrower):
            floor = self._known_from(highest, width)
            try:
                space = self._program.states(places, floor - self._besides(number), self._lacking(number), clock, all_parts=True)
            except TooManyStates:
                if not self.incumbent.found:
                    self._beam(max(self._highest), clock)
            else:
                return space, floor
        self._too_many = True
        floor = self._known_from(highest, margin)
        return self._program.states(places, floor - self._besides(number), self._lacking(number), clock, all_parts=False), floor

    def _lacking(self, number: int) -> Floats:
        """By how much the most that own values can bring to so many partners falls with one of each cell among them."""
        places = number - len(self._included)
        last = self._highest_own[places - 1] if places else 0.0
        return np.asarray(np.maximum(0.0, last - self._points[self._equivalence.start[:-1]]) / max(1, number), dtype=np.float64)

    def _known_from(self, highest: float, width: float) -> float:
        enough = self.incumbent.score - self._slack
        if highest - enough <= self._tuning.band_wider * width:
            return enough
        return highest - width if highest > width else -np.inf

    def _upper_bounds_of(self, number: int, space: RelaxedSpace, clock: Clock) -> UpperBounds:
        """The table of so many partners, by these states."""
        states = space.states
        share = np.zeros(len(states.worth))
        if number and len(self._task.present) + number > self._task.composition.smallest:
            share = np.maximum(0, number - states.stuck) / number
        ending = states.worth + self._robust * share + space.constant + (self._included_points / number if number else 0.0)
        ending = np.where(states.ended, ending, -np.inf)
        own = self._points / number if number else self._points
        size = Size(number, number - len(self._included))
        return UpperBounds(size, space, ending, self._equivalence, own, clock=clock, tuning=self._tuning)

    def _examine(self, branch: Branch, clock: Clock) -> None:
        """Look for organisations of the chosen cells."""
        clock.check()
        if branch.cells not in self._bounds:
            self._bounds[branch.cells] = self._bounded(branch.number, branch.cells)
        known, score = self._bounds[branch.cells], self.incumbent.score
        if known is not None and self.incumbent.beaten_by(known.fixed + known.own + known.robust):
            self._selection.improve(known, clock)
        self._without_progress = 0 if self.incumbent.score > score else self._without_progress + 1
        if self._without_progress > self._tuning.patience:
            raise NoProgress

    def _bounded(self, number: int, chosen: tuple[int, ...]) -> BranchBound | None:
        """The bound of so many partners of these cells; None when the rules cannot hold with them."""
        judgement = self._judged(chosen)
        if judgement is None:
            return None
        own = self._included_points
        for cell, many in Counter(chosen).items():
            start = self._start[cell]
            own += self._before[start + many] - self._before[start]
        robust = self._robust * min(judgement.robustness, self._robustness.of(number, chosen))
        return BranchBound(chosen, self._program.points(chosen), own / max(1, number), robust)

    def _judged(self, chosen: tuple[int, ...]) -> Judgement | None:
        """Whether the rules can hold with these cells; what rules cannot tell apart is judged once."""
        standing = [self._equivalence.standing[cell] for cell in chosen]
        able = [self._equivalence.able[cell] for cell in chosen]
        key = tuple(sorted(self._equivalence.alike[cell] for cell in chosen))
        if key not in self._judgements:
            self._judgements[key] = self._judge.judge([*self._included, *standing], [*self._included_able, *able])
        return self._judgements[key]
