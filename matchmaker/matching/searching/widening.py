"""A search among few candidates first, then among those who can be in a better answer; among all where the few have none."""

from collections.abc import Sequence

from matchmaker.matching.clock import Clock
from matchmaker.matching.searching.candidates import Candidates, Some
from matchmaker.matching.searching.search import Outcome, Search
from matchmaker.matching.searching.selection import Best


class Widening:
    """Searches among the candidates for a task, for answers that differ from one earlier proposal after the other."""

    def __init__(self, candidates: Candidates, spare: int) -> None:
        """`spare`: so many organisations at most are in earlier proposals."""
        self._candidates, self._spare, self._slack = candidates, spare, candidates.tuning.reaching
        self._hold(candidates.few(spare) or candidates.all(spare))

    def _hold(self, some: Some) -> None:
        self._search, self._beyond = Search(some.shortlist), some.beyond

    def run(self, clock: Clock, earlier: Sequence[frozenset[int]] = (), *, any_will_do: bool = False) -> Outcome:
        """As `Search.run`, among everybody."""
        best = Best()
        while True:
            outcome = self._search.run(clock, earlier, best, any_will_do=any_will_do, enough=self._beyond)
            best = outcome.best or best
            enough = not best.beaten_by(self._beyond)
            if enough or not outcome.complete or (any_will_do and best.found):
                return Outcome(outcome.best, max(outcome.bound, self._beyond), outcome.complete and enough)
            # Later answers have no more points than this one: whom it lets in they need too.
            spare = self._spare
            some = self._candidates.reaching(best.score - self._slack, spare) if best.found else self._candidates.all(spare)
            self._hold(some)
