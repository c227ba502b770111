"""Where somebody is logged in: ended by hand, by a new password, or by not being used."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.errors import NotFound
from matchmaker.models import Visit
from matchmaker.services import accounts, visits
from tests.conftest import Clock
from tests.factories import register
from tests.services.test_query_counts import counted


def test_visit_is_found_by_its_token_of_which_a_hash_is_kept(session: Session) -> None:
    alice = register(session, "Alice").user
    token = visits.begin(session, alice, "Firefox, Linux")
    found = visits.find(session, token)
    assert found is not None
    assert (found.user, found.browser) == (alice, "Firefox, Linux")
    assert token not in str(session.execute(select(Visit.__table__)).all())
    for other in ("", token + "x", token[:-1], found.token_sha256):
        assert visits.find(session, other) is None


def test_visits_end_one_by_one_and_all_at_once(session: Session) -> None:
    alice, bob = register(session, "Alice").user, register(session, "Bob").user
    first, second, third = (visits.begin(session, alice, name) for name in ("a", "b", "c"))
    of_bob = visits.begin(session, bob, "")
    assert [one.browser for one in visits.list_visits(session, by=alice)] == ["c", "b", "a"]
    number = visits.list_visits(session, by=alice)[-1].id
    with pytest.raises(NotFound):
        visits.end(session, number, by=bob)
    visits.end(session, number, by=alice)
    assert visits.find(session, first) is None
    assert visits.find(session, second)
    accounts.end_sessions(session, by=alice)
    assert visits.list_visits(session, by=alice) == []
    assert visits.find(session, third) is None
    assert visits.find(session, of_bob)


def test_visit_that_is_not_used_for_thirty_days_ends(session: Session, clock: Clock) -> None:
    alice = register(session, "Alice").user
    used, unused = visits.begin(session, alice, "used"), visits.begin(session, alice, "unused")
    clock.move(days=29)
    assert visits.find(session, used)
    visits.write_down(session)
    visits.prune(session)
    clock.move(days=1)
    assert visits.find(session, unused) is None
    assert visits.find(session, used)
    assert [one.browser for one in visits.list_visits(session, by=alice)] == ["used"]
    visits.prune(session)
    assert session.scalars(select(Visit.browser)).all() == ["used"]


def test_that_it_was_seen_is_kept_to_the_hour_and_written_later(new_database: Database, clock: Clock) -> None:
    with new_database.unit_of_work() as session:
        token = visits.begin(session, register(session, "Alice").user, "")
    began = clock.now
    for minutes, seen in ((59, began), (1, clock.now.replace(hour=10))):
        clock.move(minutes=minutes)
        with new_database.unit_of_work() as writer:  # holds the lock that writers need, and nobody waits for it
            writer.execute(select(Visit))
            with new_database.session(reads=True) as session, counted(session) as asked:
                found = visits.find(session, token)
                assert found
                assert found.seen_at == began
                assert len([one for one in asked if one.startswith("SELECT")]) == 2
        with new_database.unit_of_work() as session:
            visits.write_down(session)
        with new_database.session(reads=True) as session:
            assert session.scalars(select(Visit.seen_at)).one() == seen
