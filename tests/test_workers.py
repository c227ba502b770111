"""Long searches go on in processes of their own: they end by themselves, when they are called off, or with their process."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from matchmaker import config
from matchmaker.db import Database
from matchmaker.matching import Answer
from matchmaker.models import Idea, Search, User
from matchmaker.services import searches, suggestions
from matchmaker.services.searches import Question
from matchmaker.workers import Workers
from tests import factories, long_search
from tests.conftest import KINDS, Databases

pytestmark = pytest.mark.slow
AT_FIRST = 0.3
"""Seconds that a search is given before it is begun in a worker."""


@pytest.fixture
def database_url(request: pytest.FixtureRequest, databases: Databases) -> str:
    """Of the kind that a test asks for; processes take seconds to start, so not every test does it on each kind."""
    return databases.migrated(getattr(request, "param", "sqlite"))


@pytest.fixture
def workers(new_database: Database) -> Iterator[Workers]:
    """One process at a time."""
    made = Workers(config.load(), new_database, processes=1)
    yield made
    made.close()


@pytest.fixture
def alice(new_database: Database) -> User:
    """Somebody with a crowd to choose from."""
    with new_database.unit_of_work() as session:
        made = factories.cast(session).alice.user
        long_search.crowd(session)
    return made


def described(database: Database, alice: User, describe: Callable[..., Idea]) -> Idea:
    """An idea of Alice's."""
    with database.unit_of_work() as session:
        organisation = session.get_one(User, alice.id).memberships[0].organisation
        return describe(session, factories.Actor(session.get_one(User, alice.id), organisation))


def begin(database: Database, idea: Idea, alice: User) -> Search:
    """A search that begins with what was found at first."""
    with database.unit_of_work() as session:
        asked = session.get_one(Idea, idea.id)
        question = Question(suggestions.request_of(session, asked), known=False)
        answer = suggestions.answer(session, question.request, time_limit=AT_FIRST)
        return searches.begin(
            session, asked, question, answer, searches.newest_change(session), by=session.get_one(User, alice.id)
        )


def seen(database: Database, number: int) -> tuple[str, Search, Answer]:
    """The search as another process sees it."""
    with database.session(reads=True) as session:
        search = session.get_one(Search, number)
        answer = searches.answer_of(search)
        assert answer is not None
        return search.state, search, answer


def wait_until(holds: Callable[[], bool]) -> None:
    until = monotonic() + 60
    while not holds():
        assert monotonic() < until
        sleep(0.05)


def call_off(database: Database, search: Search, alice: User) -> None:
    with database.unit_of_work() as session:
        idea, by = session.get_one(Idea, search.idea_id), session.get_one(User, alice.id)
        searches.call_off(session, idea, session.get_one(Search, search.id), by=by)


def test_search_ends_by_itself_with_the_whole_answer(new_database: Database, workers: Workers, alice: User) -> None:
    idea = described(new_database, alice, factories.idea)
    search = begin(new_database, idea, alice)
    workers.submit(search.id)
    wait_until(lambda: seen(new_database, search.id)[0] == "done")
    answer = seen(new_database, search.id)[2]
    with new_database.session(reads=True) as session:
        at_once = suggestions.answer(session, suggestions.request_of(session, session.get_one(Idea, idea.id)))
    assert answer.complete
    assert [one.score for one in answer.proposals] == [one.score for one in at_once.proposals]


@pytest.mark.parametrize("database_url", KINDS, indirect=True)
def test_search_is_seen_while_it_goes_on_and_ends_when_called_off(new_database: Database, workers: Workers, alice: User) -> None:
    search = begin(new_database, described(new_database, alice, long_search.idea), alice)
    first = seen(new_database, search.id)[2]
    workers.submit(search.id)
    wait_until(lambda: searches.progress_of(seen(new_database, search.id)[1]).score is not None)
    state, row, _ = seen(new_database, search.id)
    assert (state, searches.progress_of(row).wanted) == ("running", suggestions.LIMIT)
    call_off(new_database, search, alice)
    wait_until(lambda: seen(new_database, search.id)[0] != "running")
    state, _, answer = seen(new_database, search.id)
    assert (state, answer.complete) == ("stopped", False)
    assert answer.proposals
    assert len(answer.proposals) > len(first.proposals) or answer.proposals[0].score >= first.proposals[0].score


def test_search_waits_for_its_turn_and_may_be_called_off_before(new_database: Database, workers: Workers, alice: User) -> None:
    first, second = (begin(new_database, described(new_database, alice, long_search.idea), alice) for _ in range(2))
    workers.submit(first.id)
    workers.submit(second.id)
    wait_until(lambda: seen(new_database, first.id)[0] == "running")
    assert seen(new_database, second.id)[0] == "waiting"
    call_off(new_database, second, alice)
    call_off(new_database, first, alice)
    wait_until(lambda: seen(new_database, first.id)[0] == "stopped")
    assert seen(new_database, second.id)[0] == "stopped"
    assert len(workers.working) == 1


