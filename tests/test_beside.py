"""What a serving process does beside its requests."""

from datetime import timedelta
from threading import Event
from time import monotonic, sleep

import pytest
from sqlalchemy import Connection, event, select

from matchmaker.db import Database
from matchmaker.jobs import beside
from matchmaker.jobs.beside import Beside
from matchmaker.models import Visit
from matchmaker.services import populations, visits
from matchmaker.turns import READS
from tests import factories
from tests.conftest import Clock


def test_population_is_ready_soon_after_a_commit_also_after_an_error(
    new_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[str] = []

    def failing(*args: object) -> None:
        failed.append("")
        raise LookupError("nobody foresaw this")

    def size() -> int:
        kept = new_database.surroundings.kept.get("population known=False")
        return kept.population.size if isinstance(kept, populations.Kept) else 0

    with monkeypatch.context() as patch:
        patch.setattr(populations, "population", failing)
        running = Beside(new_database)
        new_database.heard = lambda session: running.wake()
        until = monotonic() + 20
        while not failed and monotonic() < until:
            sleep(0.02)
    with new_database.unit_of_work() as session:
        factories.cast(session)
    new_database.surroundings.clock.move(minutes=2)  # type: ignore[attr-defined]  # until when it rests after the error
    while not size() and monotonic() < until:
        running.wake()
        sleep(0.02)
    assert size() == 4
    assert running.standing_still() == []
    running.stop()
    assert running.standing_still() == ["service", "populations"]


def test_who_was_seen_is_written_down(new_database: Database, clock: Clock) -> None:
    with new_database.unit_of_work() as session:
        token = visits.begin(session, factories.register(session, "Alice").user, "")
    clock.move(hours=2)
    with new_database.session(reads=True) as session:
        assert visits.find(session, token)
    running = Beside(new_database)

    def seen() -> timedelta:
        with new_database.session(reads=True) as session:
            return clock.now - session.scalars(select(Visit.seen_at)).one()

    until = monotonic() + 20
    while seen() and monotonic() < until:
        sleep(0.02)
    assert not seen()
    running.stop()


def test_commits_make_no_job_write_that_has_nothing_to_do(new_database: Database) -> None:
    began, round_ended = [], Event()
    running = Beside(new_database, {"the last of a round": round_ended.set})
    assert round_ended.wait(30)

    @event.listens_for(new_database.engine, "begin")
    def begins(connection: Connection) -> None:
        if not connection.get_execution_options().get(READS):
            began.append("")

    for _ in range(5):
        running.wake()
        sleep(0.1)
    running.stop()
    assert began == []


def test_thread_that_gives_no_sign_of_life_stands_still(new_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    hangs = Event()
    monkeypatch.setattr(populations, "population", lambda *args: hangs.wait(20))
    monkeypatch.setattr(beside, "STILL", 0.5)
    running = Beside(new_database)
    until = monotonic() + 15
    while "populations" not in running.standing_still() and monotonic() < until:
        sleep(0.05)
    assert "populations" in running.standing_still()
    hangs.set()
    running.stop()
