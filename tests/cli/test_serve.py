"""`matchmaker serve`: what it refuses to start with, and that it answers."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from pydantic import SecretStr

from matchmaker import config
from matchmaker.cli.serve import insist, listen, put_in_force
from matchmaker.config import Settings
from matchmaker.db import Database, opened, standing, upgrade
from matchmaker.errors import Invalid, Refused
from matchmaker.language import Message
from matchmaker.models import User
from matchmaker.programme import guides
from matchmaker.services import adoption, mails
from tests import factories
from tests.guides import invent, invented


def of_production(url: str, folder: Path) -> Settings:
    return config.load(
        instance=folder, env="production", database_url=url, secret_key=SecretStr("0123456789" * 4), hashing="full",
        base_url="https://matchmaker.example", smtp_url=SecretStr("smtp://mail.example:25"),
    )  # fmt: skip


def starting(settings: Settings) -> None:
    """What is asked before the service begins."""
    with opened(settings) as database:
        insist(settings, database)


def test_database_that_is_not_up_to_date_is_refused(empty_database_url: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="matchmaker db upgrade"):
        starting(config.load(instance=tmp_path, database_url=empty_database_url))


def test_production_does_not_start_with_demo_log_ins(new_database: Database, tmp_path: Path) -> None:
    url = new_database.engine.url.render_as_string(hide_password=False)
    starting(of_production(url, tmp_path))
    with new_database.unit_of_work() as session:
        user = session.get_one(User, factories.register(session, "Alice").user.id)
        user.is_demo = True
    starting(config.load(instance=tmp_path, database_url=url))
    with pytest.raises(Invalid, match="demo log-ins"):
        starting(of_production(url, tmp_path))


def test_folder_with_mistakes_leaves_in_force_what_was(
    new_database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url, folder = new_database.engine.url.render_as_string(hide_password=False), tmp_path / "guide"
    invent(folder, ("min = 4", "min = -4"), ('add = ["CH"]', 'add = ["QQ"]'))
    guides.load.cache_clear()
    settings = config.load(instance=tmp_path, database_url=url, guide_dir=folder)
    with pytest.raises(Invalid, match="QQ"), standing(settings):  # nothing was in force before
        pass
    guide = invented(tmp_path / "before")
    with new_database.unit_of_work() as session:
        adoption.adopt(session, guide)
    with standing(settings) as (database, mistakes):
        assert database.surroundings.guide == guide
        assert mistakes is not None
        put_in_force(database, mistakes)
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("ka220-vet-2027.toml: counting.add.0: “QQ” is not a country code")
    assert told[1].startswith("ka220-vet-2027.toml: rules.0.min: -4 is out of range")
    assert told[2].startswith("The calls that were in force so far go on")
    with new_database.session(reads=True) as session:
        assert adoption.find_guide(session) == guide


def test_calls_of_a_folder_come_into_force_at_the_start(new_database: Database, tmp_path: Path) -> None:
    url, folder = new_database.engine.url.render_as_string(hide_password=False), invent(tmp_path / "guide")
    guides.load.cache_clear()
    with standing(config.load(instance=tmp_path, database_url=url, guide_dir=folder)) as (database, mistakes):
        put_in_force(database, mistakes)
    with new_database.session(reads=True) as session:
        assert adoption.find_guide(session) == guides.load(folder)


def test_port_that_is_taken_is_refused_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=f"port {port}"):
            listen("127.0.0.1", port)
    with pytest.raises(Refused, match="cannot listen"):
        listen("203.0.113.1", 5000)


@pytest.mark.slow
@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_service_answers_and_stops(tmp_path: Path, asked: signal.Signals) -> None:
    settings = config.load(instance=tmp_path)
    upgrade(settings.database_url)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "matchmaker", "serve", "--port", str(port)]
    with subprocess.Popen(command, env={**os.environ, "MATCHMAKER_INSTANCE": str(tmp_path)}, stderr=subprocess.PIPE) as server:
        until = monotonic() + 60
        while True:
            try:
                with urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
                    assert answer.read() == b"ok\n"
                # No header makes a request one by HTTPS, or gives the service another place, while no proxy is said to be there.
                forged = {"X-Forwarded-Proto": "https", "X-Forwarded-Ssl": "on", "SCRIPT_NAME": "/evil"}
                with urlopen(Request(f"http://127.0.0.1:{port}/?lang=de", headers=forged)) as answer:
                    assert "Secure" not in answer.headers["Set-Cookie"]
                    assert b"/evil" not in answer.read()
                break
            except URLError:
                assert monotonic() < until
                sleep(0.2)
        server.send_signal(asked)
        _, said = server.communicate(timeout=30)
    assert f"Matchmaker is on http://127.0.0.1:{port}" in said.decode()
    assert server.returncode == 0


def children(pid: int) -> set[int]:
    """The processes that this one has started and that run."""
    return {int(one) for task in Path(f"/proc/{pid}/task").iterdir() for one in (task / "children").read_text().split()}


def is_there(pid: int) -> bool:
    """Whether a process runs."""
    try:
        return "zombie" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGKILL])
def test_service_has_a_consumer_that_ends_with_it_however_it_ends(tmp_path: Path, asked: signal.Signals) -> None:
    settings = config.load(instance=tmp_path)
    upgrade(settings.database_url)
    with opened(settings) as database, database.unit_of_work() as session:
        mails.write(session, "bob@school.eu", Message("Subject"), Message("Body"), language="en")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "matchmaker", "serve", "--port", str(port)]
    until = monotonic() + 60
    with subprocess.Popen(command, env={**os.environ, "MATCHMAKER_INSTANCE": str(tmp_path)}, stderr=subprocess.DEVNULL) as server:
        while not [*tmp_path.glob("mails/*.eml")]:
            assert monotonic() < until
            sleep(0.1)
        started = children(server.pid)
        assert started
        server.send_signal(asked)
        server.wait(30)
    while any(is_there(one) for one in started):
        assert monotonic() < until + 30
        sleep(0.1)
