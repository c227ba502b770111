"""Dominance: who can still be in a best answer; whoever a better one can always replace is dominated and left out.

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

Of two with the very same conflicts (so they conflict with each other too) and country, the later is left out if the earlier
has at least its abilities: the earlier cannot be in the answer too, and may be exchanged for it.

For further answers, earlier proposals take away at most as many substitutes as they have partners: with so many more
substitutes, or countries, to `spare` the same holds for them.
"""

from dataclasses import dataclass

import numpy as np

from matchmaker.matching.population import Bools, Ints
from matchmaker.matching.searching.abilities import Words
from matchmaker.matching.tuning import Tuning


@dataclass(frozen=True, slots=True)
class Dominators:
    """D candidates in visiting order, as those who may dominate others: the substitutes of the module's proof.

    word, country, free have an entry for each: its abilities, the country it counts under, whether it can stand in for
    anybody. One is dominated by so many substitutes from its own country as there are `places`, or by substitutes from so
    many countries as there are `members` (None where the rules do not allow that).
    """

    word: Words
    country: Ints
    free: Bools
    places: int
    members: int | None

    def leave_undominated(self, words: Words, countries: int) -> Bools:
        """W words -> W rows: for each country 0..countries-1 whether these do not dominate one of it who comes after them all.

        Takes O(W K countries) with K different words among these.
        """
        known, number = np.unique(self.word[self.free], return_inverse=True)
        counted = np.bincount(number * countries + self.country[self.free], minlength=len(known) * countries)
        standing_in = counted.reshape(len(known), countries)
        found = np.ones((len(words), countries), dtype=bool)
        for row, one in enumerate(words):
            by_country = standing_in[(known & one) == one].sum(axis=0)
            enough = self.members is not None and np.count_nonzero(by_country) >= self.members
            found[row] = False if enough else by_country < self.places
        return found


def undominated(dominators: Dominators, tuning: Tuning) -> Bools:
    """Which of these candidates no others of them dominate: by (a), nor by (b) where that helps. An entry for each of the D.

    Takes O(K^2 countries) with K different words for (b), and for (a) as many comparisons as there are pairs from one country
    that simpler counts have not decided. Both are done piece by piece, in the memory that `tuning` allows.

    Reference for dominance by exchange: Ibaraki, The power of dominance relations in branch-and-bound algorithms, Journal of
    the ACM 24, 1977.
    """
    keep = np.ones(len(dominators.word), dtype=bool)
    if dominators.members is not None:
        keep = _few_countries(dominators.word, dominators.country, dominators.free, dominators.members, tuning.words)
    # Whoever stands in for one who is kept is kept too, or as many others are: it is enough to look among these.
    kept = np.flatnonzero(keep)
    same = _few_before(dominators.word[kept], dominators.country[kept], dominators.free[kept]) < dominators.places
    keep[kept], kept = same, kept[same]
    country, free = dominators.country[kept], dominators.free[kept]
    crowded = np.bincount(country[free], minlength=int(country.max(initial=0)) + 1) >= dominators.places
    some = np.flatnonzero(crowded[country])
    keep[kept[some]] = _substitutes(dominators.word[kept[some]], country[some], free[some], tuning.pairs) < dominators.places
    return keep


def _substitutes(word: Words, country: Ints, free: Bools, pairs: int) -> Ints:
    """How many substitutes from its own country each has; so many pairs are looked at together."""
    order = np.argsort(country, kind="stable")
    _, start, number = np.unique(country[order], return_index=True, return_inverse=True)
    before = np.arange(len(order)) - start[number]
    found = np.zeros(len(word), dtype=np.int64)
    for at in np.split(np.arange(len(order)), np.flatnonzero(np.diff(np.cumsum(before) // pairs)) + 1):
        # All pairs of one country, who comes first in the second column.
        one = np.repeat(at, before[at])
        other = np.arange(len(one)) - np.repeat(np.cumsum(before[at]) - before[at] - start[number[at]], before[at])
        one, other = order[one], order[other]
        stands_in = free[other] & ((word[other] & word[one]) == word[one])
        found += np.bincount(one[stands_in], minlength=len(word))
    return found


def _few_countries(word: Words, country: Ints, free: Bools, members: int, block: int) -> Bools:
    """Whether the substitutes of each come from fewer countries than the consortium has members; block: words at a time."""
    width, never = int(country.max(initial=0)) + 1, len(word)
    if width < members:
        return np.ones(len(word), dtype=bool)
    known, number = np.unique(word, return_inverse=True)
    places = np.flatnonzero(free)[::-1]
    first = np.full((len(known), width), never)
    first[number[places], country[places]] = places  # the earliest is written last
    # The place at which so many countries have come up, for each set of abilities.
    enough = np.empty(len(known), dtype=np.int64)
    for start in range(0, len(known), block):
        some = known[start : start + block, None]
        one, other = np.nonzero((known & some) == some)
        earliest = np.minimum.reduceat(first[other], np.searchsorted(one, np.arange(len(some))), axis=0)
        enough[start : start + block] = np.partition(earliest, members - 1, axis=1)[:, members - 1]
    return np.asarray(np.arange(len(word)) <= enough[number], dtype=bool)


def _few_before(word: Words, country: Ints, free: Bools) -> Ints:
    """How many free ones of the same word and country are visited before each: substitutes by (a), found at once."""
    if not len(word):
        return np.empty(0, dtype=np.int64)
    _, number = np.unique(word, return_inverse=True)
    group = number * (int(country.max()) + 1) + country
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    counted: Ints = np.cumsum(free[order]) - free[order]
    before = np.empty(len(free), dtype=np.int64)
    before[order] = counted - np.repeat(counted[starts], np.diff(starts, append=len(group)))
    return before
