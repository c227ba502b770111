"""How many mails leave in a second, and how soon one does after its commit: the real consumer, a server that says yes at once."""

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any, Final

from pydantic import SecretStr

from benchmarks.pieces import save
from benchmarks.sections import mails as section
from matchmaker import config
from matchmaker.db import Database, upgrade
from matchmaker.jobs.keeper import Keeper
from matchmaker.jobs.queues import Queues
from matchmaker.language import Message
from matchmaker.programme import guides
from matchmaker.services import mails
from tests import postgres
from tests.smtp import Server

MAILS: Final = 1_000
SINGLE: Final = 20
"""Mails that are written one by one."""
PATIENCE: Final = 300
"""Seconds after which nothing comes any more."""


def measure(number: int) -> list[dict[str, Any]]:
    """With one consumer on each database, with two where several machines may work."""
    with _urls() as urls:
        return [_measured(kind, url, folder, consumers, number) for kind, url, folder, consumers in urls]


def _measured(kind: str, url: str, folder: Path, consumers: int, number: int) -> dict[str, Any]:
    """Seconds from commit to arrival, and mails a second when so many wait."""
    upgrade(url)
    with Server() as server:
        settings = config.load(instance=folder, database_url=url, smtp_url=SecretStr(server.url))
        database = Database(url, guides.load(), lambda: datetime.now(UTC))
        queues, keepers = Queues(database, settings), [Keeper(settings, database) for _ in range(consumers)]
        database.heard = queues.wake
        _sent(database, server, 1)  # they are there
        alone = [_sent(database, server, 1) for _ in range(SINGLE)]
        seconds = _sent(database, server, number)
        for keeper in keepers:
            keeper.close(10)
        queues.close()
        database.engine.dispose()
    return {"database": kind, "consumers": consumers, "mails": number, "a_second": number / seconds, "soon": median(alone)}


def _sent(database: Database, server: Server, number: int) -> float:
    """Seconds from the commit of so many mails until the last has arrived."""
    before = len(server.received)
    with database.unit_of_work() as session:
        for one in range(number):
            mails.write(session, f"b{one}@school.eu", Message("An invitation"), Message("Words. " * 200), language="en")
    began = perf_counter()
    while len(server.received) < before + number:
        if perf_counter() - began > PATIENCE:
            raise TimeoutError("the mails do not arrive")
        sleep(0.001)
    return perf_counter() - began


@contextmanager
def _urls() -> Iterator[Iterator[tuple[str, str, Path, int]]]:
    """The databases, each empty, with a folder for an instance and how many work at it."""
    root, programs = Path(tempfile.mkdtemp(prefix="mails-")), postgres.programs()
    server = postgres.Server(programs) if programs else None

    def made() -> Iterator[tuple[str, str, Path, int]]:
        for kind, consumers in (("SQLite", 1), *((("PostgreSQL", 1), ("PostgreSQL", 2)) if server else ())):
            folder = root / f"{kind}-{consumers}"
            folder.mkdir()
            url = server.create(folder.name) if server and kind == "PostgreSQL" else f"sqlite:///{folder / 'matchmaker.db'}"
            yield kind, url, folder, consumers

    try:
        yield made()
    finally:
        if server:
            server.stop()
        shutil.rmtree(root)


def main() -> None:
    """Measure and print; with `--save` keep it for the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=MAILS)
    parser.add_argument("--save", action="store_true", help="keep the result for the report")
    options = parser.parse_args()
    found = measure(options.mails)
    print(section(found))
    if options.save:
        save("mails", found)


if __name__ == "__main__":
    main()
