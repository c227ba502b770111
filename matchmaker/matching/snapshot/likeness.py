"""Who may be one body with whom, as far as identifiers and names tell."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property

import numpy as np

from matchmaker.inputs.names import fold
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.snapshot.arrays import Places
from matchmaker.matching.snapshot.columns import Columns
from matchmaker.matching.snapshot.identities import Orders


class Likeness:
    """Worked out when first asked for, once for all views of a population.

    keys: the country and the name as it is compared of each organisation, "" for none; None: names are not compared.
    """

    def __init__(self, columns: Columns, orders: Orders, keys: Callable[[], Sequence[tuple[str, str]]] | None) -> None:
        self._numbers = ((columns.oid, orders.oid), (columns.pic, orders.pic))
        self._keys = keys

    @cached_property
    def groups(self) -> tuple[Places, ...]:
        """Groups of two or more positions, rising in each: the same OID or PIC, or names alike in one country."""
        found: list[Places] = []
        for column, order in self._numbers:
            values = column[order]
            starts = np.flatnonzero(np.diff(values, prepend=values[:1] - 1))
            sizes = np.diff(starts, append=len(values))
            for start, size in zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
                if values[start] != -1:
                    found.append(np.sort(order[start : start + size]))
        return (*found, *self._alike())

    @cached_property
    def groups_of(self) -> Mapping[int, Sequence[int]]:
        """Position -> its groups, by their numbers; rising, and only who is in one."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, group in enumerate(self.groups):
            for position in group.tolist():
                found[position].append(number)
        return dict(sorted(found.items()))

    def _alike(self) -> list[Places]:
        if self._keys is None:
            return []
        sharing: dict[Hashable, list[int]] = defaultdict(list)
        for position, key in enumerate(self._keys()):
            if key[1]:
                sharing[key].append(position)
        return [np.array(group, dtype=np.int32) for group in sharing.values() if len(group) > 1]


def identities(organisation: Organisation, *, names: bool = True) -> tuple[tuple[str, ...], ...]:
    """By what two organisations may turn out to be one body. A row without a name is never suggested and is in no doubt."""
    found: list[tuple[str, ...]] = []
    if organisation.oid:
        found.append(("oid", organisation.oid))
    if organisation.pic:
        found.append(("pic", organisation.pic))
    if names and organisation.name and (folded := fold(organisation.name)):
        found.append(("name", organisation.country, folded))
    return tuple(found)
