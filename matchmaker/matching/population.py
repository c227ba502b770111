"""The organisations that may be suggested, as columns: one pass over them answers a question about all."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from matchmaker.errors import Invalid
from matchmaker.inputs.names import fold
from matchmaker.inputs.organisations import Organisation
from matchmaker.language import N_, say

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

HashableT = TypeVar("HashableT", bound=Hashable)

UNKNOWN_RESPONSIVENESS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Nature:
    """What decides which class, sector and seat an organisation can fill; many organisations share one."""

    type: str
    flags: frozenset[str]
    sectors: frozenset[str]


class Population:
    """A snapshot of organisations, read-only and shared; an organisation is known here by its position, 0..size-1.

    All columns have length `size`. nature, country, tongues: positions in `natures`, `countries`, `tongue_sets`.
    newcomer: 1 yes, 0 no, -1 not stated. available: has a name and may be suggested. coordinates: has that role. postings: a
    term such as `field:1013`, `topic:...`, `priority:...` or `expertise:...` -> the positions that list it. blocks: pairs that
    do not sit together, because one has blocked the other or they may be one body.
    """

    def __init__(
        self,
        organisations: Iterable[Organisation],
        blocks: Iterable[tuple[str, str]] = (),
        *,
        doubts_listed: bool = False,
    ) -> None:
        """`doubts_listed`: `blocks` also holds every pair that may be one body, so that names need not be compared here."""
        self._doubts_listed = doubts_listed
        self._organisations = tuple(organisations)
        self.size = len(self._organisations)
        self.index = _index(self._organisations)
        natures: _Codes[Nature] = _Codes()
        tongue_sets: _Codes[frozenset[str]] = _Codes()
        countries: _Codes[str] = _Codes()
        postings: dict[str, list[int]] = defaultdict(list)
        rows = [
            (
                natures.code(Nature(o.type, o.flags, o.sectors)),
                tongue_sets.code(o.languages),
                countries.code(o.country),
                -1 if o.newcomer is None else int(o.newcomer),
                bool(o.name),
                "coordinator" in o.roles,
            )
            for o in self._organisations
        ]
        columns = np.array(rows, dtype=np.int64).reshape(self.size, 6).T
        self.nature, self.tongues, self.country, self.newcomer = (np.ascontiguousarray(column) for column in columns[:4])
        self.available: Bools = columns[4].astype(bool)
        self.coordinates: Bools = columns[5].astype(bool)
        self.natures: tuple[Nature, ...] = natures.values
        self.tongue_sets: tuple[frozenset[str], ...] = tongue_sets.values
        self.countries: tuple[str, ...] = countries.values
        self.responsiveness: Floats = np.array(
            [UNKNOWN_RESPONSIVENESS if o.responsiveness is None else o.responsiveness for o in self._organisations],
            dtype=np.float64,
        )
        for position, organisation in enumerate(self._organisations):
            for term in terms(organisation):
                postings[term].append(position)
        self.postings: dict[str, Ints] = {term: np.array(found, dtype=np.int64) for term, found in postings.items()}
        pairs = ((self.index.get(a), self.index.get(b)) for a, b in blocks)
        self.blocks = tuple((a, b) for a, b in pairs if a is not None and b is not None and a != b)

    def without(self, unavailable: Iterable[str]) -> "Population":
        """The same organisations, of whom those with these ids are not suggested now; counts stay as they are."""
        _ = self.groups_of, self._hashes  # worked out once, here, for every view
        view = copy(self)
        view.available = self.available.copy()
        view.available[[self.index[one] for one in unavailable if one in self.index]] = False
        return view

    def id_of(self, position: int) -> str:
        """The first id of an organisation."""
        return self._organisations[position].id

    def facts(self, position: int) -> Organisation:
        """What rules, wishes and score look at.

        name, region, city, website and registration may be kept elsewhere and are empty then: `read` has them.
        """
        return self._organisations[position]

    def read(self, positions: Iterable[int]) -> tuple[Organisation, ...]:
        """Organisations with all that is known of them, in the order asked."""
        return tuple(self._organisations[one] for one in positions)

    def df(self, term: str) -> int:
        """How many organisations list exactly `term`."""
        return len(self.postings.get(term, ()))

    def holding(self, term: str) -> Ints:
        """The positions that list exactly `term`."""
        return self.postings.get(term, np.empty(0, dtype=np.int64))

    @cached_property
    def groups_of(self) -> dict[int, list[int]]:
        """Position -> the groups of `shared_identities` it is in, by their numbers; rising, and only who is in one."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, group in enumerate(self.shared_identities):
            for position in group.tolist():
                found[position].append(number)
        return dict(sorted(found.items()))

    @cached_property
    def shared_identities(self) -> tuple[Ints, ...]:
        """Groups of two or more positions that may be one body: the same OID or PIC, or names alike in one country.

        A shared registration number makes no group: schools share the number of their authority.
        """
        sharing: dict[Hashable, list[int]] = defaultdict(list)
        for position, organisation in enumerate(self._organisations):
            for identity in identities(organisation, names=not self._doubts_listed):
                sharing[identity].append(position)
        return tuple(np.array(group, dtype=np.int64) for group in sharing.values() if len(group) > 1)

    def visiting_order(self, initiator: int) -> NDArray[np.uint64]:
        """A number for each organisation, a hash of (initiator, id): who comes first among equals is nobody's privilege."""
        # The two hashes are mixed with the finaliser of splitmix64, so that one pass over a column does it.
        with np.errstate(over="ignore"):
            mixed = self._hashes ^ (self._hashes[initiator] * np.uint64(0x9E3779B97F4A7C15))
            mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(mixed ^ (mixed >> np.uint64(31)), dtype=np.uint64)

    @cached_property
    def _hashes(self) -> NDArray[np.uint64]:
        digests = b"".join(blake2b(o.id.encode(), digest_size=8).digest() for o in self._organisations)
        return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def terms(organisation: Organisation) -> tuple[str, ...]:
    """What an organisation lists, each once: `field:`, `priority:`, `topic:` and `expertise:` terms."""
    return tuple(
        dict.fromkeys(
            [
                *(f"field:{code}" for code in organisation.fields),
                *(f"priority:{code}" for code in organisation.priorities),
                *(f"topic:{slug}" for slug in organisation.topics),
                *(f"expertise:{slug}" for slug in organisation.expertise),
            ]
        )
    )


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


def _index(organisations: tuple[Organisation, ...]) -> dict[str, int]:
    """Every id an organisation is known under -> its position; own ids go before further ones, those before OID and PIC."""
    index: dict[str, int] = {}
    for position, organisation in enumerate(organisations):
        if index.setdefault(organisation.id, position) != position:
            raise Invalid({"population": say(N_("%(id)s stands for two organisations"), id=organisation.id)})
    for position, organisation in enumerate(organisations):
        for other in organisation.other_ids:
            index.setdefault(other, position)
    for position, organisation in enumerate(organisations):
        for number in (organisation.oid, organisation.pic):
            if number:
                index.setdefault(number, position)
    return index


class _Codes(Generic[HashableT]):
    """Numbers for values, in the order in which they come."""

    def __init__(self) -> None:
        self._numbers: dict[HashableT, int] = {}

    def code(self, value: HashableT) -> int:
        return self._numbers.setdefault(value, len(self._numbers))

    @property
    def values(self) -> tuple[HashableT, ...]:
        return tuple(self._numbers)
