"""What one country, the coordinator's or another, must have all by itself: as an automaton that reads country by country."""

from collections.abc import Sequence

import numpy as np

from matchmaker.matching.composition import Standing
from matchmaker.matching.searching.automata import Automaton
from matchmaker.matching.searching.filling import filling
from matchmaker.programme.rules import Bundle

Fit = tuple[Standing, int]
"""What the rules see of a member, and the places of the bundle it can fill, as bits."""


def bundle_matter(bundle: Bundle, home: str | None, there: Sequence[Fit], sorts: Sequence[Fit], members: int) -> Automaton:
    """The automaton. there: who sits there already; sorts: those of one country side by side; members: so many may come."""
    return (_at_home if bundle.country == "coordinator" else _elsewhere)(bundle, home, there, sorts, members)


def _at_home(bundle: Bundle, home: str | None, there: Sequence[Fit], sorts: Sequence[Fit], members: int) -> Automaton:
    """The coordinator's country has everything."""
    capacity = tuple(bundle.need.values())
    fits = [bits if one.counting and one.country == home else 0 for one, bits in sorts]
    seated = tuple(sorted(bits for one, bits in there if one.counting and one.country == home))
    kinds, kind = np.unique(np.array(fits, dtype=np.int64), return_inverse=True)
    found = filling(capacity, seated, tuple(kinds.tolist()), sum(capacity), members)
    step = np.array(found.step, dtype=np.int64).reshape(len(found.most), len(kinds))[:, kind]
    return Automaton.of(0, step, np.where(np.array(found.most) == sum(capacity), 0.0, -np.inf))


def _elsewhere(bundle: Bundle, home: str | None, there: Sequence[Fit], sorts: Sequence[Fit], members: int) -> Automaton:
    """So many other countries have everything: a state says how many have, and how far the one that is read has come."""
    capacity, seated = tuple(bundle.need.values()), dict[str | None, list[int]]()
    for one, bits in there:
        if one.counting and one.country != home:
            seated.setdefault(one.country, []).append(bits)
    kinds = sorted({0, *(bits for _, bits in sorts), *(bits for some in seated.values() for bits in some)})
    column = {bits: number for number, bits in enumerate(kinds)}
    found = filling(capacity, (), tuple(kinds), sum(capacity), members + len(there))
    full = np.array(found.most) == sum(capacity)

    def read(way: int, some: Sequence[int]) -> int:
        for bits in some:
            way = found.step[way][column[bits]]
        return way

    done = {country for country, some in seated.items() if full[read(0, some)]}
    ways, enough = len(full), bundle.at_least
    states = np.arange(ways * (enough + 1))
    step = np.tile(states[:, None], (1, len(sorts)))
    for sort, (one, bits) in enumerate(sorts):
        if one.counting and one.country != home and one.country not in done:
            first = read(0, seated.get(one.country, ()))  # those who sit there come first in every country
            following = np.array([read(way or first, (bits,)) for way in range(ways)], dtype=np.int64)
            step[:, sort] = (np.arange(enough + 1)[:, None] * ways + following).reshape(-1)
    number, way = np.divmod(states, ways)
    reached = np.minimum(number + full[way], enough)
    worth = np.where(reached >= enough, 0.0, -np.inf)
    return Automaton.of(min(len(done), enough) * ways, step, worth, fresh=reached * ways)
