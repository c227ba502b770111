"""Who fills which place, when one organisation may fill one place only: the largest assignment there is."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from matchmaker.eligibility.facts import Member

PlaceT = TypeVar("PlaceT")


def assign(places: Sequence[PlaceT], members: Sequence[Member], fits: Callable[[PlaceT, Member], bool]) -> list[Member | None]:
    """One member or None for each place, no member twice, as many places filled as can be.

    A place that stays empty would be filled by one more organisation that fits it.
    """
    columns, starts = [], [0]
    for place in places:
        columns += [column for column, member in enumerate(members) if fits(place, member)]
        starts.append(len(columns))
    if not columns:
        return [None] * len(places)
    graph = csr_array(
        (np.ones(len(columns), dtype=np.int8), np.array(columns), np.array(starts)), shape=(len(places), len(members))
    )
    return [members[column] if column >= 0 else None for column in maximum_bipartite_matching(graph, perm_type="column").tolist()]
