"""The real service on a database of its own, that ends and begins again on a later day."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy.orm import Session

from matchmaker import config, db
from matchmaker.config import Settings
from matchmaker.jobs import rounds
from tests.journeys.conftest import serving


class Service:
    """A running service: `address` is where it is reached, another one after each move of its clock."""

    def __init__(self, folder: Path, url: str) -> None:
        self.address = ""
        self._folder, self._url, self._days = folder, url, 0
        self._running = ExitStack()

    def __enter__(self) -> Self:
        self._begin()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._running.close()

    def moved(self, days: int) -> None:
        """So many days later, when the jobs have done what was due by then."""
        self._running.close()
        self._days += days
        settings = self._settings()
        with db.opened(settings) as database:
            rounds.round_(database, settings, ["jobs"])
        self._begin()

    @contextmanager
    def beside(self) -> Iterator[Session]:
        """A unit of work beside the browser, at the moment it is for the service."""
        with db.opened(self._settings()) as database, database.unit_of_work() as session:
            yield session

    def _settings(self) -> Settings:
        return config.load(instance=self._folder, database_url=self._url, now=self._now())

    def _now(self) -> str:
        return (datetime.now(UTC) + timedelta(days=self._days)).isoformat()

    def _begin(self) -> None:
        self.address = self._running.enter_context(serving(self._folder, database_url=self._url, now=self._now()))
