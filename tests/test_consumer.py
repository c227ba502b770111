"""The consumer: a real process that sends and sweeps, started, watched and ended by the service; mails leave once."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import make_url, select

from matchmaker import config
from matchmaker.config import QUEUE, Settings
from matchmaker.db import Database
from matchmaker.jobs import keeper as keeping
from matchmaker.jobs.keeper import Keeper
from matchmaker.jobs.queues import AT_ONCE, NAMES, Queues
from matchmaker.language import Message
from matchmaker.models import Invitation, Mail, Trouble
from matchmaker.programme import guides
from matchmaker.services import mails
from tests import factories
from tests.conftest import Clock, Databases
from tests.smtp import Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def settings(server: Server, tmp_path: Path) -> Settings:
    return config.load(instance=tmp_path, smtp_url=SecretStr(server.url))


@pytest.fixture
def queues(new_database: Database, settings: Settings) -> Iterator[Queues]:
    opened = Queues(new_database, settings)
    yield opened
    opened.close()


@pytest.fixture
def keeper(new_database: Database, settings: Settings) -> Iterator[Keeper]:
    running = Keeper(settings, new_database)
    yield running
    running.close(20)


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    until = monotonic() + seconds
    while not holds():
        assert monotonic() < until
        sleep(0.02)


def write(database: Database, *to: str) -> None:
    with database.unit_of_work() as session:
        for one in to:
            mails.write(session, one, Message("Żółw"), Message("First."), language="en")


def unsent(database: Database) -> list[str]:
    with database.session(reads=True) as session:
        return list(session.scalars(select(Mail.to).where(Mail.sent_at.is_(None))))


def is_there(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists() and "zombie" not in Path(f"/proc/{pid}/status").read_text()


@pytest.mark.slow
def test_mail_leaves_soon_after_its_commit_and_what_nobody_asked_for_is_found(
    new_database: Database, settings: Settings, server: Server, clock: Clock, queues: Queues, keeper: Keeper
) -> None:
    """Before the consumer is there nobody is told: its first sweep finds the mail, and the invitation that is due."""
    with new_database.unit_of_work() as session:
        cast = factories.cast(session)
        made = factories.draft(session, cast.alice, [cast.bob])
        factories.invite(session, made, cast.bob, by=cast.alice.user)
        session.scalars(select(Invitation)).one().expires_at = clock.now
    wait_until(lambda: len(server.received) == 2)  # Bob is invited; Alice learns that he has not answered
    with new_database.session(reads=True) as session:
        assert session.scalars(select(Invitation.state)).all() == ["expired"]
    new_database.heard = queues.wake
    began = monotonic()
    write(new_database, "one@school.eu")
    wait_until(lambda: len(server.received) == 3)
    write(new_database, *(f"b{number}@school.eu" for number in range(AT_ONCE + 1)))
    wait_until(lambda: unsent(new_database) == [])
    assert monotonic() - began < 50  # so it was no sweep of the minute
    assert len(server.received) == 3 + AT_ONCE + 1
    assert keeper.standing_still() == []
    assert all(huey.result_count() == 0 for huey in queues.hueys.values())


@pytest.mark.slow
def test_consumer_that_ends_is_started_again_and_ends_with_its_keeper(
    new_database: Database, settings: Settings, server: Server, queues: Queues, keeper: Keeper
) -> None:
    first = keeper.pid
    assert first
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: keeper.pid != first)
    write(new_database, "bob@school.eu")
    wait_until(lambda: unsent(new_database) == [])
    second = keeper.pid
    keeper.close(20)
    assert keeper.standing_still() == list(NAMES)
    assert second
    assert not is_there(second)


@pytest.mark.slow
def test_consumer_that_stands_still_is_told_of_and_replaced(
    new_database: Database, server: Server, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(new_database, "bob@school.eu")
    wait_until(lambda: unsent(new_database) == [])
    first = keeper.pid
    assert first
    os.kill(first, signal.SIGSTOP)
    monkeypatch.setattr(keeping, "LATER", 1.0)
    monkeypatch.setattr(keeping, "STILL", 0.5)
    wait_until(lambda: keeper.standing_still() == list(NAMES))
    wait_until(lambda: keeper.pid != first)
    monkeypatch.undo()
    assert not is_there(first)
    wait_until(lambda: keeper.standing_still() == [])


@pytest.mark.slow
def test_hanging_mail_server_keeps_no_other_job_waiting(
    new_database: Database, server: Server, clock: Clock, keeper: Keeper
) -> None:
    server.answers_after = 300.0
    with new_database.unit_of_work() as session:
        cast = factories.cast(session)
        made = factories.draft(session, cast.alice, [cast.bob])
        factories.invite(session, made, cast.bob, by=cast.alice.user)
        session.scalars(select(Invitation)).one().expires_at = clock.now

    def is_over() -> bool:
        with new_database.session(reads=True) as session:
            return session.scalars(select(Invitation.state)).one() == "expired"

    wait_until(is_over)
    with new_database.session(reads=True) as session:
        assert session.scalars(select(Trouble.job)).all() == []  # it still hangs
    server.stopped.set()


@pytest.mark.slow
def test_no_task_of_a_stranger_is_done_and_its_mail_leaves_all_the_same(
    new_database: Database, settings: Settings, server: Server, queues: Queues
) -> None:
    """A task is a pickle: only who has the secret may put one there."""
    stranger = Queues(new_database, settings.model_copy(update={"secret_key": SecretStr("x" * 40)}))
    new_database.heard = stranger.wake
    write(new_database, "bob@school.eu")
    stranger.close()
    with pytest.raises(ValueError, match="ignature"):
        queues.hueys["mails"].dequeue()
    new_database.heard = queues.wake
    running = Keeper(settings, new_database)
    write(new_database, "dora@school.eu")
    wait_until(lambda: unsent(new_database) == [])
    running.close(20)
    assert len(server.received) == 2


@pytest.mark.parametrize("broken", [b"no database" * 1000, b""])
def test_queue_that_is_damaged_or_open_to_others_is_made_anew(
    databases: Databases, clock: Clock, settings: Settings, broken: bytes
) -> None:
    database = Database(databases.migrated("sqlite"), guides.load(), clock)
    file = settings.instance / QUEUE
    file.write_bytes(broken)
    file.chmod(0o644)
    config.load(instance=settings.instance)
    assert file.stat().st_mode & 0o777 == 0o600
    queues = Queues(database, settings)
    database.heard = queues.wake
    write(database, "bob@school.eu")
    assert queues.hueys["mails"].pending_count() == 1
    queues.close()
    database.engine.dispose()


@pytest.mark.slow
@pytest.mark.postgres
def test_consumer_goes_on_after_the_database_server_hung_up(
    databases: Databases, clock: Clock, settings: Settings, server: Server
) -> None:
    database = Database(databases.migrated("postgresql"), guides.load(), clock)
    queues, running = Queues(database, settings), Keeper(settings, database)
    database.heard = queues.wake
    write(database, "one@school.eu")
    wait_until(lambda: len(server.received) == 1)
    with psycopg.connect(make_url(database.url).set(drivername="postgresql").render_as_string()) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    database.engine.dispose()

    def another_arrives() -> bool:
        """The first ones may find their connections closed; those wait for the next sweep, the job perhaps for a minute."""
        write(database, "two@school.eu")
        sleep(0.2)
        return len(server.received) > 1

    wait_until(another_arrives, seconds=240)
    assert running.standing_still() == []
    running.close(20)
    queues.close()
    database.engine.dispose()


WORK = [sys.executable, "-m", "matchmaker", "work"]


@pytest.mark.slow
def test_processes_that_work_alone_share_what_there_is_to_do(
    new_database: Database, settings: Settings, server: Server, queues: Queues
) -> None:
    url = new_database.engine.url.render_as_string(hide_password=False)
    environment = {
        **os.environ,
        "MATCHMAKER_INSTANCE": str(settings.instance),
        "MATCHMAKER_DATABASE_URL": url,
        "MATCHMAKER_SMTP_URL": server.url,
        "MATCHMAKER_NOW": new_database.surroundings.clock().isoformat(),
    }
    server.answers_after = 0.02
    both = [subprocess.Popen(WORK, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        assert [one.stderr.readline() for one in both if one.stderr] == ["Matchmaker works.\n"] * 2
        new_database.heard = queues.wake
        for number in range(30):
            write(new_database, f"b{number}@school.eu")
        wait_until(lambda: unsent(new_database) == [])
    finally:
        for one, asked in zip(both, (signal.SIGTERM, signal.SIGINT), strict=True):
            one.send_signal(asked)
    assert [one.wait(60) for one in both] == [0, 0]
    for one in both:
        one.stderr.close()  # type: ignore[union-attr]
    assert sorted(mail["To"] for mail in server.received) == sorted(f"b{number}@school.eu" for number in range(30))
