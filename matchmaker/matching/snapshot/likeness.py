"""Who may be one body with whom, as far as identifiers and names tell."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.inputs.names import compared
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.snapshot.arrays import Places
from matchmaker.matching.snapshot.columns import Columns
from matchmaker.matching.snapshot.identities import Orders


class Likeness:
    """Worked out when first asked for, once for all views of a population.

    distinct: pairs of positions that are two bodies, however alike their names are.
    """

    def __init__(self, columns: Columns, orders: Orders, distinct: Sequence[tuple[int, int]]) -> None:
        self._numbers = ((columns.oid, orders.oid), (columns.pic, orders.pic))
        self._alike = (columns.alike, orders.alike)
        self._distinct = distinct

    @cached_property
    def groups(self) -> tuple[Places, ...]:
        """Groups of two or more positions, rising in each: the same OID or PIC, or names alike in one country."""
        told: dict[int, set[int]] = defaultdict(set)
        for one, other in self._distinct:
            told[one].add(other)
            told[other].add(one)
        by_number = [group for column, order in self._numbers for group in _sharing(column, order, none=-1)]
        by_name = [part for group in _sharing(*self._alike, none=0) for part in _undecided(group, told)]
        return (*by_number, *by_name)

    @cached_property
    def groups_of(self) -> Mapping[int, Sequence[int]]:
        """Position -> its groups, by their numbers; rising, and only who is in one."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, group in enumerate(self.groups):
            for position in group.tolist():
                found[position].append(number)
        return dict(sorted(found.items()))


def _sharing(column: NDArray[Any], order: Places, *, none: int) -> Iterator[Places]:
    """The positions that share a value; `none` stands for no value."""
    values = column[order]
    first = np.ones(len(values), dtype=bool)
    first[1:] = values[1:] != values[:-1]
    starts = np.flatnonzero(first)
    sizes = np.diff(starts, append=len(values))
    for start, size in zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        if values[start] != none:
            yield np.sort(order[start : start + size])


def _undecided(group: Places, told: Mapping[int, set[int]]) -> Iterator[Places]:
    """Of those alike the groups of which any two may be one body. told: position -> those that are known to be others.

    As many groups as there are of whom something is known: each with all of whom nothing is; and pairs of the former.
    """
    members = set(group.tolist()) if told else set()
    known = sorted(one for one in members if not members.isdisjoint(told.get(one, ())))
    if not known:
        yield group
        return
    others = np.setdiff1d(group, known)
    if len(others):
        yield from (np.sort(np.append(others, one)).astype(np.int32) for one in known)
    yield from (np.array(pair, dtype=np.int32) for pair in combinations(known, 2) if pair[1] not in told[pair[0]])


def identities(organisation: Organisation, *, names: bool = True) -> Iterable[tuple[str, ...]]:
    """By what two organisations may turn out to be one body. A row without a name is never suggested and is in no doubt."""
    found: list[tuple[str, ...]] = []
    if organisation.oid:
        found.append(("oid", organisation.oid))
    if organisation.pic:
        found.append(("pic", organisation.pic))
    if names and organisation.name and (alike := compared(organisation.name)):
        found.append(("name", organisation.country, alike))
    return tuple(found)
