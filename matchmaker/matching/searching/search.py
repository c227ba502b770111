"""Exact search over whole consortia of every size asked: the best one, or the best found and what may still be better.

First by branch and bound over cells of candidates (`branch_and_bound.py`). Where rules ask who is in each country, or where
many branches were examined in vain, integer programs are solved instead (`integer/search.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from matchmaker.matching.clock import Clock, TimeIsUp
from matchmaker.matching.integer.search import IntegerSearch
from matchmaker.matching.searching.branch_and_bound import BranchAndBound, NoProgress
from matchmaker.matching.searching.judge import Judge
from matchmaker.matching.searching.shortlist import Shortlist
from matchmaker.matching.searching.solution import Solution


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search found. best: None if nothing; bound: upper bound, in points, of all that was not found.

    complete: the search ended by itself, before its deadline. part: which one the best is from, of a search in parts.
    """

    best: Solution | None
    bound: float
    complete: bool
    part: int = field(default=0, compare=False)


class Search:
    """A search among the candidates of a shortlist; what is worked out serves all alternatives."""

    def __init__(self, shortlist: Shortlist) -> None:
        task, self._shortlist = shortlist.task, shortlist
        self._in_reach = Judge(task).in_reach([*map(task.standing, task.included), *shortlist.standing])
        self._by_programs = task.composition.by_country

    @cached_property
    def _branch_and_bound(self) -> BranchAndBound:
        return BranchAndBound(self._shortlist)

    @cached_property
    def _integer(self) -> IntegerSearch:
        return IntegerSearch(self._shortlist)

    def run(
        self,
        clock: Clock,
        earlier: Sequence[frozenset[int]] = (),
        incumbent: Solution | None = None,
        *,
        any_will_do: bool = False,
        enough: float = -np.inf,
    ) -> Outcome:
        """The best answer; with `any_will_do` the first that is found.

        earlier: proposals, as sets of suggested partners, from which it must differ. incumbent: an answer found elsewhere.
        enough: points of what need not be looked for; `bound` and `complete` are about what has more. Exponential in the size
        of consortia at worst, so it heeds the clock.
        """
        incumbent = incumbent or Solution()
        if not self._in_reach:
            return Outcome(None, -np.inf, complete=True)
        if not self._by_programs:
            self._branch_and_bound.begin(incumbent, earlier)
            try:
                self._branch_and_bound.run(clock, any_will_do=any_will_do, enough=enough)
                complete = not (any_will_do and self._branch_and_bound.incumbent.beaten_by(self._branch_and_bound.bound))
            except TimeIsUp:
                complete = False
            except NoProgress:
                incumbent, self._by_programs = self._branch_and_bound.incumbent, True
            if not self._by_programs:
                incumbent, bound = self._branch_and_bound.incumbent, self._branch_and_bound.bound
                return _outcome(incumbent, incumbent.score if complete else bound, complete)
        return _outcome(*self._integer.run(clock, incumbent, earlier, any_will_do=any_will_do, enough=enough))


def _outcome(incumbent: Solution, bound: float, complete: bool) -> Outcome:
    return Outcome(incumbent if incumbent.found else None, max(incumbent.score, bound), complete)
