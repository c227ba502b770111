"""Candidates that the rules, wishes and coverage parts cannot tell apart, put together: the search chooses sorts first.

Also what follows from it in tables: assignments by Hall's theorem, one column for each set of places.
"""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.composition import Standing
from matchmaker.matching.population import Bools, Ints
from matchmaker.matching.shortlist import Shortlist


@dataclass(frozen=True, slots=True)
class Sorts:
    """Sorts 0..F-1 in the visiting order of their first candidates; C candidates, those of one sort side by side.

    start: F+1 places in the columns of candidates. at: place in the shortlist of each candidate, own values falling within
    a sort. of: its sort. The rest has one entry or row for each sort. able: whether it may be the coordinator that is
    found. countries: the countries it comes from. standing: what the rules see; the country only where rules
    ask which one it is.
    """

    start: Ints
    at: Ints
    of: Ints
    abilities: Bools
    able: tuple[bool, ...]
    countries: tuple[frozenset[str | None], ...]
    standing: tuple[Standing, ...]


def sort_out(shortlist: Shortlist, standing: list[Standing], *, by_country: bool) -> Sorts:
    """The sorts of a shortlist. standing: of each candidate; by_country: tell candidates apart by country too."""
    keys: dict[tuple[object, ...], list[int]] = {}
    for at, row in enumerate(shortlist.abilities):
        country = int(shortlist.country[at]) if by_country else None
        keys.setdefault((row.tobytes(), country), []).append(at)
    groups = list(keys.values())
    firsts = [group[0] for group in groups]
    sizes = [len(group) for group in groups]
    return Sorts(
        start=np.cumsum([0, *sizes]),
        at=np.array([at for group in groups for at in group], dtype=np.int64),
        of=np.repeat(np.arange(len(groups)), sizes),
        abilities=shortlist.abilities[firsts],
        able=tuple(shortlist.abilities[firsts, shortlist.columns.able].tolist()),
        countries=tuple(frozenset(standing[at].country for at in group) for group in groups),
        standing=tuple(standing[at] if by_country else replace(standing[at], country=None) for at in firsts),
    )


def subsets(width: int) -> Bools:
    """All 2**width sets of places, a row of yes and no each; the first is empty."""
    return np.array(list(product((False, True), repeat=width)), dtype=bool).reshape(2**width, width)


def touches(rows: Bools, sets: Bools) -> NDArray[np.int64]:
    """For each row of yes and no, and each set of places: 1 if the row has one of them, else 0."""
    return (rows.astype(np.int64) @ sets.T.astype(np.int64) > 0).astype(np.int64)
