"""Who can still be in a best answer: whoever a better one can always replace is left out.

A partner brings its own value, its abilities (`abilities.py`), and its country. Visit the candidates by own value, then by
hash. Take a best answer, and among the best ones the one whose partners are visited earliest. Let p be one of its partners.
Call a *substitute* of p whoever is visited before p, has at least p's abilities, conflicts with no candidate, and is in no
earlier proposal. Exchange p for a substitute q that is not in the answer and

(a) comes from the same country, or
(b) comes from a country that nobody else in the consortium comes from.

That breaks nothing and lowers nothing. Own values do not fall. Whatever the abilities of p fill or cover, those of q do too:
coverage and assignments to seats, classes and sectors only grow with abilities. As many come from programme countries, and
from elsewhere, as before. In (a) every country keeps what it had; in (b) the number of countries does not fall, neither now
nor after any withdrawal. And the answer differs from earlier proposals in no fewer partners. So the exchange would give an
answer just as good that is visited earlier, against the choice: no substitute of p allows it. Hence p is left out as soon as

(a) it has as many substitutes from its own country as there are places: one of them would not be in the answer; or
(b) its substitutes come from as many countries as the consortium has members: one of these countries would be nobody
    else's. This needs rules that ask how many countries there are, not what each of them has.

Of two with the very same conflicts (so they conflict with each other too), country and abilities, the later is left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.abilities import Layout
from matchmaker.matching.graphs import Graph
from matchmaker.matching.population import Bools, Floats, Ints

Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The candidates in visiting order; columns have one entry each.

    who: position in the population. value: own value, 0..1. abilities: a row of yes and no, as `columns` says. country: a
    number for the country it counts under. free: without conflicts here, and in no earlier proposal. conflicts: the
    conflict graph over the places 0..len(who)-1 of this list. seated: the abilities of the members present and then of the
    included partners, a row each.
    """

    columns: Layout
    who: Ints
    value: Floats
    abilities: Bools
    country: Ints
    free: Bools
    conflicts: Graph
    seated: Bools


def words(abilities: Bools) -> Words:
    """Each row of abilities as one number."""
    return np.asarray(abilities @ (np.uint64(1) << np.arange(abilities.shape[1], dtype=np.uint64)), dtype=np.uint64)


def irreplaceable(word: Words, country: Ints, free: Bools, places: int, members: int | None) -> Bools:
    """Who may not be left out by (a) or, if a number of members is given, by (b); columns in visiting order."""
    keep = np.ones(len(word), dtype=bool)
    for one in np.unique(word):
        asking = np.flatnonzero(word == one)
        substitutes = np.flatnonzero(free & ((word & one) == one))
        at_home = np.sort(country[substitutes] * len(word) + substitutes)
        first = country[asking] * len(word)
        before = np.searchsorted(at_home, first + asking) - np.searchsorted(at_home, first)
        keep[asking] = before < places
        if members is not None:
            _, firsts = np.unique(country[substitutes], return_index=True)
            keep[asking] &= np.searchsorted(np.sort(substitutes[firsts]), asking) < members
    return keep


class Groups:
    """Candidates of one word and country side by side, each group in visiting order."""

    def __init__(self, word: Words, country: Ints) -> None:
        _, number = np.unique(word, return_inverse=True)
        group = number * (int(country.max(initial=0)) + 1) + country
        self._order = np.argsort(group, kind="stable")
        self._starts = np.flatnonzero(np.diff(group[self._order], prepend=-1))
        self._sizes = np.diff(self._starts, append=len(group))

    def free_before(self, free: Bools) -> Ints:
        """For each candidate how many free ones of its group are visited before it: all are its substitutes by (a)."""
        counted: Ints = np.cumsum(free[self._order]) - free[self._order]
        before = np.empty(len(free), dtype=np.int64)
        before[self._order] = counted - np.repeat(counted[self._starts], self._sizes)
        return before
