"""The exact search over integer programs, one for each number of suggested partners.

1. *Bound.* The linear relaxation of each size bounds it from above, and says of each candidate by how much every answer with
   it is worse than that bound at least (its reduced cost).
2. *Narrow.* Among the candidates of little reduced cost the program is solved with whole numbers. An answer with anybody else
   is no better than the bound less what was allowed to be lost.
3. *Widen* until what is left out can hold nothing better than the incumbent; the sizes that promise most come first.

Reference for fixing variables by reduced cost: Nemhauser, Wolsey, Integer and Combinatorial Optimization, 1988, II.5.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matchmaker.matching import score
from matchmaker.matching.clock import Clock, TimeIsUp
from matchmaker.matching.integer.model import Model
from matchmaker.matching.integer.relaxation import HIGHEST, Relaxation
from matchmaker.matching.population import Bools, Floats
from matchmaker.matching.searching.judge import Judge
from matchmaker.matching.searching.shortlist import Shortlist
from matchmaker.matching.searching.solution import Solution
from matchmaker.matching.standing import Standing

TOLERANCE = 1e-8
"""Points by which another answer may be better though a program is solved; HiGHS stops at a hundredth of it, but for rounding."""


@dataclass(slots=True)
class _Size:
    """So many suggested partners.

    seconds: for the next try to solve its program. bound: no answer with so many has more points. allowed: points that could
    be lost in the last try. is_over: nothing more can be known.
    """

    number: int
    seconds: float
    bound: float = HIGHEST
    allowed: float = 0.0
    is_over: bool = False


class _Progress(NamedTuple):
    """How far a search has come that asks for answers different from the earlier ones."""

    earlier: tuple[frozenset[int], ...]
    sizes: list[_Size]
    best: Solution


class _Prepared:
    """What all searches for one size share."""

    def __init__(self, shortlist: Shortlist, number: int) -> None:
        self.few = _few(shortlist)
        self.model = Model(shortlist, number)
        self.relaxation = Relaxation(self.model.program, self.few, shortlist.task.tuning.more)
        self.allowed = 0.0
        """Points that could be lost when the last answer was proved."""


class IntegerSearch:
    """A search among the C candidates of a shortlist; models and relaxations serve all alternatives."""

    def __init__(self, shortlist: Shortlist) -> None:
        self._shortlist, self._task, self._judge = shortlist, shortlist.task, Judge(shortlist.task)
        self._prepared: dict[int, _Prepared] = {}
        self._tuning = shortlist.task.tuning
        self._progress = _Progress((), [], Solution())

    def run(
        self, clock: Clock, incumbent: Solution, earlier: Sequence[frozenset[int]], *, any_will_do: bool, enough: float
    ) -> tuple[Solution, float, bool]:
        """The best answer, the upper bound of what was not ruled out (points), and whether nothing better is left.

        incumbent: an answer to beat. earlier: proposals, as sets of suggested partners, from which it must differ. enough:
        points of what need not be looked for. Exponential at worst in the candidates of little reduced cost; it heeds the clock.
        Asked the same again, after its time was up, it goes on.
        """
        if self._progress.sizes and self._progress.earlier == tuple(earlier):
            sizes, before = self._progress.sizes, self._progress.best
            incumbent = before if incumbent.beaten_by(before.score) else incumbent
        else:
            sizes = self._sizes(earlier)
        try:
            for size in reversed(sizes if not incumbent.found else ()):
                if not incumbent.found:
                    incumbent = self._first(size.number, incumbent, earlier, clock)
            while sizes:
                size = max(sizes, key=lambda one: one.bound)
                clock.tell(len(earlier), self._task.request.limit, incumbent.score, max(incumbent.score, size.bound))
                ended = size.bound <= max(incumbent.score + TOLERANCE, enough)
                if ended or size.is_over or (any_will_do and incumbent.found):
                    return incumbent, size.bound, ended
                incumbent = self._improve(size, incumbent, earlier, clock, enough)
        except TimeIsUp:
            return incumbent, max(size.bound for size in sizes), False
        finally:
            self._progress = _Progress(tuple(earlier), sizes, incumbent)
        return incumbent, -np.inf, True

    def _sizes(self, earlier: Sequence[frozenset[int]]) -> list[_Size]:
        # Whoever is asked for by name is in all proposals: so many others at least must be other ones.
        least = len(self._task.included) + (self._task.request.min_difference if earlier else 0)
        numbers = [number for number in self._task.partner_numbers if number >= least]
        before = self._progress
        if before.earlier != tuple(earlier[: len(before.earlier)]):
            known = {number: one.relaxation.bound for number, one in self._prepared.items()}
        else:  # what holds for answers that differ from some holds for those that differ from more
            known = {one.number: one.bound for one in before.sizes}
        return [_Size(number, self._tuning.slice, known.get(number, HIGHEST)) for number in numbers]

    def _prepare(self, number: int) -> _Prepared:
        if number not in self._prepared:
            self._prepared[number] = _Prepared(self._shortlist, number)
        return self._prepared[number]

    def _first(self, number: int, incumbent: Solution, earlier: Sequence[frozenset[int]], clock: Clock) -> Solution:
        """Some answer, from the few who bring most. Raises `TimeIsUp`."""
        clock.check()
        known = self._prepare(number)
        found = known.model.program.solved(known.few, known.model.apart(earlier), clock, self._tuning.first_answer)
        return incumbent if found.values is None else self._better(incumbent, found.values)

    def _improve(
        self, size: _Size, incumbent: Solution, earlier: Sequence[frozenset[int]], clock: Clock, enough: float
    ) -> Solution:
        """Know more of a size. Raises `TimeIsUp`."""
        known = self._prepare(size.number)
        relaxation, program = known.relaxation, known.model.program
        if not relaxation.is_known:
            relaxation.narrow(0.0, clock)
            size.bound = min(size.bound, relaxation.bound)
            return incumbent
        size.allowed = max(self._tuning.narrow, size.allowed * self._tuning.widen)
        if known.allowed and relaxation.reach(known.allowed, size.allowed) < self._tuning.many_more:
            size.allowed = max(size.allowed, known.allowed + self._tuning.beyond_last)
        at_most = relaxation.bound - incumbent.score
        if size.allowed > at_most or (incumbent.found and relaxation.reach(at_most, size.allowed) < self._tuning.few_more):
            size.allowed, size.seconds = at_most, max(size.seconds, self._tuning.longest_slice)
        relaxation.narrow(size.allowed, clock)
        clock.check()
        among = relaxation.reduced_cost <= size.allowed
        least = max(incumbent.score + TOLERANCE / 2, enough)
        found = program.solved(among, known.model.apart(earlier), clock, size.seconds, least)
        if found.values is not None:
            incumbent = self._better(incumbent, found.values)
        left_out = -np.inf if among.all() else relaxation.bound - size.allowed
        size.bound = min(size.bound, max(found.bound, left_out))
        if size.bound <= incumbent.score + TOLERANCE:
            known.allowed = size.allowed
        elif not found.ended:
            size.seconds *= 2
            size.allowed /= self._tuning.widen
        elif size.bound > least and left_out <= incumbent.score:
            size.is_over = True  # what HiGHS takes for met is not quite: it goes by tolerances
        return incumbent

    def _better(self, incumbent: Solution, values: Floats) -> Solution:
        """The better one of an answer and what a program says, judged by the rules and the published score."""
        task, shortlist = self._task, self._shortlist
        chosen = np.flatnonzero(values[: len(shortlist.who)] > 0.5)
        partners = (*task.included, *shortlist.who[chosen].tolist())
        standing = [task.standing(one) for one in partners]
        judged = self._judge.judge(standing, [bool(task.able[one]) for one in partners])
        if judged is None:
            raise RuntimeError(f"the program and the rules disagree about {partners}")
        population = task.population
        members = population.read([*task.present, *partners])
        parts = score.parts(shortlist.formula, shortlist.own, members, partners, robustness=judged.robustness)
        total = shortlist.formula.total(parts)
        if not incumbent.beaten_by(total):
            return incumbent
        coordinator = task.coordinator if judged.coordinator is None else partners[judged.coordinator]
        return Solution(total, partners, coordinator, judged.robustness)


def _few(shortlist: Shortlist) -> Bools:
    """Of those whom the rules cannot tell apart the first ones."""
    seen: Counter[Standing] = Counter()
    few = np.zeros(len(shortlist.who), dtype=bool)
    for at, standing in enumerate(shortlist.standing):
        seen[standing] += 1
        few[at] = seen[standing] <= shortlist.task.tuning.of_each
    return few
