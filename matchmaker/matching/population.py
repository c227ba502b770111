"""The organisations that may be suggested, as columns: one pass over them answers a question about all."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.snapshot.arrays import Bools, Floats, Hashes, Ints, Places
from matchmaker.matching.snapshot.batch import Batch, batch, batches, listed
from matchmaker.matching.snapshot.columns import IN_DOUBT, NO_TABLES, Columns, Nature, Tables, joined
from matchmaker.matching.snapshot.deltas import Plan, postings_after, postings_of, spliced
from matchmaker.matching.snapshot.encoding import UNKNOWN_RESPONSIVENESS, Encoder
from matchmaker.matching.snapshot.identities import Index, Orders
from matchmaker.matching.snapshot.likeness import Likeness, identities
from matchmaker.matching.snapshot.weight import weight
from matchmaker.programme import families
from matchmaker.programme.calls import Call

__all__ = [
    "UNKNOWN_RESPONSIVENESS", "Bools", "Floats", "Ints", "Nature", "Places", "Population", "TextSource", "Texts", "identities",
    "terms",
]  # fmt: skip

_NOBODY: Places = np.empty(0, dtype=np.int32)


class Texts(NamedTuple):
    """What is shown of an organisation and decides nothing in a search."""

    name: str
    region: str
    city: str
    website: str
    registration: str | None


Pairs = Iterable[tuple[str, str]]
"""Pairs of organisations by any of their ids."""
PlacedPairs = tuple[tuple[int, int], ...]
TextSource = Callable[[Sequence[str]], Mapping[str, Texts]]
"""First ids -> what is shown of each that is still there."""


class Population:
    """A snapshot of organisations, read-only and shared; an organisation is known here by its position, 0..size-1.

    All columns have length `size`. nature, country, tongues, roles: positions in `natures`, `countries`, `tongue_sets` and
    `role_sets`. newcomer: 1 yes, 0 no, below 0 not known. available: has a name and may be suggested. coordinates: has that
    role or states none. established: the day's ordinal, 0 unknown. postings: a term such as `field:1013`, `topic:...`,
    `priority:...` or `expertise:...` -> the positions that list it. fields: those that somebody lists. blocks: pairs that do
    not sit together, for one has blocked the other or they may be one body. distinct: pairs that are two, however alike.
    """

    def __init__(
        self,
        organisations: Iterable[Organisation],
        blocks: Pairs = (),
        *,
        doubts_listed: bool = False,
        distinct: Pairs = (),
    ) -> None:
        """Keep the texts here, and nothing else that came in.

        `doubts_listed`: `blocks` also holds every pair that may be one body, so that names need not be compared here.
        Raises `Invalid` when two have one first id.
        """
        kept: dict[str, Texts] = {}
        self._by_name = not doubts_listed
        self._build(batches(_noting(organisations, kept), by_name=self._by_name), blocks, distinct, kept)

    @classmethod
    def of(cls, some: Iterable[Batch], blocks: Pairs, texts: TextSource, *, distinct: Pairs = ()) -> "Population":
        """A population whose texts are kept elsewhere; the batches say whose names are alike."""
        made = cls.__new__(cls)
        made._by_name = True
        made._build(some, blocks, distinct, None)
        return made.reading(texts)

    def _build(self, some: Iterable[Batch], blocks: Pairs, distinct: Pairs, kept: dict[str, Texts] | None) -> None:
        encoder = Encoder(NO_TABLES)
        columns = joined([encoder.encode(one) for one in some] or [encoder.encode(batch(()))])
        self._kept, self._texts = kept, _from(kept or {})
        self._hold(columns, encoder.tables, Orders.of(columns), postings_of(columns.terms))
        self._keep_apart(tuple(self._pairs(blocks)), tuple(self._pairs(distinct)))

    def _hold(self, columns: Columns, tables: Tables, orders: Orders, postings: Mapping[int, Places]) -> None:
        """Be the population with these columns."""
        self._columns, self._tables, self._orders, self._postings = columns, tables, orders, postings
        self.size = columns.size
        self.nature, self.country, self.tongues = columns.nature, columns.country, columns.tongues
        self.newcomer, self.coordinates, self.responsiveness = columns.newcomer, columns.coordinates, columns.responsiveness
        self.available, self.established = columns.named, columns.established
        self.natures, self.countries, self.tongue_sets = tables.natures.all, tables.countries.all, tables.tongue_sets.all
        self.roles, self.role_sets = columns.roles, tables.role_sets.all
        self.postings: Mapping[str, Places] = {tables.terms.all[number]: found for number, found in postings.items()}
        self.fields = tuple(term.removeprefix("field:") for term in self.postings if term.startswith("field:"))
        self.index = Index(columns, tables, orders)
        self._seen: dict[int, NDArray[np.int8]] = {}

    def _keep_apart(self, blocks: PlacedPairs, distinct: PlacedPairs) -> None:
        """Let these be the pairs."""
        self.blocks, self.distinct = blocks, distinct
        self._tied: Bools | None = None
        self._likeness = Likeness(self._columns, self._orders, distinct)

    def updated(
        self,
        changed: Iterable[Organisation],
        gone: Iterable[str] = (),
        blocks: Pairs | None = None,
        *,
        distinct: Pairs | None = None,
    ) -> "Population":
        """The population after some changed or came and some went (first ids); who is among both is there.

        It answers as one built anew does; what is the same is shared. Doing the same twice changes nothing. Who is not to be
        suggested (`without`) still is not. blocks, distinct: every pair in which one of the changed stands, in place of those
        there were; None: they stay.
        """
        latest = {one.id: one for one in changed}
        kept = None if self._kept is None else {**self._kept, **{one.id: _texts(one) for one in latest.values()}}
        return self.spliced(batch(tuple(latest.values()), by_name=self._by_name), gone, blocks, kept, distinct=distinct)

    def spliced(
        self,
        some: Batch,
        gone: Iterable[str] = (),
        blocks: Pairs | None = None,
        kept: dict[str, Texts] | None = None,
        *,
        distinct: Pairs | None = None,
    ) -> "Population":
        """The same, with who changed as a batch; `kept`: the texts, where they are kept here."""
        encoder = Encoder(self._tables)
        piece = encoder.encode(some)
        there = [self.index.first(one) for one in some.ids]
        left = {found for one in gone if (found := self.index.first(one)) >= 0}.difference(there)
        plan = Plan.of(self.size, there, left)
        columns = spliced(self._columns, piece, plan)
        after = copy(self)
        after._kept = kept
        if kept is not None:
            for one in left:
                kept.pop(self.id_of(one), None)
            after._texts = _from(kept)
        orders = self._orders.changed(self._columns, columns, plan.touched, plan.fresh)
        after._hold(columns, encoder.tables, orders, postings_after(self._postings, self._columns, columns, plan))
        left_out = np.flatnonzero(self._columns.named & ~self.available).tolist()
        if left_out := [plan.moves.get(one, one) for one in left_out if one not in left]:
            after.available = columns.named.copy()
            after.available[left_out] = False

        def pairs(before: PlacedPairs, new: Pairs | None) -> PlacedPairs:
            without = left if new is None else left.union(there)
            stay = ((plan.moves.get(a, a), plan.moves.get(b, b)) for a, b in before if without.isdisjoint((a, b)))
            return tuple(dict.fromkeys([*stay, *after._pairs(new or ())]))

        after._keep_apart(pairs(self.blocks, blocks), pairs(self.distinct, distinct))
        return after

    def without(self, unavailable: Iterable[str], *, not_coordinating: Iterable[str] = ()) -> "Population":
        """The same organisations, of whom those with these ids are not suggested now; counts stay as they are.

        not_coordinating: ids of those that are not found as a coordinator now.
        """
        view = copy(self)
        view.available, view.coordinates = self.available.copy(), self.coordinates.copy()
        view.available[self._found(unavailable)] = False
        view.coordinates[self._found(not_coordinating)] = False
        return view

    def _found(self, ids: Iterable[str]) -> list[int]:
        """The positions of the ids that somebody here is known under."""
        return [found for one in ids if (found := self.index.find(one)) >= 0]

    def seen_from(self, call: Call) -> "Population":
        """The same organisations; who is a newcomer is said of the family of actions of this call."""
        family = families.of_call(call)
        return self if family is None else self.seen_in(families.PLACES[family.slug])

    def seen_in(self, family: int) -> "Population":
        """The same for a family by its number, 0..15."""
        newcomer = self._seen.get(family)
        if newcomer is None:
            bit = np.uint32(1 << family)
            new, old = (self._columns.new_in & bit) > 0, (self._columns.old_in & bit) > 0
            values = (np.int8(IN_DOUBT), np.int8(1), np.int8(0))
            newcomer = self._seen[family] = np.select((new & old, new, old), values, np.int8(-1))
        view = copy(self)
        view.newcomer = newcomer
        view._columns = replace(self._columns, newcomer=newcomer)
        return view

    def rated(self, values: Mapping[str, float]) -> "Population":
        """The same organisations; first id -> how likely an answer is, of everybody of whom that is known."""
        said = [values.get(self.id_of(one)) for one in range(self.size)]
        view = copy(self)
        view.responsiveness = np.array([UNKNOWN_RESPONSIVENESS if one is None else one for one in said], dtype=np.float64)
        known = np.array([one is not None for one in said], dtype=bool)
        view._columns = replace(self._columns, rated=known, responsiveness=view.responsiveness)
        return view

    def reading(self, texts: TextSource) -> "Population":
        """The same organisations, their texts from elsewhere."""
        view = copy(self)
        view._texts = texts
        return view

    def id_of(self, position: int) -> str:
        """The first id of an organisation."""
        return self._columns.id_of(position)

    def facts(self, position: int) -> Organisation:
        """What rules, wishes and score look at. Name, region, city, website and registration are empty: `read` has them."""
        return self._columns.facts(self._tables, position)

    def read(self, positions: Iterable[int]) -> tuple[Organisation, ...]:
        """Organisations with all that is known of them, in the order asked; the texts are empty of who has just left."""
        found = [self.facts(one) for one in positions]
        texts = self._texts([one.id for one in found])
        return tuple(replace(one, **texts[one.id]._asdict()) if one.id in texts else one for one in found)

    def df(self, term: str) -> int:
        """How many organisations list exactly `term`."""
        return len(self.postings.get(term, ()))

    def holding(self, term: str) -> Places:
        """The positions that list exactly `term`, rising."""
        return self.postings.get(term, _NOBODY)

    @property
    def groups_of(self) -> Mapping[int, Sequence[int]]:
        """Position -> the groups of `shared_identities` it is in, by their numbers; rising, and only who is in one."""
        return self._likeness.groups_of

    @property
    def shared_identities(self) -> tuple[Places, ...]:
        """Groups of two or more positions that may be one body: the same OID or PIC, or names alike in one country.

        A shared registration number makes no group: schools share the number of their authority.
        """
        return self._likeness.groups

    @property
    def tied(self) -> Bools:
        """Whether each may not sit with somebody: by a group, or by a pair of `blocks`."""
        if self._tied is None:
            tied = np.zeros(self.size, dtype=bool)
            tied[[*self.groups_of, *chain.from_iterable(self.blocks)]] = True
            self._tied = tied
        return self._tied

    def visiting_order(self, initiator: int, some: Ints | slice = slice(None)) -> NDArray[np.uint64]:
        """A number for each of some organisations, a hash of (initiator, id): who comes first among equals is no privilege."""
        # The two hashes are mixed with the finaliser of splitmix64, so that one pass over a column does it.
        hashes: Hashes = self._columns.hashes
        with np.errstate(over="ignore"):
            mixed = hashes[some] ^ (hashes[initiator] * np.uint64(0x9E3779B97F4A7C15))
            mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(mixed ^ (mixed >> np.uint64(31)), dtype=np.uint64)

    def memory(self) -> int:
        """Bytes this takes with everything it has worked out so far; what is shared within it counts once."""
        return weight(
            self._columns, self._tables, self._orders, self._postings, self.postings, self.blocks, self.distinct, self.available,
            self._likeness, self._kept, self._seen, self._tied,
        )  # fmt: skip

    def _pairs(self, given: Pairs) -> Iterator[tuple[int, int]]:
        for one, other in given:
            a, b = self.index.find(one), self.index.find(other)
            if a >= 0 and b >= 0 and a != b:
                yield a, b


def terms(organisation: Organisation) -> tuple[str, ...]:
    """What an organisation lists, each once: `field:`, `priority:`, `topic:` and `expertise:` terms."""
    return tuple(dict.fromkeys(listed(organisation)))


def _texts(one: Organisation) -> Texts:
    return Texts(one.name, one.region, one.city, one.website, one.registration)


def _noting(organisations: Iterable[Organisation], kept: dict[str, Texts]) -> Iterator[Organisation]:
    """The organisations as they come; their texts are kept on the way."""
    for one in organisations:
        kept[one.id] = _texts(one)
        yield one


def _from(kept: Mapping[str, Texts]) -> TextSource:
    return lambda ids: {one: kept[one] for one in ids if one in kept}
