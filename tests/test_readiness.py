"""What monitors read of the service: whether the database takes what is written, and whether the jobs go on."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from sqlalchemy import text

from matchmaker import config, db
from matchmaker.app import create_app
from matchmaker.db import Database, upgrade
from matchmaker.jobs.beside import Beside


def ready(database: Database, settings: config.Settings, running: Beside | None = None) -> tuple[int, str]:
    app = create_app(settings, database)
    if running is not None:
        app.extensions["jobs"] = (running,)
    answer = app.test_client().get("/readyz")
    return answer.status_code, answer.text


@pytest.fixture
def settings(tmp_path: Path) -> config.Settings:
    return config.load(instance=tmp_path)


def test_database_that_takes_nothing_is_not_ready(new_database: Database, settings: config.Settings) -> None:
    if new_database.engine.dialect.name == "postgresql":
        refuse = (
            "do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$"
        )
    else:
        refuse = "create trigger full before update on alembic_version begin select raise(abort, 'disk full'); end"
    assert ready(new_database, settings) == (200, "ok\n")
    with new_database.unit_of_work() as session:
        session.execute(text(refuse))
    assert ready(new_database, settings) == (503, "the database cannot be written\n")


def test_asking_changes_nothing(new_database: Database, settings: config.Settings) -> None:
    for _ in range(3):
        ready(new_database, settings)
    assert new_database.is_current()


def test_who_writes_for_long_is_not_waited_for_and_no_fault(new_database: Database, settings: config.Settings) -> None:
    with new_database.unit_of_work() as session:
        session.execute(text("update alembic_version set version_num = version_num"))
        began = monotonic()
        assert ready(new_database, settings) == (200, "busy: something else has been writing for a second\n")
        assert monotonic() - began < 15
    assert ready(new_database, settings) == (200, "ok\n")


def test_file_that_has_gone_is_not_made_by_asking(tmp_path: Path) -> None:
    database = db.of(config.load(instance=tmp_path))
    assert database.state() == "away"
    assert not list(tmp_path.glob("*.db"))


def test_jobs_that_stand_still_are_named(new_database: Database, settings: config.Settings) -> None:
    running = Beside(new_database)
    assert ready(new_database, settings, running) == (200, "ok\n")
    running.stop()
    assert ready(new_database, settings, running) == (503, "jobs stand still: service, populations\n")
    assert ready(new_database, settings) == (200, "ok\n")


@pytest.fixture
def volume(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB of its own."""
    place = tmp_path / "volume"
    place.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place], check=False).returncode:
        pytest.skip("Only root may mount a small file system, and not everywhere.")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.slow
def test_full_disk_is_seen_while_serving(volume: Path) -> None:
    instance = volume / "instance"
    settings = config.load(instance=instance)
    upgrade(settings.database_url)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def said() -> str:
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=20) as answer:
                return str(answer.read().decode())
        except HTTPError as error:
            return str(error.read().decode())
        except URLError:
            return ""

    def comes(wanted: str) -> None:
        until = monotonic() + 60
        while said() != wanted:
            assert monotonic() < until, said()
            sleep(0.2)

    command = [sys.executable, "-m", "matchmaker", "serve", "--port", str(port)]
    environment = {**os.environ, "MATCHMAKER_INSTANCE": str(instance), "PYTHONPATH": str(Path(__file__).parent.parent)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as server:
        try:
            comes("ok\n")
            (volume / "ballast").write_bytes(b"\0" * (shutil.disk_usage(volume).free - 4096))
            comes("the database cannot be written\n")
            (volume / "ballast").unlink()
            comes("ok\n")
        finally:
            server.terminate()


def test_read_only_file_system_is_seen(volume: Path) -> None:
    settings = config.load(instance=volume)
    upgrade(settings.database_url)
    database = db.of(settings)
    assert database.state() == "ok"
    database.engine.dispose()
    subprocess.run(["mount", "-o", "remount,ro", volume], check=True)
    assert database.state() == "unwritable"
