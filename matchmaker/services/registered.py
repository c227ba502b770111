"""Rows of organisations as a population takes them: side by side, a few queries for thousands."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, repeat
from typing import Any, Final

import numpy as np
from sqlalchemy import ColumnElement, Executable, Select, String, and_, cast, func, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from matchmaker.matching.population import Texts, TextSource
from matchmaker.matching.snapshot.batch import Batch
from matchmaker.models import Block, Doubt, ExternalId, Organisation, OrganisationTerm
from matchmaker.services import learned, seen
from matchmaker.services.imports_register import AT_ONCE as IN_ONE_QUERY
from matchmaker.services.imports_register import portions

AT_ONCE: Final = 20_000
"""Organisations of one batch."""
_BETWEEN: Final = "\x1f"
"""Between codes; no code holds it."""
_COLUMNS: Final = (
    *("key", "country", "type", "newcomer", "responsiveness", "confirmed_at", "established", "oid", "pic", "folded_name"),
)


def batches(session: Session, *, known: bool) -> Iterator[Batch]:
    """Everybody in order of their numbers: those that joined; with `known` also those only known from public records."""
    row = Organisation
    last = 0
    while True:
        numbers = select(row.id).where(_shown(known=known), row.id > last).order_by(row.id).limit(AT_ONCE).subquery()
        newest = session.scalar(select(func.max(numbers.c.id)))
        if newest is None:
            return
        yield _batch(session, and_(row.id > last, row.id <= newest), known=known)
        last = newest


def some(session: Session, keys: Collection[str], *, known: bool) -> Batch:
    """Those of these that are shown; not more keys than one query takes."""
    return _batch(session, Organisation.key.in_(keys), known=known)


def apart(session: Session, keys: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
    """Pairs of keys that do not sit together: one has blocked the other, or they are, or may be, one body.

    Not those whose names are alike: that the population sees. keys: only pairs in which one of these stands; not more than
    one query takes.
    """
    pairs = (_pairs(Block.organisation_id, Block.blocked_id, keys), _doubts(keys).where(Doubt.state != "different"))
    return ((first, second) for first, second in session.execute(union_all(*pairs)))


def distinct(session: Session, keys: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
    """Pairs of keys of which somebody decided that they are two bodies; keys: see `apart`."""
    return ((first, second) for first, second in session.execute(_doubts(keys).where(Doubt.state == "different")))


def _doubts(keys: Collection[str] | None) -> Select[str, str]:
    return _pairs(Doubt.first_id, Doubt.second_id, keys)


def _pairs(
    first: InstrumentedAttribute[int], second: InstrumentedAttribute[int], keys: Collection[str] | None
) -> Select[str, str]:
    """The keys of those whom two columns of one table name."""
    one, other = aliased(Organisation), aliased(Organisation)
    pairs = select(one.key, other.key).join(first.class_, first == one.id).join(other, second == other.id)
    return pairs if keys is None else pairs.where(or_(one.key.in_(keys), other.key.in_(keys)))


def texts_from(session: Session) -> TextSource:
    """Reads what is shown of a few organisations."""
    of = Organisation
    rows = select(of.key, of.name, of.region, of.city, of.website, of.registration)

    def texts(keys: Sequence[str]) -> Mapping[str, Texts]:
        found = chain.from_iterable(session.execute(rows.where(of.key.in_(part))) for part in portions(sorted(set(keys))))
        return {row.key: Texts(row.name or "", row.region, row.city, row.website, row.registration) for row in found}

    return texts


def _shown(*, known: bool) -> ColumnElement[bool]:
    """A row without a name is kept for the history of projects alone, a guest for its consortium."""
    named = and_(Organisation.name.is_not(None), seen.by_anybody())
    return named if known else and_(named, Organisation.joined_at.is_not(None))


def _batch(session: Session, which: ColumnElement[bool], *, known: bool) -> Batch:
    row, wanted = Organisation, and_(which, _shown(known=known))
    columns = (row.id, row.joined_at.is_(None), row.name != "", *(getattr(row, name) for name in _COLUMNS))
    rows = _plain(session, select(*columns).where(wanted).order_by(row.id))
    numbers, known_only, named, *said = zip(*rows, strict=True) if rows else repeat((), 3 + len(_COLUMNS))
    place = {number: at for at, number in enumerate(numbers)}
    keys, countries, types, newcomers, rated, confirmed_at, established, oids, pics, alike = said
    happened = learned.learn(session, wanted)
    stated = [None if one is None else bool(one) for one in newcomers]
    counts, codes, order = _codes(session, place)
    others: defaultdict[int, list[str]] = defaultdict(list)
    further = select(row.id, ExternalId.value).join(ExternalId.organisation).where(wanted, ExternalId.value != row.key)
    for number, value in session.execute(further.order_by(ExternalId.id)):
        if number in place:  # not who joined since the first query: the next time they are heard of
            others[place[number]].append(value)
    return Batch(
        ids=keys,
        countries=countries,
        types=types,
        newcomers=stated,
        responsiveness=happened.estimates(keys, rated, confirmed_at),
        established=[date.fromisoformat(day) if isinstance(day, str) else day for day in established],
        oids=oids,
        pics=pics,
        named=named,
        known_only=known_only,
        codes=codes,
        counts=counts,
        alike=[name or "" for name in alike],
        order=order,
        others={at: tuple(values) for at, values in others.items()},
        newness=happened.newness(keys, stated),
    )


def _codes(session: Session, place: Mapping[int, int]) -> tuple[list[int], list[str], Any]:
    """What describes the organisations: how many codes each has, the codes, and a number for each to put them in order by.

    place: number -> row, rising.
    """
    term, numbers = OrganisationTerm, list(place)
    few = len(numbers) <= IN_ONE_QUERY
    theirs = term.organisation_id.in_(numbers) if few else term.organisation_id.between(numbers[0], numbers[-1])
    # One pass feeds both lists, so that they run in parallel, whatever the order.
    written = func.aggregate_strings(term.vocabulary + ":" + term.code, _BETWEEN)
    turns = func.aggregate_strings(cast(term.id, String), " ")
    listed = select(term.organisation_id, func.count(), written, turns).where(theirs)
    rows = _plain(session, listed.group_by(term.organisation_id).order_by(term.organisation_id))
    rows = [one for one in rows if one[0] in place]  # those between who are not shown
    counts = [0] * len(place)
    for number, count, _, _ in rows:
        counts[place[number]] = count
    codes = _BETWEEN.join(one[2] for one in rows).split(_BETWEEN) if rows else []
    return counts, codes, np.fromstring(" ".join(one[3] for one in rows), dtype=np.int64, sep=" ")


def _plain(session: Session, rows: Executable) -> Sequence[Any]:
    """Rows as the driver gives them, in a third of the time: a boolean may be a number here, a date a text."""
    return session.connection().execute(rows).cursor.fetchall()
