"""Who is known under which id: a lookup that keeps no texts of its own."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.errors import Invalid
from matchmaker.language import N_, say
from matchmaker.matching.snapshot.arrays import Bools, Hashes, Ints, Places
from matchmaker.matching.snapshot.columns import Columns, Tables, digits, written
from matchmaker.matching.snapshot.encoding import hashed, in_bytes

_SORTED = ("oid", "pic", "alike")


@dataclass(frozen=True, slots=True)
class Orders:
    """What ids are looked up in.

    first: the hash of each first id, rising; holder: the position it stands for. further, owner: the same for further ids.
    oid, pic, alike: positions in the order of these columns.
    """

    first: Hashes
    holder: Places
    further: Hashes
    owner: Places
    oid: Places
    pic: Places
    alike: Places

    @staticmethod
    def of(columns: Columns) -> "Orders":
        """The orders of finished columns. Raises `Invalid` when two organisations have one first id."""
        holder = _sorted(columns.hashes)
        first = columns.hashes[holder]
        _refuse_twins(columns, first, holder)
        further, owner = _further(columns, np.flatnonzero(columns.others.lengths))
        return Orders(first, holder, further, owner, *(_sorted(getattr(columns, name)) for name in _SORTED))

    def changed(self, old: Columns, new: Columns, touched: Bools, fresh: Ints) -> "Orders":
        """The orders after a change.

        touched: marks the positions, of old and new, that do not hold what they held; fresh: those to note anew.
        """
        first, holder, further, owner = self.first, self.holder, self.further, self.owner
        if old.hashes is not new.hashes:
            order = np.argsort(new.hashes[fresh], kind="stable")
            noted = new.hashes[fresh][order], fresh[order].astype(np.int32)
            first, holder = _merged(first, holder, ~touched[holder], *noted)
        if old.others is not new.others:
            further, owner = _merged(further, owner, ~touched[owner], *_further(new, fresh))
        orders = (
            before if getattr(old, name) is getattr(new, name) else _reordered(before, getattr(new, name), touched, fresh)
            for name, before in ((name, getattr(self, name)) for name in _SORTED)
        )
        return Orders(first, holder, further, owner, *orders)


class Index(Mapping[str, int]):
    """Every id an organisation is known under -> its position; first ids go before further ones, those before OID and PIC."""

    __slots__ = ("_columns", "_orders", "_tables")

    def __init__(self, columns: Columns, tables: Tables, orders: Orders) -> None:
        self._columns, self._tables, self._orders = columns, tables, orders

    def __getitem__(self, given: str) -> int:
        found = self.find(given)
        if found < 0:
            raise KeyError(given)
        return found

    def __contains__(self, given: object) -> bool:
        return isinstance(given, str) and self.find(given) >= 0

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys(self._all())

    def __len__(self) -> int:
        return len(set(self._all()))

    def find(self, given: str) -> int:
        """The position, -1 for none; of several with one further id, OID or PIC the first."""
        coded = in_bytes(given)
        number = hashed([coded])
        for found in (self._first(coded, number), self._further(given, number)):
            if found >= 0:
                return found
        for name, prefix, length in (("oid", "E", 8), ("pic", "", 9)):
            wanted = digits(given, prefix, length)
            if wanted < 0:
                wanted = -2 - odd if (odd := self._tables.numbers.number(given)) >= 0 else -1
            if wanted != -1:
                where = _equal(getattr(self._columns, name), getattr(self._orders, name), wanted)
                if len(where):
                    return int(where.min())
        return -1

    def first(self, given: str) -> int:
        """The position of the organisation whose first id this is, -1 for none."""
        coded = in_bytes(given)
        return self._first(coded, hashed([coded]))

    def _first(self, coded: bytes, number: Hashes) -> int:
        rows = self._columns.ids
        holders = _same(self._orders.first, self._orders.holder, number)
        return next((one for one in holders if rows.row(one).tobytes() == coded), -1)

    def _further(self, given: str, number: Hashes) -> int:
        owners = _same(self._orders.further, self._orders.owner, number)
        return next((one for one in sorted(owners) if given in self._columns.others_of(one)), -1)

    def _all(self) -> Iterator[str]:
        columns, everybody = self._columns, range(self._columns.size)
        yield from map(columns.id_of, everybody)
        for one in everybody:
            yield from columns.others_of(one)
        for column, form in ((columns.oid, "E{:08}"), (columns.pic, "{:09}")):
            for number in column[column != -1].tolist():
                yield written(self._tables, number, form) or ""


def _sorted(column: NDArray[Any]) -> Places:
    return np.argsort(column, kind="stable").astype(np.int32)


def _same(hashes: Hashes, whose: Places, number: Hashes) -> list[int]:
    """Whose hash this one is (`number` has one entry); mostly nobody's or one's."""
    start = end = int(hashes.searchsorted(number)[0])
    while end < len(hashes) and hashes[end] == number[0]:
        end += 1
    return whose[start:end].tolist() if end > start else []


def _merged(hashes: Hashes, whose: Places, kept: Bools, noted: Hashes, holders: Places) -> tuple[Hashes, Places]:
    """Rising hashes without those not kept, with those noted."""
    hashes, whose = hashes[kept], whose[kept]
    at = np.searchsorted(hashes, noted)
    return np.insert(hashes, at, noted), np.insert(whose, at, holders)


def _equal(column: NDArray[Any], order: Places, value: int) -> Places:
    """The positions whose entry is this."""
    start = end = bisect_left(order, value, key=column.__getitem__)
    while end < len(order) and column[order[end]] == value:
        end += 1
    return order[start:end]


def _reordered(order: Places, column: NDArray[Any], touched: Bools, fresh: Ints) -> Places:
    kept = order[~touched[order]]
    noted = fresh[np.lexsort((fresh, column[fresh]))].astype(np.int32)
    return np.insert(kept, np.searchsorted(column[kept], column[noted]), noted)


def _further(columns: Columns, positions: Ints) -> tuple[Hashes, Places]:
    """The further ids of these as hashes, rising, and whose each is."""
    found = [(other, one) for one in positions.tolist() for other in columns.others_of(one)]
    hashes = hashed(in_bytes(other) for other, _ in found)
    order = np.argsort(hashes, kind="stable")
    return hashes[order], np.array([one for _, one in found], dtype=np.int32)[order]


def _refuse_twins(columns: Columns, first: Hashes, holder: Places) -> None:
    alike = np.flatnonzero(first[1:] == first[:-1])
    for one, other in sorted(zip(holder[alike + 1].tolist(), holder[alike].tolist(), strict=True)):
        if columns.id_of(one) == columns.id_of(other):
            raise Invalid({"population": say(N_("%(id)s stands for two organisations"), id=columns.id_of(one))})
