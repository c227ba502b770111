"""Candidates that the rules, wishes and coverage parts cannot tell apart, put together: the search chooses sorts first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matchmaker.matching.composition import Standing
from matchmaker.matching.population import Bools, Ints
from matchmaker.matching.shortlist import Shortlist


@dataclass(frozen=True, slots=True)
class Sorts:
    """Sorts 0..F-1 in the visiting order of their first candidates; C candidates, those of one sort side by side.

    start: F+1 places in the columns of candidates. at: place in the shortlist of each candidate, own values falling within
    a sort. The rest has one entry or row for each sort. able: whether it may be the coordinator that is found. countries: the
    countries it comes from. standing: what the rules see; the country only where sorts are told apart by it. earlier: in
    which earlier proposals its candidates are, by their numbers; None where sorts are not told apart by that. by_country:
    whether sorts are told apart by country; those of one country are side by side then. alike: the same number for sorts
    that the rules do not tell apart.
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


def sort_out(
    shortlist: Shortlist, standing: list[Standing], *, by_country: bool, earlier: Sequence[frozenset[int]] | None = None
) -> Sorts:
    """The sorts of a shortlist.

    standing: of each candidate. by_country: tell candidates apart by country too; earlier: tell them apart by who is in
    which earlier proposal too.
    """
    keys: dict[tuple[object, ...], list[int]] = {}
    for at, row in enumerate(shortlist.abilities):
        country = int(shortlist.country[at]) if by_country else -1
        who = int(shortlist.who[at])
        shared = frozenset(number for number, partners in enumerate(earlier or ()) if who in partners)
        keys.setdefault((country, row.tobytes(), shared), []).append(at)
    if by_country:
        firsts = {}
        for key, group in keys.items():
            firsts.setdefault(key[0], group[0])
        keys = dict(sorted(keys.items(), key=lambda one: (firsts[one[0][0]], one[1][0])))
    groups = list(keys.values())
    firsts_of = [group[0] for group in groups]
    sizes = [len(group) for group in groups]
    standings = tuple(standing[at] if by_country else replace(standing[at], country=None) for at in firsts_of)
    numbers = {one: number for number, one in enumerate(dict.fromkeys(standings))}
    return Sorts(
        start=np.cumsum([0, *sizes]),
        at=np.array([at for group in groups for at in group], dtype=np.int64),
        abilities=shortlist.abilities[firsts_of],
        able=tuple(shortlist.abilities[firsts_of, shortlist.columns.able].tolist()),
        countries=tuple(frozenset(standing[at].country for at in group) for group in groups),
        standing=standings,
        earlier=None if earlier is None else tuple(shared for _, _, shared in keys),
        by_country=by_country,
        alike=tuple(numbers[one] for one in standings),
    )
