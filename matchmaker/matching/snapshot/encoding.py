"""From organisations side by side to columns, with tables that grow by what is new in them."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.snapshot.arrays import Bools, Hashes, Ints, Places, Ragged
from matchmaker.matching.snapshot.batch import EVERYWHERE, LISTS, SETS, Batch
from matchmaker.matching.snapshot.codes import Codes, Values
from matchmaker.matching.snapshot.columns import END_OF_ID, IN_DOUBT, Columns, Nature, Tables, digits

UNKNOWN_RESPONSIVENESS: Final = 0.5
COORDINATOR: Final = "coordinator"
_NEWNESS: Final = np.array([(0, EVERYWHERE), (EVERYWHERE, 0), (0, 0)], dtype=np.uint32)
"""By what is stated (0 no, 1 yes, -1 nothing) the families in which somebody is new, and experienced."""
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
        self._kinds: dict[tuple[str, bytes], int] = {}
        self._of_kind: list[tuple[int, int, int, bool]] = []
        """By the number of a kind: its nature, tongues and roles, and whether it may coordinate by these."""

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
        newcomer = _column((-1 if one is None else int(one) for one in batch.newcomers), size, np.int8)
        newness = _NEWNESS[newcomer]
        newness[list(batch.newness)] = np.array(list(batch.newness.values()), dtype=np.uint32).reshape(-1, 2)
        newcomer[(newness == EVERYWHERE).all(axis=1)] = IN_DOUBT
        nature, tongues, roles, coordinates = np.array(self._of_kind, dtype=np.int32).reshape(-1, 4)[kinds].T
        rated: Bools = np.array([one is not None for one in batch.responsiveness], dtype=bool)
        return Columns(
            ids=Ragged.of_bytes(ids),
            hashes=hashed(ids),
            others=Ragged.of_bytes([others.get(row, b"") for row in range(size)]),
            nature=nature.copy(),
            country=_column(map(self._countries.__getitem__, batch.countries), size),
            tongues=tongues.copy(),
            roles=roles.astype(np.int16),
            terms=terms,
            newcomer=newcomer,
            new_in=newness[:, 0].copy(),
            old_in=newness[:, 1].copy(),
            named=np.array(batch.named, dtype=bool),
            coordinates=coordinates.astype(bool),
            known_only=np.array(batch.known_only, dtype=bool),
            rated=rated,
            responsiveness=np.array(
                [UNKNOWN_RESPONSIVENESS if one is None else one for one in batch.responsiveness], dtype=np.float64
            ),
            established=_column((0 if day is None else day.toordinal() for day in batch.established), size),
            oid=self._numbered(batch.oids, *_OID),
            pic=self._numbered(batch.pics, *_PIC),
            alike=_alike(batch),
        )

    def _numbered(self, given: Sequence[str | None], prefix: str, length: int) -> Places:
        """OIDs or PICs as the column has them."""
        found = _column((digits(one, prefix, length) if one else -1 for one in given), len(given))
        for row in np.flatnonzero(found < 0).tolist():
            if odd := given[row]:
                found[row] = -2 - self._numbers[odd]
        return found

    def _codes_of(self, batch: Batch) -> tuple[Ragged, Places]:
        """What each organisation lists, and the number of its kind."""
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
        said = codes[stated].tobytes()
        ends = (codes.itemsize * np.cumsum(np.bincount(rows[stated], minlength=size))).tolist()
        spans = zip(batch.types, [0, *ends], ends, strict=False)
        return terms, _column((self._kind(type_, said[start:end]) for type_, start, end in spans), size)

    def _kind(self, type_: str, said: bytes) -> int:
        """The number of a kind, which all share that are of one type and state the same; said: numbers of codes."""
        key = (type_, said)
        if key not in self._kinds:
            sets: dict[str, set[str]] = {vocabulary: set() for vocabulary in SETS}
            for number in np.frombuffer(said, dtype=np.int32).tolist():
                vocabulary, _, code = self._codes.stated[number].partition(":")
                sets[vocabulary].add(code)
            flags, sectors, languages, roles = (frozenset(sets[vocabulary]) for vocabulary in SETS)
            nature = self._natures[Nature(type_, flags, sectors)]
            self._kinds[key] = len(self._kinds)
            self._of_kind.append(
                (nature, self._tongue_sets[languages], self._role_sets[roles], COORDINATOR in roles or not roles)
            )
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


def _alike(batch: Batch) -> Hashes:
    """A number for each country and name, 0 for none."""
    there = [row for row, name in enumerate(batch.alike) if name]
    found = np.zeros(len(batch.ids), dtype=np.uint64)
    found[there] = hashed(in_bytes(f"{batch.countries[row]} {batch.alike[row]}") for row in there)
    return found


def _rank(written: str) -> int:
    return _RANKS[written.partition(":")[0]]


def _column(values: Iterable[int], size: int, kind: type[np.integer[Any]] = np.int32) -> NDArray[Any]:
    return np.fromiter(values, dtype=kind, count=size)
