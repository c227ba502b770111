"""What every test may ask for: a database of each kind, a session that leaves no trace, a browser."""

import os
import shutil
from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from matchmaker.db import Database, Session, upgrade
from matchmaker.programme import guides
from matchmaker.services.store import Store
from tests import postgres

CI = bool(os.environ.get("CI"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
POSTGRES = postgres.programs()
QUICK = PasswordHasher.from_parameters(CHEAPEST)
KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))

hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, max_examples=50)
hypothesis.settings.register_profile("quick", deadline=None, derandomize=True, max_examples=25)
hypothesis.settings.load_profile("ci" if CI else "dev")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Mark what drives a browser, and skip what cannot run here with a sentence that names the package."""
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker("browser")
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="No browser was found: install the package chromium."))
        if item.get_closest_marker("postgres") and POSTGRES is None:
            item.add_marker(pytest.mark.skip(reason="No PostgreSQL server was found: install the package postgresql."))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a browser or PostgreSQL test that was skipped has failed: otherwise nobody would notice."""
    report = yield
    if CI and report.skipped and (item.get_closest_marker("browser") or item.get_closest_marker("postgres")):
        report.outcome = "failed"
        report.longrepr = f"Skipped, and in CI nothing may be: {report.longrepr}"
    return report


@pytest.fixture(scope="session", autouse=True)
def _own_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No setting of the developer's own reaches a test, and nothing is written into the checkout."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("MATCHMAKER_")]:
            patch.delenv(name)
        patch.setenv("MATCHMAKER_INSTANCE", str(tmp_path_factory.mktemp("instance")))
        patch.setenv("MATCHMAKER_HASHING", "cheapest")
        yield


class Databases:
    """New databases of either kind, empty or with all tables; the tables are made once and copied."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._server: postgres.Server | None = None
        self._templates: dict[str, str] = {}

    def empty(self, kind: str) -> str:
        """The URL of a database without tables."""
        return self._create(kind, None)

    def migrated(self, kind: str) -> str:
        """The URL of a database with all tables and no rows."""
        if kind not in self._templates:
            self._templates[kind] = name = f"template-{kind}"
            upgrade(self._create(kind, None, name))
        return self._create(kind, self._templates[kind])

    def _create(self, kind: str, template: str | None, name: str | None = None) -> str:
        name = name or f"d{next(self._numbers)}"
        if kind == "sqlite":
            if template:
                shutil.copy(self._folder / f"{template}.db", self._folder / f"{name}.db")
            return f"sqlite:///{self._folder / name}.db"
        if self._server is None:
            assert POSTGRES is not None
            self._server = postgres.Server(POSTGRES)
        return self._server.create(name, template or "template1")

    def close(self) -> None:
        """Stop the server, if one was needed."""
        if self._server is not None:
            self._server.stop()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """The worker's databases."""
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.close()


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, databases: Databases) -> str:
    """A database of this test's own with all tables, once of each kind."""
    return databases.migrated(request.param)


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest, databases: Databases) -> str:
    """A database of this test's own without tables, once of each kind."""
    return databases.empty(request.param)


class Clock:
    """The one thing that is not real: the moment it is, moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Let time pass: `clock.move(days=3)`."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    """The clock of this test's sessions."""
    return Clock()


@pytest.fixture
def new_database(database_url: str, clock: Clock, tmp_path: Path) -> Iterator[Database]:
    """A database of this test's own for what commits, once of each kind."""
    made = Database(database_url, guides.load(), clock, QUICK, Store(tmp_path / "uploads"))
    yield made
    made.engine.dispose()


@pytest.fixture(scope="session", params=KINDS)
def shared_database(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Database]:
    """The worker's database that every `session` leaves as it was, once of each kind."""
    made = Database(databases.migrated(request.param), guides.load(), Clock(), QUICK)
    yield made
    made.engine.dispose()


@pytest.fixture
def session(shared_database: Database, clock: Clock, tmp_path: Path) -> Iterator[Session]:
    """A session inside one outer transaction that is rolled back: what the test commits only ends a savepoint."""
    info = replace(shared_database.surroundings, clock=clock, kept={}, store=Store(tmp_path / "uploads")).info
    with shared_database.engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint", info=info) as opened:
            yield opened
        outer.rollback()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, quiet: it looks up nothing by itself."""
    quiet = ("disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update")
    as_root = ("no-sandbox",) if os.geteuid() == 0 else ()
    args = [f"--{flag}" for flag in (*quiet, "disable-sync", *as_root)]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": args}
