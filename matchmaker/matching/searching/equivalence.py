"""Equivalence classes of candidates: those that rules, wishes and coverage cannot tell apart are chosen as one.

They are called *cells*, as the classes of a partition are: a *class* alone is a class of actors in the programme's rules.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from matchmaker.matching.population import Bools, Ints
from matchmaker.matching.searching.abilities import rows
from matchmaker.matching.searching.shortlist import Shortlist
from matchmaker.matching.standing import Standing


@dataclass(frozen=True, slots=True)
class Equivalence:
    """Cells 0..F-1 in the visiting order of their first candidates; C candidates, those of one cell side by side.

    start: F+1 places in the columns of candidates, cell f has those from start[f] to before start[f+1]. at: C places in the
    shortlist, own values falling within a cell. The rest has one entry or row for each cell. able: whether it may be the
    coordinator that is found. countries: the countries it comes from. standing: what the rules see, the country not decided.
    alike: the same number for cells that the rules and a coordinator to be found do not tell apart.
    """

    start: Ints
    at: Ints
    abilities: Bools
    able: tuple[bool, ...]
    countries: tuple[frozenset[str | None], ...]
    standing: tuple[Standing, ...]
    alike: tuple[int, ...]


@lru_cache(maxsize=4096)
def _somewhere(standing: Standing) -> Standing:
    """The same, its country not decided."""
    return replace(standing, country=None)


def partition(shortlist: Shortlist) -> Equivalence:
    """The cells of a shortlist of C candidates: two are in one cell if their words of abilities are equal.

    Takes O(C log C), which sorting the words takes.
    """
    standing = shortlist.standing
    _, first, number = np.unique(shortlist.word, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    of = rank[number]
    at = np.argsort(of, kind="stable")
    start = np.searchsorted(of[at], np.arange(len(order) + 1))
    firsts = first[order].tolist()
    from_countries = [frozenset(standing[one].country for one in at[a:b].tolist()) for a, b in pairwise(start.tolist())]
    standings = tuple(_somewhere(standing[one]) for one in firsts)
    abilities = rows(shortlist.word[firsts], shortlist.columns.width)
    able = tuple(abilities[:, shortlist.columns.able].tolist())
    numbers: dict[tuple[Standing, bool], int] = {}
    alike = tuple(numbers.setdefault(one, len(numbers)) for one in zip(standings, able, strict=True))
    return Equivalence(
        start=start,
        at=at,
        abilities=abilities,
        able=able,
        countries=tuple(from_countries),
        standing=standings,
        alike=alike,
    )
