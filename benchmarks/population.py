"""What a population of the service costs: built from a database, kept in memory, caught up after one change."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

from sqlalchemy import Connection, delete, insert

from benchmarks.generator import organisations as generated
from matchmaker.db import Database, upgrade
from matchmaker.inputs.names import fold
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.snapshot.batch import LISTS, SETS
from matchmaker.models import ExternalId, OrganisationTerm
from matchmaker.models import Organisation as Row
from matchmaker.programme.guides import load
from matchmaker.services import populations

TIMES: Final = 15
"""Changes that are caught up with; the median counts."""
AT_ONCE: Final = 10_000
NOW: Final = datetime(2026, 11, 23, tzinfo=UTC)


def measure(organisations: int) -> dict[str, Any]:
    """So many organisations in a temporary SQLite database, all of them members."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'population.db'}"
        upgrade(url)
        database = Database(url, load(), lambda: NOW)
        with database.engine.begin() as connection:
            described = _write(connection, organisations)
        found = {"organisations": organisations, "codes_per_organisation": described / organisations, **_costs(database)}
        database.engine.dispose()
    return found


def _costs(database: Database) -> dict[str, Any]:
    seconds, size, memory = _build(database)
    later: list[float] = []
    for turn in range(TIMES):
        with database.unit_of_work() as session:
            row = session.get_one(Row, 1 + turn * (size // TIMES))
            row.terms = [*row.terms[:-1], OrganisationTerm(vocabulary="topic", code=f"topic-{turn}")]
        later.append(_caught_up(database))
    gone: list[float] = []
    for turn in range(TIMES):
        with database.unit_of_work() as session:
            session.execute(delete(Row).where(Row.id == 2 + turn * (size // TIMES)))
        gone.append(_caught_up(database))
    return {
        "seconds_to_build": seconds,
        "bytes_per_organisation": memory / size,
        "milliseconds_to_hear_of_one_edit": 1000 * median(later),
        "milliseconds_to_hear_of_one_deletion": 1000 * median(gone),
        "milliseconds_when_nothing_changed": 1000 * median(_caught_up(database) for _ in range(TIMES)),
    }


def _build(database: Database) -> tuple[float, int, int]:
    """Seconds, organisations and bytes of a population, with everything that a search has it work out."""
    with database.session(reads=True) as session:
        seconds = _timed(lambda: populations.population(session))
        population = populations.population(session)
        _ = population.groups_of
        return seconds, population.size, population.memory()


def _caught_up(database: Database) -> float:
    with database.session(reads=True) as session:
        session.connection()
        return _timed(lambda: populations.population(session))


def _timed(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def _write(connection: Connection, number: int) -> int:
    """Write the organisations many at a time; how many codes describe them."""
    described, oids = 0, set[str | None]()
    everybody = enumerate(generated(number), 1)
    while some := list(islice(everybody, AT_ONCE)):
        rows = [_row(place, one) for place, one in some]
        for row in rows:
            row["oid"] = None if row["oid"] in oids else row["oid"]
            oids.add(row["oid"])
        connection.execute(insert(Row), rows)
        connection.execute(insert(ExternalId), [{"value": one.id, "organisation_id": place} for place, one in some])
        terms = list(chain.from_iterable(_terms(place, one) for place, one in some))
        connection.execute(insert(OrganisationTerm), terms)
        described += len(terms)
    return described


def _row(number: int, one: Organisation) -> dict[str, Any]:
    """As it is stored; of several with one OID the first has it here, as in the service."""
    plain = ("name", "country", "type", "newcomer", "responsiveness", "established", "oid", "pic", "region", "city", "website")
    return {
        **{name: getattr(one, name) for name in plain},
        "id": number, "key": one.id, "folded_name": fold(one.name), "joined_at": NOW,
        "confirmed_at": NOW - timedelta(days=number % 90), "created_at": NOW,
        "updated_at": NOW, "description": "", "looking_for": "", "contribution": "", "open_to_requests": True,
        "is_invented": True, "version": 1,
    }  # fmt: skip


def _terms(number: int, one: Organisation) -> Iterator[dict[str, Any]]:
    for vocabulary, name in (LISTS | SETS).items():
        for code in dict.fromkeys(getattr(one, name)):
            yield {"organisation_id": number, "vocabulary": vocabulary, "code": code}
