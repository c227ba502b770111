"""From organisations side by side to columns, with tables that grow by what is new in them."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.snapshot.arrays import Bools, Hashes, Ints, Places, Ragged
from matchmaker.matching.snapshot.batch import LISTS, SETS, Batch
from matchmaker.matching.snapshot.codes import Codes, Values
from matchmaker.matching.snapshot.columns import END_OF_ID, Columns, Nature, Tables, digits

UNKNOWN_RESPONSIVENESS: Final = 0.5
COORDINATOR: Final = "coordinator"
EVERYWHERE: Final = 2**16 - 1
"""All families of actions."""
_SIDES: Final = {True: (EVERYWHERE, 0), False: (0, EVERYWHERE), None: (0, 0)}
_RANKS: Final = {vocabulary: rank for rank, vocabulary in enumerate((*LISTS, *SETS))}
_OID: Final = ("E", 8)
_PIC: Final = ("", 9)


def hashed(ids: Iterable[bytes]) -> Hashes:
    """A number for each id that depends on nothing else."""
    digests = b"".join(blake2b(one, digest_size=8).digest() for one in ids)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def in_bytes(text: str) -> bytes:
    """A text as columns keep it."""
    return text.encode("utf-8", "surrogatepass")


class Encoder:
    """Makes columns of batches. `tables`, at the end, is what these name by number: the given ones and what was new."""

    def __init__(self, tables: Tables) -> None:
        self._given = tables
        self._natures = tables.natures.open()
        self._countries = tables.countries.open()
        self._tongue_sets = tables.tongue_sets.open()
        self._role_sets = tables.role_sets.open()
        self._numbers = tables.numbers.open()
        self._codes = _Written(tables.terms)
        self._kinds: dict[tuple[str, bytes], tuple[int, int, int, bool]] = {}

    @property
    def tables(self) -> Tables:
        """The tables; those that nothing was added to are the given ones."""
        given = self._given
        return Tables(
            given.natures.grown(self._natures),
            given.countries.grown(self._countries),
            given.tongue_sets.grown(self._tongue_sets),
            given.role_sets.grown(self._role_sets),
            given.numbers.grown(self._numbers),
            given.terms.grown(self._codes.terms),
        )

    def encode(self, batch: Batch) -> Columns:
        """The columns of a batch."""
        size = len(batch.ids)
        ids = [in_bytes(one) for one in batch.ids]
        others = {row: b"".join(in_bytes(one) + END_OF_ID for one in further) for row, further in batch.others.items()}
        terms, kinds = self._codes_of(batch)
        sides = [batch.sides.get(row, _SIDES[stated]) for row, stated in enumerate(batch.newcomers)]
        rated: Bools = np.array([one is not None for one in batch.responsiveness], dtype=bool)
        return Columns(
            ids=Ragged.of_bytes(ids),
            hashes=hashed(ids),
            others=Ragged.of_bytes([others.get(row, b"") for row in range(size)]),
            nature=_column((kind[0] for kind in kinds), size),
            country=_column(map(self._countries.__getitem__, batch.countries), size),
            tongues=_column((kind[1] for kind in kinds), size),
            roles=_column((kind[2] for kind in kinds), size, np.int16),
            terms=terms,
            newcomer=_column((-1 if one is None else int(one) for one in batch.newcomers), size, np.int8),
            new_in=_column((new for new, _ in sides), size, np.uint16),
            old_in=_column((old for _, old in sides), size, np.uint16),
            named=np.array(batch.named, dtype=bool),
            coordinates=np.array([kind[3] for kind in kinds], dtype=bool),
            known_only=np.array(batch.known_only, dtype=bool),
            rated=rated,
            responsiveness=np.array(
                [UNKNOWN_RESPONSIVENESS if one is None else one for one in batch.responsiveness], dtype=np.float64
            ),
            established=_column((0 if day is None else day.toordinal() for day in batch.established), size),
            oid=_column((self._number(one, *_OID) for one in batch.oids), size),
            pic=_column((self._number(one, *_PIC) for one in batch.pics), size),
        )

    def _number(self, written: str | None, prefix: str, length: int) -> int:
        if not written:
            return -1
        number = digits(written, prefix, length)
        return number if number >= 0 else -2 - self._numbers[written]

    def _codes_of(self, batch: Batch) -> tuple[Ragged, list[tuple[int, int, int, bool]]]:
        """What each organisation lists; and the numbers of its nature, tongues and roles, and whether it may coordinate."""
        size, total = len(batch.ids), len(batch.codes)
        codes = _column(map(self._codes.__getitem__, batch.codes), total)
        rows = np.repeat(np.arange(size), np.asarray(batch.counts, dtype=np.int64))
        order = np.arange(total) if batch.order is None else np.asarray(batch.order, dtype=np.int64)
        rank = self._codes.rank_of(codes)
        listed = np.flatnonzero(codes >= 0)
        listed = listed[np.lexsort((order[listed], rank[listed], rows[listed]))]
        small = len(self._codes.terms) <= 2**16
        lengths = np.bincount(rows[listed], minlength=size)
        terms = Ragged.of(lengths, codes[listed].astype(np.uint16 if small else np.uint32))
        stated = np.flatnonzero(codes < 0)
        stated = stated[np.lexsort((codes[stated], rows[stated]))]
        said = Ragged.of(np.bincount(rows[stated], minlength=size), codes[stated])
        return terms, [self._kind(type_, said.row(row)) for row, type_ in enumerate(batch.types)]

    def _kind(self, type_: str, stated: Places) -> tuple[int, int, int, bool]:
        """Nature, tongues, roles, and whether that is a coordinator, worked out once for all that say the same."""
        key = (type_, stated.tobytes())
        if key not in self._kinds:
            sets: dict[str, set[str]] = {vocabulary: set() for vocabulary in SETS}
            for number in stated.tolist():
                vocabulary, _, code = self._codes.stated[number].partition(":")
                sets[vocabulary].add(code)
            flags, sectors, languages, roles = (frozenset(sets[vocabulary]) for vocabulary in SETS)
            nature = self._natures[Nature(type_, flags, sectors)]
            self._kinds[key] = nature, self._tongue_sets[languages], self._role_sets[roles], COORDINATOR in roles
        return self._kinds[key]


class _Written(dict[str, int]):
    """`vocabulary:code` -> the number of the term if it is listed; else, from -1 down, one that only this knows."""

    def __init__(self, terms: Values[str]) -> None:
        self.terms: Codes[str] = terms.open()
        self.stated: dict[int, str] = {}
        super().__init__(self.terms)
        self._ranks = [_rank(term) for term in terms.all]

    def __missing__(self, written: str) -> int:
        rank = _rank(written)
        if rank < len(LISTS):
            number = self.terms[written]
            self._ranks.append(rank)
        else:
            number = -1 - len(self.stated)
            self.stated[number] = written
        self[written] = number
        return number

    def rank_of(self, codes: Places) -> Ints:
        """The place of the vocabulary among `LISTS`, for each code; nothing that makes sense for those that are not listed."""
        return np.array([*self._ranks, 0], dtype=np.int64)[np.maximum(codes, -1)]


def _rank(written: str) -> int:
    return _RANKS[written.partition(":")[0]]


def _column(values: Iterable[int], size: int, kind: type[np.integer[Any]] = np.int32) -> NDArray[Any]:
    return np.fromiter(values, dtype=kind, count=size)
