"""What has to be done without anybody asking."""

from pathlib import Path
from threading import Event
from time import monotonic, sleep

import pytest
from sqlalchemy.exc import OperationalError

from matchmaker import config, jobs
from matchmaker.db import Database
from matchmaker.models import Invitation, Search
from matchmaker.services import populations, searches, suggestions
from tests import factories
from tests.conftest import Clock
from tests.services.test_query_counts import counted


def invite(database: Database) -> None:
    """An invitation and its mail."""
    with database.unit_of_work() as session:
        cast = factories.cast(session)
        made = factories.draft(session, cast.alice, [cast.bob, cast.dora])
        factories.invite(session, made, cast.bob, by=cast.alice.user)


def states(database: Database) -> list[str]:
    with database.session(reads=True) as session:
        return [one.state for one in session.query(Invitation)]


def test_round_sends_what_waits_and_ends_what_is_due(new_database: Database, clock: Clock, tmp_path: Path) -> None:
    settings = config.load(instance=tmp_path)
    invite(new_database)
    jobs.round_(new_database, settings)
    assert len(list((tmp_path / "mails").glob("*.eml"))) == 1
    assert states(new_database) == ["sent"]
    clock.move(days=8)
    jobs.round_(new_database, settings)
    assert states(new_database) == ["expired"]
    assert len(list((tmp_path / "mails").glob("*.eml"))) == 2


def test_round_ends_lost_searches_and_leaves_the_population_ready(new_database: Database, clock: Clock, tmp_path: Path) -> None:
    with new_database.unit_of_work() as session:
        alice = factories.cast(session).alice
        idea = factories.idea(session, alice)
        question = searches.Question(suggestions.request_of(session, idea), known=False)
        answer = suggestions.answer(session, question.request)
        number = searches.begin(session, idea, question, answer, 0, by=alice.user).id
    clock.move(hours=1)
    jobs.round_(new_database, config.load(instance=tmp_path))
    with new_database.session(reads=True) as session:
        assert session.get_one(Search, number).state == "failed"
        with counted(session) as asked:
            assert populations.population(session).size == 4
    assert len(asked) == 1


def test_rounds_begin_when_they_are_woken_and_go_on_after_an_error(
    new_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, failed = jobs.round_, []

    def failing_once(*args: object) -> None:
        if not failed:
            failed.append(True)
            raise OperationalError("select", {}, Exception())
        usual(new_database, config.load(instance=tmp_path))

    monkeypatch.setattr(jobs, "round_", failing_once)
    over = Event()
    thread = jobs.start(new_database, config.load(instance=tmp_path), over)
    invite(new_database)
    until = monotonic() + 20
    while not list(tmp_path.glob("mails/*.eml")) and monotonic() < until:
        jobs.wake()
        sleep(0.05)
    over.set()
    jobs.wake()
    thread.join()
    assert failed
    assert list(tmp_path.glob("mails/*.eml"))
