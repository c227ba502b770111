"""A search restricted to few candidates, and to more until the bound of those left out proves its answer for all."""

from collections.abc import Sequence

import numpy as np

from matchmaker.matching.clock import Clock
from matchmaker.matching.searching.candidates import Candidates, Restricted
from matchmaker.matching.searching.search import Outcome, Search
from matchmaker.matching.searching.solution import Solution


class RestrictedSearch:
    """Searches for answers to a task, one after the other, each different from the earlier ones.

    The few with the highest own values are looked at first. If the bound of those left out is above the incumbent, whoever can
    be in a better answer is looked at too; everybody, where the few have no answer.
    """

    def __init__(self, candidates: Candidates, spare: int) -> None:
        """`spare`: so many organisations at most are in earlier proposals."""
        self._candidates, self._spare, self._slack = candidates, spare, candidates.tuning.reaching
        self._restrict_to(candidates.few(spare) or candidates.all(spare))

    def _restrict_to(self, some: Restricted) -> None:
        self._search, self._left_out = Search(some.shortlist), some.left_out

    def run(
        self, clock: Clock, earlier: Sequence[frozenset[int]] = (), *, any_will_do: bool = False, enough: float = -np.inf
    ) -> Outcome:
        """As `Search.run`, with a proof for all candidates."""
        incumbent = Solution()
        while True:
            least = max(enough, self._left_out)
            outcome = self._search.run(clock, earlier, incumbent, any_will_do=any_will_do, enough=least)
            incumbent = outcome.best or incumbent
            proved = self._left_out <= enough or not incumbent.beaten_by(self._left_out)
            if proved or not outcome.complete or (any_will_do and incumbent.found):
                return Outcome(outcome.best, max(outcome.bound, least), outcome.complete and proved)
            # Later answers have no more points than this one: whom it lets in they need too.
            least, spare = incumbent.score - self._slack, self._spare
            self._restrict_to(self._candidates.reaching(least, spare) if incumbent.found else self._candidates.all(spare))
