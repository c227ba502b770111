"""What a population knows of its organisations, a column each; what many share stands once, in tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.snapshot.arrays import Bools, Floats, Hashes, Places, Ragged
from matchmaker.matching.snapshot.batch import LISTS
from matchmaker.matching.snapshot.codes import Values

END_OF_ID: Final = b"\xff"
"""After each further id; no text holds this byte in UTF-8."""
IN_DOUBT: Final = -2
"""In the column of newcomers: not known, because what is stated cannot be by what is known."""


@dataclass(frozen=True, slots=True)
class Nature:
    """What decides which class, sector and seat an organisation can fill; many organisations share one."""

    type: str
    flags: frozenset[str]
    sectors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tables:
    """Values that columns name by number. numbers: OIDs and PICs that are not written as the programme writes them."""

    natures: Values[Nature]
    countries: Values[str]
    tongue_sets: Values[frozenset[str]]
    role_sets: Values[frozenset[str]]
    numbers: Values[str]
    terms: Values[str]


NO_TABLES: Final = Tables(Values(), Values(), Values(), Values(), Values(), Values())


@dataclass(frozen=True, slots=True)
class Columns:
    """One entry or row for each organisation.

    ids: first ids in UTF-8, `hashes` of them. others: further ids, each ended by `END_OF_ID`. nature, country, tongues,
    roles: numbers of `Tables`. terms: numbers of what it lists, in the order of `LISTS`. newcomer: 1 yes, 0 no, -1 not
    stated, `IN_DOUBT`; new_in, old_in: yes and no for each family of actions, a bit each, both where that is in
    doubt. responsiveness: a stand-in where it is not `rated`. established: the day's ordinal, 0 unknown. oid, pic: -1 none,
    from 0 the digits, below -1 the place in `Tables.numbers` counted down from -2. alike: the same number for those of one
    country whose names are alike, 0 where there is nothing to compare.
    """

    ids: Ragged
    hashes: Hashes
    others: Ragged
    nature: Places
    country: Places
    tongues: Places
    roles: NDArray[np.int16]
    terms: Ragged
    newcomer: NDArray[np.int8]
    new_in: NDArray[np.uint32]
    old_in: NDArray[np.uint32]
    named: Bools
    coordinates: Bools
    known_only: Bools
    rated: Bools
    responsiveness: Floats
    established: Places
    oid: Places
    pic: Places
    alike: Hashes

    @property
    def size(self) -> int:
        """How many organisations."""
        return len(self.hashes)

    def id_of(self, position: int) -> str:
        """The first id."""
        return self.ids.row(position).tobytes().decode("utf-8", "surrogatepass")

    def others_of(self, position: int) -> tuple[str, ...]:
        """The further ids, in the order given."""
        ended = self.others.row(position).tobytes().split(END_OF_ID)
        return tuple(one.decode("utf-8", "surrogatepass") for one in ended[:-1])

    def facts(self, tables: Tables, position: int) -> Organisation:
        """The organisation as it came in, without name, region, city, website and registration."""
        nature = tables.natures.all[self.nature[position]]
        lists: dict[str, list[str]] = {vocabulary: [] for vocabulary in LISTS}
        for number in self.terms.row(position).tolist():
            vocabulary, _, code = tables.terms.all[number].partition(":")
            lists[vocabulary].append(code)
        newcomer, established = int(self.newcomer[position]), int(self.established[position])
        return Organisation(
            id=self.id_of(position),
            name="",
            country=tables.countries.all[self.country[position]],
            type=nature.type,
            sectors=nature.sectors,
            fields=tuple(lists["field"]),
            priorities=tuple(lists["priority"]),
            topics=tuple(lists["topic"]),
            expertise=tuple(lists["expertise"]),
            languages=tables.tongue_sets.all[self.tongues[position]],
            roles=tables.role_sets.all[self.roles[position]],
            newcomer=None if newcomer < 0 else bool(newcomer),
            responsiveness=float(self.responsiveness[position]) if self.rated[position] else None,
            established=date.fromordinal(established) if established else None,
            oid=written(tables, int(self.oid[position]), "E{:08}"),
            pic=written(tables, int(self.pic[position]), "{:09}"),
            flags=nature.flags,
            other_ids=self.others_of(position),
            known_only=bool(self.known_only[position]),
            newcomer_in_doubt=newcomer == IN_DOUBT,
        )

    def each(self, make: Callable[[str, Any], Any]) -> "Columns":
        """Columns made one by one from these, given name and column."""
        return Columns(**{one.name: make(one.name, getattr(self, one.name)) for one in fields(self)})


def joined(pieces: Sequence[Columns]) -> Columns:
    """The organisations of all pieces in order; at least one piece."""

    def join(name: str, first: Any) -> Any:
        parts = [getattr(piece, name) for piece in pieces]
        return Ragged.joined(parts) if isinstance(first, Ragged) else np.concatenate(parts)

    return pieces[0].each(join)


def digits(text: str, prefix: str, length: int) -> int:
    """The digits of an OID or PIC as a number, -1 if it is not `length` digits after the prefix."""
    rest = text[len(prefix) :]
    fits = len(rest) == length and text.startswith(prefix) and rest.isascii() and rest.isdecimal()
    return int(rest) if fits else -1


def written(tables: Tables, number: int, form: str) -> str | None:
    """An OID or PIC from its entry in the column."""
    if number < -1:
        return tables.numbers.all[-2 - number]
    return form.format(number) if number >= 0 else None
