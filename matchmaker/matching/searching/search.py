"""Exact search over whole consortia of every size asked: the best one, or the best found and what may still be better.

First sorts of candidates are chosen (`choices.py`), then organisations of them (`selection.py`). Where rules ask who is in
each country, or where choices are met in vain, integer programs are solved instead (`integer/search.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matchmaker.matching.clock import Clock, TimeIsUp
from matchmaker.matching.integer.search import IntegerSearch
from matchmaker.matching.searching.choices import Choices, InVain
from matchmaker.matching.searching.judge import Judge
from matchmaker.matching.searching.selection import Best
from matchmaker.matching.searching.shortlist import Shortlist


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search found. bound: nothing it left out scores higher; complete: it ended by itself, before its deadline."""

    best: Best | None
    bound: float
    complete: bool


class Search:
    """A search among the candidates of a shortlist; what is worked out serves all alternatives."""

    def __init__(self, shortlist: Shortlist) -> None:
        task, self._shortlist = shortlist.task, shortlist
        self._in_reach = Judge(task).in_reach([*map(task.standing, task.included), *shortlist.standing])
        self._is_vain = task.composition.by_country

    @cached_property
    def _choices(self) -> Choices:
        return Choices(self._shortlist)

    @cached_property
    def _integer(self) -> IntegerSearch:
        return IntegerSearch(self._shortlist)

    def run(
        self,
        clock: Clock,
        earlier: Sequence[frozenset[int]] = (),
        best: Best | None = None,
        *,
        any_will_do: bool = False,
        enough: float = -np.inf,
    ) -> Outcome:
        """The best answer; with `any_will_do` the first that is found.

        earlier: proposals, as sets of suggested partners, from which it must differ. best: an answer found elsewhere.
        enough: points of what need not be looked for; `bound` and `complete` are about what has more.
        """
        best = best or Best()
        if not self._in_reach:
            return Outcome(None, -np.inf, complete=True)
        if not self._is_vain:
            self._choices.begin(best, earlier)
            try:
                self._choices.run(clock, any_will_do=any_will_do, enough=enough)
                complete = not (any_will_do and self._choices.best.beaten_by(self._choices.bound))
            except TimeIsUp:
                complete = False
            except InVain:
                best, self._is_vain = self._choices.best, True
            if not self._is_vain:
                best, bound = self._choices.best, self._choices.bound
                return Outcome(best if best.found else None, best.score if complete else max(best.score, bound), complete)
        best, bound, complete = self._integer.run(clock, best, earlier, any_will_do=any_will_do, enough=enough)
        return Outcome(best if best.found else None, max(best.score, bound), complete)
