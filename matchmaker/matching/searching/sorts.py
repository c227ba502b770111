"""Candidates that the rules, wishes and coverage parts cannot tell apart, put together: the search chooses sorts first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from matchmaker.matching.composition import Standing
from matchmaker.matching.population import Bools, Ints
from matchmaker.matching.searching.abilities import rows
from matchmaker.matching.searching.shortlist import Shortlist


@dataclass(frozen=True, slots=True)
class Sorts:
    """Sorts 0..F-1 in the visiting order of their first candidates; C candidates, those of one sort side by side.

    start: F+1 places in the columns of candidates. at: place in the shortlist of each candidate, own values falling within
    a sort. The rest has one entry or row for each sort. able: whether it may be the coordinator that is found. countries: the
    countries it comes from. standing: what the rules see; the country only where sorts are told apart by it. earlier: in
    which earlier proposals its candidates are, by their numbers; None where sorts are not told apart by that. by_country:
    whether sorts are told apart by country; those of one country are side by side then. alike: the same number for sorts
    that the rules and a coordinator to be found do not tell apart.
    """

    start: Ints
    at: Ints
    abilities: Bools
    able: tuple[bool, ...]
    countries: tuple[frozenset[str | None], ...]
    standing: tuple[Standing, ...]
    earlier: tuple[frozenset[int], ...] | None
    by_country: bool
    alike: tuple[int, ...]


_NONE: frozenset[int] = frozenset()


@lru_cache(maxsize=4096)
def _somewhere(standing: Standing) -> Standing:
    """The same, its country not decided."""
    return replace(standing, country=None)


def sort_out(shortlist: Shortlist, *, by_country: bool, earlier: Sequence[frozenset[int]] | None = None) -> Sorts:
    """The sorts of a shortlist.

    by_country: tell candidates apart by country too; earlier: tell them apart by who is in which earlier proposal too.
    """
    standing = shortlist.standing
    shared = [_NONE] * len(standing)
    if earlier:
        shared = [frozenset(number for number, one in enumerate(earlier) if who in one) for who in shortlist.who.tolist()]
    apart = {one: number for number, one in enumerate(dict.fromkeys(shared))}
    country = shortlist.country if by_country else np.zeros_like(shortlist.country)
    key = country * len(apart) + [apart[one] for one in shared] if len(apart) > 1 else country
    word = np.unique(shortlist.word, return_inverse=True)[1]
    _, first, number = np.unique(key * (int(word.max(initial=0)) + 1) + word, return_index=True, return_inverse=True)
    # In the order of their first candidates; countries in the order of theirs.
    first_at_home = np.full(int(country.max(initial=0)) + 1, len(word))
    np.minimum.at(first_at_home, country, np.arange(len(word)))
    order = np.lexsort((first, first_at_home[country[first]]))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    of = rank[number]
    at = np.argsort(of, kind="stable")
    start = np.searchsorted(of[at], np.arange(len(order) + 1))
    firsts = first[order].tolist()
    from_countries = [frozenset(standing[one].country for one in at[a:b].tolist()) for a, b in pairwise(start.tolist())]
    standings = tuple(standing[one] if by_country else _somewhere(standing[one]) for one in firsts)
    abilities = rows(shortlist.word[firsts], shortlist.columns.width)
    able = tuple(abilities[:, shortlist.columns.able].tolist())
    numbers: dict[tuple[Standing, bool], int] = {}
    alike = tuple(numbers.setdefault(one, len(numbers)) for one in zip(standings, able, strict=True))
    return Sorts(
        start=start,
        at=at,
        abilities=abilities,
        able=able,
        countries=tuple(from_countries),
        standing=standings,
        earlier=None if earlier is None else tuple(shared[one] for one in firsts),
        by_country=by_country,
        alike=alike,
    )
