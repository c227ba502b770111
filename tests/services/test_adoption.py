"""Calls are put in force, kept while something open was judged by them, and taken up by every process."""

from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.models import AdoptedCall, HistoryEntry
from matchmaker.programme import guides
from matchmaker.programme.guides import Guide, guide_of
from matchmaker.programme.keeping import Unreadable
from matchmaker.services import adoption
from tests import factories
from tests.conftest import Clock
from tests.guides import CALL, invented


@pytest.fixture
def published(tmp_path: Path) -> Guide:
    return invented(tmp_path)


def told(session: Session) -> list[tuple[str, str]]:
    return [(one.verb, one.details["call"]) for one in session.scalars(select(HistoryEntry).order_by(HistoryEntry.id))]


def test_what_was_not_in_force_is_told_once(session: Session, published: Guide) -> None:
    guide = guides.load()
    first = adoption.adopt(session, guide)
    assert [(one.call_id, one.is_new, one.after) for one in first] == [(call.id, True, call) for call in guide.calls.values()]
    assert adoption.adopt(session, guide) == ()
    (changed,) = adoption.adopt(session, published)
    assert (changed.call_id, changed.before, changed.after) == (CALL, guide.call(CALL), published.call(CALL))
    assert adoption.versions(session) == {call.id: call.version for call in published.calls.values()}
    assert adoption.find_guide(session) == published
    assert told(session)[len(guide.calls) :] == [("call.adopt", CALL)]


def test_calls_come_back_and_go(session: Session, published: Guide) -> None:
    guide = guides.load()
    for wanted in (guide, published, guide):
        changed = adoption.adopt(session, wanted)
        assert CALL in [one.call_id for one in changed]
        assert adoption.find_guide(session) == wanted
    less = guide_of(call for call in guide.calls.values() if call.id != CALL)
    (gone,) = adoption.adopt(session, less)
    assert (gone.call_id, gone.before, gone.after) == (CALL, guide.call(CALL), None)
    assert CALL not in adoption.versions(session)
    assert told(session)[-1] == ("call.drop", CALL)


def test_versions_are_kept_while_something_was_checked_under_them(session: Session, published: Guide, clock: Clock) -> None:
    guide, again = guides.load(), guide_of([guides.load().call(CALL)])

    def known() -> set[str]:
        rows = session.execute(select(AdoptedCall.call_id, AdoptedCall.version))
        return {version for call_id, version in rows if call_id == CALL}

    adoption.adopt(session, guide)
    idea = factories.idea(session, factories.register(session, "Alice"))
    assert idea.checked_version == guide.call(CALL).version
    adoption.adopt(session, published)
    clock.move(days=2)
    adoption.adopt(session, again)
    assert known() == {guide.call(CALL).version, published.call(CALL).version}
    adoption.adopt(session, published)
    clock.move(days=2)
    idea.checked_version = published.call(CALL).version
    session.flush()
    adoption.adopt(session, guide_of([*published.calls.values()][1:]))
    assert known() == {published.call(CALL).version}


def test_one_version_is_in_force_at_a_time(session: Session) -> None:
    adoption.adopt(session, guides.load())
    row = session.scalars(select(AdoptedCall).where(AdoptedCall.call_id == CALL)).one()
    session.add(AdoptedCall(call_id=CALL, version="0", document=row.document, adopted_at=row.adopted_at))
    with pytest.raises(IntegrityError):
        session.flush()


def test_version_that_cannot_be_read_any_more_is_replaced(session: Session, published: Guide) -> None:
    adoption.adopt(session, guides.load())
    session.execute(update(AdoptedCall).values(document={"id": "of another version"}))
    session.expire_all()
    (changed,) = adoption.adopt(session, published)
    assert (changed.is_new, changed.before, changed.after) == (False, None, published.call(CALL))
    with pytest.raises(Unreadable):
        adoption.find_guide(session)


def test_process_takes_up_what_another_put_in_force(new_database: Database, published: Guide) -> None:
    ours = new_database.surroundings.guide
    assert not new_database.take_up()
    with new_database.unit_of_work() as session:
        adoption.adopt(session, ours)
    assert new_database.take_up()
    assert new_database.surroundings.guide is ours
    with new_database.unit_of_work() as session:
        adoption.adopt(session, published)
    assert new_database.take_up()
    assert new_database.surroundings.guide == published
    with new_database.session(reads=True) as session:
        assert factories.surroundings.guide(session).call(CALL).provisional is False


def test_process_goes_on_with_its_calls_where_it_cannot_read_others(new_database: Database, published: Guide) -> None:
    ours = new_database.surroundings.guide
    with new_database.unit_of_work() as session:
        adoption.adopt(session, published)
        session.execute(text("update adopted_calls set document = '{}'"))
    with pytest.raises(Unreadable):
        new_database.take_up()
    assert new_database.surroundings.guide is ours
