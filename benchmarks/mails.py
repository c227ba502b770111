"""How many mails leave in a second, and how soon one does after its commit: the real consumer, a server that says yes at once."""

import argparse
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from statistics import median
from threading import Thread
from time import perf_counter, sleep
from typing import Any, Final, cast

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

MAILS: Final = 1_000
SINGLE: Final = 20
"""Mails that are written one by one."""
PATIENCE: Final = 300
"""Seconds after which nothing comes any more."""


class _Conversation(StreamRequestHandler):
    """Says yes to whatever a sender of mails says."""

    def handle(self) -> None:
        """Talk until the other side leaves."""
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                while self.rfile.readline() not in {b".\r\n", b""}:
                    pass
                cast("Sink", self.server).taken += 1
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 yes\r\n")


class Sink(ThreadingTCPServer):
    """A mail server that takes every mail at once. taken: how many so far; one conversation goes on at a time."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken = 0
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()


def measure(number: int, url: str = "") -> list[dict[str, Any]]:
    """Seconds from commit to arrival, and mails a second when so many wait. url: of an empty database; else one of SQLite."""
    with tempfile.TemporaryDirectory() as folder, Sink() as sink:
        address = SecretStr(f"smtp://127.0.0.1:{sink.server_address[1]}")
        settings = config.load(instance=Path(folder), database_url=url, smtp_url=address)
        upgrade(settings.database_url)
        database = Database(settings.database_url, guides.load(), lambda: datetime.now(UTC))
        queues, keeper = Queues(database, settings), Keeper(settings, database)
        database.heard = queues.wake
        _sent(database, sink, 1)  # it is there
        alone = [_sent(database, sink, 1) for _ in range(SINGLE)]
        seconds = _sent(database, sink, number)
        keeper.close(10)
        queues.close()
        database.engine.dispose()
        sink.shutdown()
    kind = database.engine.dialect.name
    return [{"database": kind, "mails": number, "a_second": number / seconds, "soon": median(alone)}]


def _sent(database: Database, sink: Sink, number: int) -> float:
    """Seconds from the commit of so many mails until the last has arrived."""
    before = sink.taken
    with database.unit_of_work() as session:
        for one in range(number):
            mails.write(session, f"b{one}@school.eu", Message("An invitation"), Message("Words. " * 200), language="en")
    began = perf_counter()
    while sink.taken < before + number:
        if perf_counter() - began > PATIENCE:
            raise TimeoutError("the mails do not arrive")
        sleep(0.001)
    return perf_counter() - began


def main() -> None:
    """Measure and print; with `--save` keep it for the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=MAILS)
    parser.add_argument("--database", default="", help="URL of an empty PostgreSQL database; default: SQLite")
    parser.add_argument("--save", action="store_true", help="keep the result for the report")
    options = parser.parse_args()
    found = measure(options.mails, options.database)
    print(section(found))
    if options.save:
        save("mails", found)


if __name__ == "__main__":
    main()
