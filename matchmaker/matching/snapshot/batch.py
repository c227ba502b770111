"""Some organisations as lists side by side: how rows come into a population, from a file or straight from a database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from matchmaker.inputs.names import compared
from matchmaker.inputs.organisations import Organisation

AT_ONCE = 8192
"""Organisations of one batch when they come one by one."""
LISTS = {"field": "fields", "priority": "priorities", "topic": "topics", "expertise": "expertise"}
"""Vocabularies whose codes an organisation lists, with what an organisation calls them; in this order."""
EVERYWHERE = 2**32 - 1
"""All families of actions."""
SETS = {"flag": "flags", "sector": "sectors", "language": "languages", "role": "roles"}
"""Vocabularies whose codes say what it is."""


@dataclass(frozen=True, slots=True)
class Batch:
    """n organisations; each list has n entries, as `Organisation` has them, except those named here.

    codes: `vocabulary:code` of all of them in one list, `counts` of each; those of one organisation and vocabulary come by
    `order`, a number for each code, or as they stand. others: row -> its further ids. newness: row -> in which families of
    actions it is new and in which experienced, a bit for each, both where it says that it is new and is known not to be; a
    row without is everywhere what `newcomers` says. alike: those of one country with the same text may be one body; empty
    where there is nothing to compare.
    """

    ids: Sequence[str]
    countries: Sequence[str]
    types: Sequence[str]
    newcomers: Sequence[bool | None]
    responsiveness: Sequence[float | None]
    established: Sequence[date | None]
    oids: Sequence[str | None]
    pics: Sequence[str | None]
    named: Sequence[bool]
    known_only: Sequence[bool]
    codes: Sequence[str]
    counts: Sequence[int]
    alike: Sequence[str]
    order: Sequence[int] | None = None
    others: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    newness: Mapping[int, tuple[int, int]] = field(default_factory=dict)


def batches(organisations: Iterable[Organisation], *, by_name: bool = False) -> Iterator[Batch]:
    """The organisations, as many at once as is quick to work on; at least one batch, which may be empty."""
    given = iter(organisations)
    yield batch(tuple(islice(given, AT_ONCE)), by_name=by_name)
    while some := tuple(islice(given, AT_ONCE)):
        yield batch(some, by_name=by_name)


def batch(organisations: Sequence[Organisation], *, by_name: bool = False) -> Batch:
    """The organisations side by side; with `by_name` their names are compared."""
    codes = [[*listed(one), *_stated(one)] for one in organisations]
    return Batch(
        ids=[one.id for one in organisations],
        countries=[one.country for one in organisations],
        types=[one.type for one in organisations],
        newcomers=[one.newcomer for one in organisations],
        responsiveness=[one.responsiveness for one in organisations],
        established=[one.established for one in organisations],
        oids=[one.oid for one in organisations],
        pics=[one.pic for one in organisations],
        named=[bool(one.name) for one in organisations],
        known_only=[one.known_only for one in organisations],
        codes=[code for its in codes for code in its],
        counts=[len(its) for its in codes],
        alike=[compared(one.name) if by_name else "" for one in organisations],
        others={row: one.other_ids for row, one in enumerate(organisations) if one.other_ids},
        newness={row: (EVERYWHERE, EVERYWHERE) for row, one in enumerate(organisations) if one.newcomer_in_doubt},
    )


def listed(organisation: Organisation) -> Iterator[str]:
    """What it lists, as often as it does."""
    for vocabulary, name in LISTS.items():
        for code in getattr(organisation, name):
            yield f"{vocabulary}:{code}"


def _stated(organisation: Organisation) -> Iterator[str]:
    for vocabulary, name in SETS.items():
        for code in getattr(organisation, name):
            yield f"{vocabulary}:{code}"