def test_search_whose_process_dies_is_lost_and_the_next_one_has_a_new_process(
    new_database: Database, workers: Workers, alice: User
) -> None:
    search = begin(new_database, described(new_database, alice, long_search.idea), alice)
    workers.submit(search.id)
    wait_until(lambda: seen(new_database, search.id)[0] == "running")
    (worker,) = workers.working
    os.kill(worker.pid or 0, signal.SIGKILL)
    wait_until(lambda: seen(new_database, search.id)[0] == "failed")
    assert seen(new_database, search.id)[1].ended_at is not None
    another = begin(new_database, described(new_database, alice, factories.idea), alice)
    workers.submit(another.id)
    wait_until(lambda: seen(new_database, another.id)[0] == "done")


def test_search_that_goes_wrong_or_is_gone_does_not_take_the_process_with_it(
    new_database: Database, workers: Workers, alice: User
) -> None:
    gone = begin(new_database, described(new_database, alice, long_search.idea), alice)
    workers.submit(gone.id)
    wait_until(lambda: seen(new_database, gone.id)[0] == "running")
    wrong = begin(new_database, described(new_database, alice, long_search.idea), alice)
    with new_database.unit_of_work() as session:
        session.delete(session.get_one(Search, gone.id))
        row = session.get_one(Search, wrong.id)
        row.question = {**row.question, "request": {**row.question["request"], "initiator": "nobody"}}
    (worker,) = workers.working
    workers.submit(wrong.id)
    wait_until(lambda: seen(new_database, wrong.id)[0] == "failed")
    another = begin(new_database, described(new_database, alice, factories.idea), alice)
    workers.submit(another.id)
    wait_until(lambda: seen(new_database, another.id)[0] == "done")
    assert workers.working == {worker}


def test_closing_ends_the_processes(new_database: Database, alice: User) -> None:
    workers = Workers(config.load(), new_database)
    search = begin(new_database, described(new_database, alice, long_search.idea), alice)
    workers.submit(search.id)
    wait_until(lambda: seen(new_database, search.id)[0] == "running")
    (worker,) = workers.working
    workers.close()
    assert not worker.is_alive
    assert not workers.working


def test_search_that_waits_is_taken_up_by_whoever_serves_next(new_database: Database, workers: Workers, alice: User) -> None:
    """Nobody submits it: the process that was to do so has died."""
    search = begin(new_database, described(new_database, alice, factories.idea), alice)
    workers.take_up()
    workers.take_up()
    wait_until(lambda: seen(new_database, search.id)[0] == "done")


def test_search_waits_again_when_its_process_is_closed_and_the_next_one_ends_it(new_database: Database, alice: User) -> None:
    before = Workers(config.load(), new_database, processes=1)
    search = begin(new_database, described(new_database, alice, long_search.idea), alice)
    before.submit(search.id)
    wait_until(lambda: seen(new_database, search.id)[0] == "running")
    before.close()
    assert seen(new_database, search.id)[0] == "waiting"
    after = Workers(config.load(), new_database, processes=1)
    try:
        after.take_up()
        wait_until(lambda: seen(new_database, search.id)[0] == "running")
        call_off(new_database, search, alice)
        wait_until(lambda: seen(new_database, search.id)[0] == "stopped")
    finally:
        after.close()


@pytest.mark.parametrize("database_url", KINDS, indirect=True)
def test_two_who_serve_one_database_do_each_search_once_and_take_none_that_goes_on(new_database: Database, alice: User) -> None:
    first, second = (Workers(config.load(), new_database, processes=1) for _ in range(2))
    try:
        goes_on, waits = (begin(new_database, described(new_database, alice, long_search.idea), alice) for _ in range(2))
        first.submit(goes_on.id)
        first.submit(waits.id)
        wait_until(lambda: seen(new_database, goes_on.id)[0] == "running")
        second.take_up()
        wait_until(lambda: seen(new_database, waits.id)[0] == "running")
        second.take_up()
        first.close()
        assert [seen(new_database, one.id)[0] for one in (goes_on, waits)] == ["waiting", "running"]
    finally:
        first.close()
        second.close()


SERVING = """
import sys, time
from matchmaker import config, db, workers
settings = config.load(database_url=sys.argv[1])
if __name__ == "__main__":
    serving = workers.Workers(settings, db.of(settings))
    serving.take_up()
    time.sleep(60)
"""


@pytest.mark.parametrize("database_url", KINDS, indirect=True)
def test_search_waits_again_when_the_service_is_killed(new_database: Database, alice: User, tmp_path: Path) -> None:
    search = begin(new_database, described(new_database, alice, long_search.idea), alice)
    script = tmp_path / "serving.py"
    script.write_text(SERVING)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    service = subprocess.Popen([sys.executable, script, new_database.url], env=environment)
    try:
        wait_until(lambda: seen(new_database, search.id)[0] == "running")
        os.kill(service.pid, signal.SIGKILL)
        wait_until(lambda: seen(new_database, search.id)[0] == "waiting")
    finally:
        service.kill()
        service.wait()
