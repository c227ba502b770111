"""A served process on a database of its own, watched: its memory, and how soon it says that it is there."""

import asyncio
import os
import re
import socket
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from sqlalchemy import select

from matchmaker import config, db
from matchmaker.db import Database
from matchmaker.models import Membership, Organisation, User
from matchmaker.services import surroundings
from tests import postgres
from tests.factories import PASSWORD
from tools.soak.browser import asking
from tools.soak.people import person

EVERY = 1.0
"""Seconds between two looks."""
MIB = 1024
HALVES = (
    b"",
    b"GET / HTTP/1.1\r\nHost: x\r\n",
    b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n" + b"a" * 1000,
    b"GET /static/vendor/htmx.min.js HTTP/1.1\r\nHost: x\r\n\r\n" * 3,
)
"""What slow clients begin with."""


class Service:
    """One process; `memory` and `waits` are filled while it is watched."""

    def __init__(self, kind: str, url: str, folder: Path) -> None:
        self.kind = kind
        self.log = folder / "log"
        self._environment = {
            **os.environ,
            "MATCHMAKER_DATABASE_URL": url,
            "MATCHMAKER_INSTANCE": str(folder),
            "MATCHMAKER_HASHING": "cheapest",
            "MATCHMAKER_PROXIES": "1",
            "PYTHONFAULTHANDLER": "1",
        }
        self.database: Database = db.of(config.load(instance=folder, database_url=url, hashing="cheapest"))
        self.memory: list[tuple[float, int]] = []
        """Seconds since the start, and MiB."""
        self.waits: list[tuple[float, float]] = []
        """Seconds since the start, and seconds until the answer to `/healthz`."""
        self.organisations: list[int] = []

    def prepare(self) -> None:
        """The tables, the demo, and a person for every organisation."""
        for command in (("db", "upgrade"), ("demo", "load")):
            subprocess.run([sys.executable, "-m", "matchmaker", *command], env=self._environment, check=True, capture_output=True)
        secret = PasswordHasher.from_parameters(CHEAPEST).hash(PASSWORD)
        with self.database.unit_of_work() as session:
            now = surroundings.now(session)
            joined = select(Organisation.id).where(Organisation.joined_at.is_not(None), Organisation.established.is_not(None))
            self.organisations = list(session.scalars(joined))
            for number in self.organisations:
                one = Membership(organisation_id=number, role="owner", created_at=now)
                session.add(
                    User(
                        email=person(number), name=f"Person {number}", password_hash=secret, memberships=[one],
                        created_at=now, confirmed_at=now,
                    )
                )  # fmt: skip

    @contextmanager
    def served(self) -> Iterator[None]:
        """Serve until the block ends."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "matchmaker", "serve", "--port", str(self.port)]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)
        self._began = monotonic()
        try:
            yield
        finally:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(60)
            self._process.kill()
            self._process.wait()
            self.database.engine.dispose()

    @property
    def code(self) -> int | None:
        """With what code the process has ended; None while it runs."""
        return self._process.poll()

    @property
    def seconds(self) -> float:
        """Since the start."""
        return monotonic() - self._began

    async def is_there(self) -> bool:
        """Whether it answers within a minute."""
        for _ in range(120):
            with suppress(OSError):
                if b" 200 " in await self._look("/readyz"):
                    self._began = monotonic()
                    return True
            await asyncio.sleep(0.5)
        return False

    async def watch(self) -> None:
        """Ask whether it is there, and how much memory it has, until cancelled."""
        while self.code is None:
            began = monotonic()
            at = self.seconds
            with suppress(OSError):
                await self._look("/healthz")
                self.waits.append((at, monotonic() - began))
            if (found := _resident(self._process.pid)) is not None:
                self.memory.append((at, found))
            await asyncio.sleep(max(0.0, EVERY - (monotonic() - began)))

    def worst(self, begin: float, end: float) -> float:
        """The longest wait for `/healthz` that began between two moments; infinite when nothing was asked."""
        return max((wait for at, wait in self.waits if begin <= at <= end), default=float("inf"))

    @contextmanager
    def slow_clients(self, number: int) -> Iterator[None]:
        """So many clients that ask half, or ask and take nothing."""
        clients = [socket.create_connection(("127.0.0.1", self.port)) for _ in range(number)]
        try:
            for place, client in enumerate(clients):
                client.sendall(HALVES[place % len(HALVES)])
            yield
        finally:
            for client in clients:
                client.close()

    async def _look(self, path: str) -> bytes:
        return await asking(self.port, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())


@contextmanager
def services(options: Namespace) -> Iterator[list[Service]]:
    """A service of each kind that was asked for, stocked; everything is gone afterwards."""
    server = None
    with tempfile.TemporaryDirectory(prefix="soak-", ignore_cleanup_errors=True) as root:
        made = []
        try:
            for kind in options.databases:
                folder = Path(root) / kind
                folder.mkdir()
                url = f"sqlite:///{folder / 'matchmaker.db'}"
                if kind == "postgresql":
                    programs = postgres.programs()
                    if programs is None:
                        sys.exit("No PostgreSQL server was found: install the package postgresql.")
                    server = postgres.Server(programs)
                    url = server.create("soak")
                made.append(Service(kind, url, folder))
                made[-1].prepare()
            yield made
        finally:
            if server is not None:
                server.stop()


def _resident(pid: int) -> int | None:
    """MiB of memory of a process, where the system tells."""
    with suppress(OSError):
        if found := re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()):
            return int(found[1]) // MIB
    return None
