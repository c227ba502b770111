"""Every process keeps a population, and the next suggestion knows of everything that was committed before it, by whomever."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.demo.population import population as invented
from matchmaker.demo.rows import write_organisations
from matchmaker.inputs.interchange import Sheet
from matchmaker.inputs.organisations import Organisation as Facts
from matchmaker.matching import Population
from matchmaker.models import Block, Change, Doubt, ExternalId, Organisation, OrganisationTerm, User
from matchmaker.programme import guides
from matchmaker.services import changes, imports, imports_register, populations, registered, surroundings
from tests import factories
from tests.conftest import Clock
from tests.factories import Actor, Cast


def everything(population: Population) -> Any:
    """All that a population says, told by ids."""

    def ids(positions: Any) -> list[str]:
        return sorted(population.id_of(int(one)) for one in positions)

    return (
        {one.id: one for one in population.read(range(population.size))},
        {term: ids(found) for term, found in population.postings.items()},
        {given: population.id_of(place) for given, place in population.index.items()},
        {tuple(ids(pair)) for pair in population.blocks},
        {tuple(ids(pair)) for pair in population.distinct},
        {tuple(ids(group)) for group in population.shared_identities},
        ids(place for place in range(population.size) if population.available[place]),
    )


def anew(session: Session, *, known: bool = False) -> Any:
    """What a population that is built now says."""
    given = registered.batches(session, known=known)
    apart, texts, distinct = registered.apart(session), registered.texts_from(session), registered.distinct(session)
    return everything(Population.of(given, apart, texts, distinct=distinct))


def heard(session: Session) -> None:
    """What is kept says what a new one says."""
    for known in (False, True):
        assert everything(populations.population(session, known=known)) == anew(session, known=known)


def kept_apart(session: Session, first: str, second: str) -> bool:
    population = populations.population(session, known=True)
    wanted = {population.index[first], population.index[second]}
    return any(set(pair) == wanted for pair in population.blocks)


@pytest.fixture
def cast(session: Session) -> Cast:
    made = factories.cast(session)
    factories.known_only(session, "x1", oid="E10000001", terms=[OrganisationTerm(vocabulary="topic", code="bees")])
    factories.known_only(session, "x2", None)
    session.add_all((_pair(Block, made.bob, made.dora), _pair(Doubt, made.bob, made.charlie, reason="name")))
    session.commit()
    return made


@pytest.fixture
def other(session: Session, cast: Cast) -> Iterator[Callable[[], None]]:
    """Another process, as far as it matters: it keeps populations of its own; called, it compares them."""
    around = surroundings.of(session)
    mine, theirs = around.kept, dict[str, object]()

    def compare() -> None:
        around.kept = theirs
        heard(session)
        around.kept = mine

    compare()
    return compare


def _pair(model: type[Block] | type[Doubt], one: Actor, other: Actor, **more: Any) -> Any:
    ids = sorted((one.organisation.id, other.organisation.id))
    names = ("organisation_id", "blocked_id") if model is Block else ("first_id", "second_id")
    return model(**dict(zip(names, ids, strict=True)), created_at=one.user.created_at, **more)


def _decided(session: Session, cast: Cast) -> None:
    session.query(Doubt).one().state = "different"


def _imported(session: Session, cast: Cast) -> None:
    rows = (
        Facts(id="new", name="New", country="PL", type="EPLUS-EDU-HEI", topics=("bees",), flags=frozenset({"eche"})),
        Facts(id="other-x1", name="X1", country="ES", type="EPLUS-EDU-HEI", oid="E10000001", fields=("1013",)),
        Facts(id="alike", name="Bob's organisation", country="DE", type="EPLUS-EDU-HEI"),
    )
    imports.organisations(session, Sheet("rows", rows, (2, 3, 4), (), ()))


def _joined_by_import(session: Session, cast: Cast) -> None:
    row = Facts(id="x1", name="Known from records", country="ES", type="EPLUS-EDU-HEI")
    imports.organisations(session, Sheet("rows", (row,), (2,), (), ()), as_members=True)


def _erased(session: Session, cast: Cast) -> None:
    for name in ("name", "folded_name", "joined_at"):
        setattr(cast.charlie.organisation, name, None)


def _renamed(session: Session, cast: Cast) -> None:
    cast.bob.organisation.external_ids.append(ExternalId(value="bob"))


def _bulk(session: Session, cast: Cast) -> None:
    number = cast.bob.organisation.id
    session.execute(insert(OrganisationTerm), [{"organisation_id": number, "vocabulary": "topic", "code": "bees"}])
    session.execute(insert(ExternalId), {"value": "bob", "organisation_id": number})


CHANGES: dict[str, Callable[[Session, Cast], object]] = {
    "registered": lambda session, cast: factories.register(session, "Eve"),
    "topics": lambda session, cast: factories.edit(session, cast.bob, topics=["bees"]),
    "no topics": lambda session, cast: factories.edit(session, cast.bob, fields=[], topics=[]),
    "text": lambda session, cast: factories.edit(session, cast.bob, city="Köln", registration="HRB 1"),
    "numbers": lambda session, cast: factories.edit(session, cast.bob, oid="E10001234", pic="912345678"),
    "another id": _renamed,
    "blocked": lambda session, cast: session.add(_pair(Block, cast.alice, cast.bob)),
    "unblocked": lambda session, cast: session.delete(session.query(Block).one()),
    "doubted": lambda session, cast: session.add(_pair(Doubt, cast.alice, cast.bob, reason="name")),
    "decided": _decided,
    "imported": _imported,
    "joined by import": _joined_by_import,
    "invented": lambda session, cast: write_organisations(session, invented(3, 1), 1),
    "erased": _erased,
    "deleted": lambda session, cast: session.delete(session.query(Organisation).filter_by(key="x1").one()),
    "many rows": _bulk,
    "rows changed": lambda session, cast: session.execute(
        update(Organisation).where(Organisation.key == "x1").values(newcomer=True)
    ),
    "rows deleted": lambda session, cast: session.execute(delete(OrganisationTerm).where(OrganisationTerm.code == "bees")),
    "organisations deleted": lambda session, cast: session.execute(delete(Organisation).where(Organisation.joined_at.is_(None))),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_change_is_known_to_the_next_suggestion_of_every_process(
    session: Session, cast: Cast, other: Callable[[], None], change: Callable[[Session, Cast], object]
) -> None:
    heard(session)
    before = everything(populations.population(session, known=True))
    change(session, cast)
    session.flush()
    heard(session)
    session.commit()
    heard(session)
    other()
    assert everything(populations.population(session, known=True)) != before


def test_nothing_is_done_while_nothing_changes(session: Session, cast: Cast) -> None:
    before = populations.population(session)
    session.commit()
    assert populations.population(session).postings is before.postings
    factories.idea(session, cast.alice)
    session.commit()
    assert populations.population(session).postings is before.postings
    factories.edit(session, cast.bob, topics=["bees"])
    session.commit()
    after = populations.population(session)
    assert after.postings is not before.postings
    assert populations.population(session).postings is after.postings
    assert (before.df("topic:bees"), after.df("topic:bees")) == (0, 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(again=st.lists(st.integers(0, 10), max_size=3))
def test_hearing_of_a_change_twice_changes_nothing(session: Session, again: list[int]) -> None:
    if not session.query(Organisation).count():
        factories.cast(session)
        session.commit()
    populations.population(session)
    for back in again:
        everything = surroundings.of(session).kept
        kept: Any = everything["population known=False"]
        everything["population known=False"] = replace(kept, sequence=max(0, kept.sequence - back))
        heard(session)


def test_what_is_not_committed_is_seen_by_nobody_else_and_gone_when_it_is_undone(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        factories.register(session, "Alice")
    with new_database.session() as session:
        assert populations.population(session).size == 1
        factories.register(session, "Bob")
        assert populations.population(session).size == 2
        with new_database.session(reads=True) as another:
            assert populations.population(another).size == 1
    with new_database.session(reads=True) as session:
        assert populations.population(session).size == 1
        assert changes.span(session).newest == 1


def test_other_process_hears_what_this_one_committed(new_database: Database, clock: Clock) -> None:
    elsewhere = Database(new_database.url, guides.load(), clock)
    with new_database.unit_of_work() as session:
        alice = factories.register(session, "Alice")
        bob = factories.register(session, "Bob")
    for database in (new_database, elsewhere):
        with database.session(reads=True) as session:
            assert populations.population(session).size == 2
    with new_database.unit_of_work() as session:
        row = session.get_one(Organisation, alice.organisation.id)
        factories.edit(session, Actor(session.get_one(User, alice.user.id), row), topics=["bees"])
    with elsewhere.unit_of_work() as session:
        assert populations.population(session).df("topic:bees") == 1
        session.delete(session.get_one(Organisation, bob.organisation.id))
    for database in (new_database, elsewhere):
        with database.session(reads=True) as session:
            assert populations.population(session).size == 1
            assert bob.key not in populations.population(session).index
            heard(session)
    elsewhere.engine.dispose()


def test_who_is_no_longer_there_is_read_without_texts(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        alice = factories.register(session, "Alice")
    with new_database.session() as session:
        population = populations.population(session)
        session.delete(session.get_one(Organisation, alice.organisation.id))
        session.flush()
        (read,) = population.read([0])
    assert (read.id, read.name) == (alice.key, "")


def test_who_joins_while_rows_are_read_is_heard_of_the_next_time(new_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    names, read = ["Bob", "Charlie"], registered._plain

    def interrupted(session: Session, rows: Any) -> Any:
        found = read(session, rows)
        if names:
            with new_database.unit_of_work() as other:
                factories.register(other, names.pop())
        return found

    with new_database.unit_of_work() as session:
        factories.register(session, "Alice")
    monkeypatch.setattr(registered, "_plain", interrupted)
    with new_database.session(reads=True) as session:
        assert populations.population(session).size in {1, 3}
    with new_database.session(reads=True) as session:
        heard(session)
        assert populations.population(session).size == 3


def test_later_change_waits_for_an_earlier_one(new_database: Database) -> None:
    """Otherwise a process could hear of the later one, and never of the earlier one that it could not see yet."""
    with new_database.unit_of_work() as session:
        factories.register(session, "Alice")

    def register(name: str) -> None:
        with new_database.unit_of_work() as session:
            factories.register(session, name)

    with new_database.session() as session:
        bob = factories.register(session, "Bob")
        changes.log(session)
        later = Thread(target=register, args=("Charlie",))
        later.start()
        if session.get_bind().dialect.name == "postgresql":
            waiting = text("select count(*) from pg_locks where relation = 'changes'::regclass and not granted")
            with new_database.session(reads=True) as reader:
                while later.is_alive() and not reader.scalar(waiting):
                    reader.rollback()
        with new_database.session(reads=True) as reader:
            assert populations.population(reader).size == 1
        session.commit()
    later.join()
    with new_database.session(reads=True) as session:
        assert populations.population(session).size == 3
        logged = session.scalars(select(Change.organisation).order_by(Change.sequence)).all()
    assert (len(logged), logged[1]) == (3, bob.key)


def test_many_threads_ask_and_write_at_once(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        numbers = [factories.register(session, name).organisation.id for name in ("Alice", "Bob", "Charlie", "Dora")]

    def write(turn: int) -> None:
        with new_database.unit_of_work() as session:
            row = session.get_one(Organisation, numbers[turn % 4], with_for_update=True)
            row.terms = [OrganisationTerm(vocabulary="topic", code=f"t{turn}")]

    def ask(turn: int) -> None:
        with new_database.session(reads=True) as session:
            population = populations.population(session)
            topics = [topic for place in range(4) for topic in population.facts(place).topics]
            assert sorted(f"topic:{topic}" for topic in topics) == sorted(population.postings)

    with new_database.unit_of_work() as session:
        for number in numbers:
            session.get_one(Organisation, number).terms = []
    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(work, turn) for turn in range(16) for work in (write, ask)]
        for one in done:
            one.result()
    with new_database.session(reads=True) as session:
        heard(session)


def test_old_changes_are_forgotten_and_whoever_missed_one_begins_anew(new_database: Database, clock: Clock) -> None:
    elsewhere = Database(new_database.url, guides.load(), clock)
    with new_database.unit_of_work() as session:
        factories.register(session, "Alice")
    with elsewhere.session(reads=True) as session:
        assert populations.population(session).size == 1
    for name in ("Bob", "Charlie"):
        with new_database.unit_of_work() as session:
            factories.register(session, name)
    clock.move(days=changes.KEPT / timedelta(days=1) + 1)
    with new_database.unit_of_work() as session:
        changes.prune(session)
        assert changes.span(session) == (3, 3)
    with elsewhere.session(reads=True) as session:
        assert populations.population(session).size == 3
    with new_database.unit_of_work() as session:
        factories.register(session, "Dora")
    for database in (new_database, elsewhere):
        with database.session(reads=True) as session:
            assert changes.span(session) == (3, 4)
            assert populations.population(session).size == 4
    elsewhere.engine.dispose()


def test_sequence_is_given_once_even_when_the_log_was_emptied(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        factories.register(session, "Alice")
    with new_database.unit_of_work() as session:
        session.execute(delete(Change))
        factories.register(session, "Bob")
    with new_database.session(reads=True) as session:
        assert session.scalar(select(func.min(Change.sequence))) == 2


@pytest.mark.parametrize(
    "statement",
    [
        insert(OrganisationTerm).values(organisation_id=1, vocabulary="topic", code="bees"),
        insert(OrganisationTerm).from_select(
            ["organisation_id", "vocabulary", "code"], select(Organisation.id, Organisation.key, Organisation.key)
        ),
    ],
)
def test_writing_that_cannot_be_followed_is_refused(session: Session, statement: Any) -> None:
    with pytest.raises(TypeError, match="nobody could tell"):
        session.execute(statement)
    with pytest.raises(TypeError, match="nobody could tell"):
        session.execute(update(Organisation), [{"id": 1, "newcomer": True}])


def test_only_what_a_population_shows_is_logged(session: Session, cast: Cast) -> None:
    newest = changes.span(session).newest
    factories.idea(session, cast.alice)
    session.execute(update(User).values(name="X"))
    session.commit()
    assert changes.span(session).newest == newest


def test_many_changes_are_heard_of_in_portions(session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    populations.population(session, known=True)
    monkeypatch.setattr(imports_register, "AT_ONCE", 2)
    monkeypatch.setattr(registered, "AT_ONCE", 3)
    write_organisations(session, invented(11, 1), 1)
    numbers = session.scalars(select(Organisation.id).where(Organisation.is_invented).order_by(Organisation.id)).all()
    for first, second in pairwise(numbers):
        session.add(Doubt(first_id=first, second_id=second, reason="name", created_at=cast.bob.user.created_at))
    session.commit()
    heard(session)
    assert kept_apart(session, "demo-00001", "demo-00002")
