"""Processes that die at a step of their work, and what is true of a database afterwards, whichever step it was.

A step is what a process asks of others and what it hears: of a database that it writes to, of a mail server, of a queue. Run as a
module it waits to be told which process is to be born, and at which step it dies; it has imported everything by then.
"""

import os
import signal
import smtplib
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial, wraps
from mmap import mmap
from pathlib import Path
from threading import Lock, current_thread, main_thread
from time import monotonic
from traceback import format_exc
from typing import Any

from huey.storage import PostgresStorage, SqliteStorage
from sqlalchemy import Engine, event, select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from matchmaker import config, db
from matchmaker.app import create_app
from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.jobs import rounds
from matchmaker.jobs.consumer import consume
from matchmaker.jobs.queues import NAMES, Queues
from matchmaker.models import Consortium, HistoryEntry, Invitation, Mail, Member, Trouble, User
from matchmaker.services import invitations, mails
from matchmaker.turns import READS
from tests import factories
from tests.conftest import Clock
from tests.smtp import Server
from tests.web.conftest import Person

NEVER = 0
"""The step at which nobody dies."""
INVITATION = {"role": "partner", "task": "Write", "field": "Wood", "time_needed": "20 days", "why_you": "You teach it."}
WRITER, CONSUMER = "writer", "consumer"
"""Who answers a request that invites somebody, and who sends and sweeps until nothing is left to do."""


class Town:
    """A database in which somebody is invited again and again and never answers, and a mail server that counts."""

    def __init__(self, database: Database, clock: Clock, settings: Settings, server: Server) -> None:
        self.database, self.clock, self.settings, self.server = database, clock, settings, server
        with database.unit_of_work() as session:
            cast = factories.cast(session)
            factories.draft(session, cast.alice, [cast.bob])

    def invite(self) -> None:
        """Bob is invited, and the time is over: two mails, one of which is yet to be written."""
        with self.database.unit_of_work() as session:
            consortium, member, alice = whom(session)
            invitations.send(session, consortium, member, factories.invitation_form(), by=alice)
        self.end_time()

    def end_time(self) -> None:
        """Nobody has answered in time."""
        with self.database.unit_of_work() as session:
            for one in session.scalars(select(Invitation).where(Invitation.state == "sent")):
                one.expires_at = self.clock.now

    def recover(self) -> None:
        """A process that nobody kills does what is left, once what the last one took is free again."""
        self.clock.move(minutes=10)
        rounds.round_(self.database, self.settings)

    def wrong(self, kills: int) -> list[str]:
        """What was lost or done twice after so many have been killed."""
        with self.database.session(reads=True) as session:
            numbers = set(session.scalars(select(Mail.id)))
            unsent = session.scalars(select(Mail.id).where(Mail.sent_at.is_(None))).all()
            invited = session.scalars(select(Invitation.state)).all()
            done = Counter(session.scalars(select(HistoryEntry.verb).where(HistoryEntry.verb.startswith("invitation."))))
            troubles = session.scalars(select(Trouble.job)).all()
        arrived = Counter(int(mail["Message-ID"].split(".")[0].strip("<")) for mail in self.server.received)
        ids = {mail["Message-ID"] for mail in self.server.received}
        return [
            name
            for name, is_so in {
                f"not sent: {unsent}": bool(unsent),
                f"not arrived: {numbers - arrived.keys()}": arrived.keys() != numbers,
                f"one mail under several Message-IDs: {len(ids)} for {len(numbers)}": len(ids) != len(numbers),
                f"sent too often: {arrived.total() - len(numbers)} after {kills} kills": arrived.total() > len(numbers) + kills,
                f"invited {len(invited)} times, with {len(numbers)} mails": len(numbers) != 2 * len(invited),
                f"states: {Counter(invited)}": set(invited) - {"expired"} != set(),
                f"history: {done}": set(done.values()) - {len(invited)} != set(),
                f"in trouble: {troubles}": bool(troubles),
            }.items()
            if is_so
        ]


def whom(session: db.Session) -> tuple[Consortium, int, User]:
    """The consortium, the number of the member to invite, and Alice, who invites."""
    consortium = session.scalars(select(Consortium)).one()
    member = session.scalars(select(Member.id).where(Member.organisation_id != consortium.holder_id)).one()
    return consortium, member, session.scalars(select(User).order_by(User.id).limit(1)).one()


class Nursery:
    """Where processes are born that die at a step."""

    def __init__(self, process: "subprocess.Popen[str]", clock: Clock) -> None:
        self._process, self._clock = process, clock

    def kill(self, town: Town, who: str, step: int) -> bool:
        """One more invitation, and whoever is meant killed at this step; whether it was. Then another does what is left."""
        if who == CONSUMER:
            town.invite()
        was_killed, _ = self.live(who, step)
        town.end_time()
        town.recover()
        return was_killed

    def live(self, who: str, step: int) -> tuple[bool, int]:
        """Whether one was killed at this step, or had done everything before; and how many steps it took."""
        shift = (self._clock.now - datetime.now(UTC)).total_seconds()
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{who} {step} {shift}\n")
        self._process.stdin.flush()
        status, steps = map(int, self._process.stdout.readline().split())
        if status not in {0, -signal.SIGKILL}:
            raise ChildProcessError(f"{who} ended with {status} at step {steps}")
        return status != 0, steps


@contextmanager
def nursery(town: Town) -> Iterator[Nursery]:
    """One for the processes of a town."""
    environment = {
        **os.environ,
        "MATCHMAKER_INSTANCE": str(town.settings.instance),
        "MATCHMAKER_DATABASE_URL": town.database.url,
        "MATCHMAKER_SMTP_URL": town.server.url,
        "OPENBLAS_NUM_THREADS": "1",  # what is forked has one thread
    }
    command = [sys.executable, "-m", "tests.killing"]
    root = Path(__file__).parent.parent
    with subprocess.Popen(command, cwd=root, env=environment, text=True, stdin=-1, stdout=-1) as process:
        try:
            yield Nursery(process, town.clock)
        finally:
            process.stdin.close()  # type: ignore[union-attr]


def sample(steps: int, number: int) -> list[int]:
    """So many of the steps, the first and the last among them; each several times where they are fewer."""
    return [1 + round(one * (steps - 1) / (number - 1)) for one in range(number)]


class Steps:
    """Counts the steps of this process, and ends it at one of them."""

    def __init__(self, last: int, who: str, told: mmap) -> None:
        self._last, self._who, self._told, self._lock = last, who, told, Lock()
        for name in ("begin", "before_cursor_execute", "after_cursor_execute", "commit"):  # the last comes before it is done
            event.listen(Engine, name, self._of_transaction)
        for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
            self._around(dialect, "do_commit")
        for owner, name in ((smtplib.SMTP, "send"), (smtplib.SMTP, "getreply"), (smtplib.SMTP, "connect")):
            self._around(owner, name)
        for kind in (SqliteStorage, PostgresStorage):
            for name in ("enqueue", "dequeue"):
                self._around(kind, name)

    def take(self) -> None:
        """One step more; perhaps the last."""
        if self._who == CONSUMER and current_thread() is main_thread():
            return  # it only looks whether there is something left to do
        with self._lock:
            steps = int.from_bytes(self._told[:8]) + 1
            self._told[:8] = steps.to_bytes(8)
            if steps == self._last:
                os.kill(os.getpid(), signal.SIGKILL)

    def _of_transaction(self, connection: Any, *_: object) -> None:
        if not connection.get_execution_options().get(READS):
            self.take()

    def _around(self, owner: type, name: str) -> None:
        inner: Callable[..., Any] = getattr(owner, name)

        @wraps(inner)
        def outer(*given: Any, **named: Any) -> Any:
            found = inner(*given, **named)
            if found is not None or name != "dequeue":  # who finds an empty queue has not come further
                self.take()
            return found

        setattr(owner, name, outer)


def _live(who: str, settings: Settings, shift: timedelta, begin: Callable[[], object]) -> None:
    """What one of them does; what comes before `begin` takes no steps."""
    database = db.of(settings)
    database.surroundings.clock = lambda: datetime.now(UTC) + shift
    if who == WRITER:
        with database.session(reads=True) as session:
            consortium, member, alice = whom(session)
        person = Person(create_app(settings, database), alice.email)
        database.heard = Queues(database, settings).wake
        begin()
        answer = person.post(f"/consortia/{consortium.id}/members/{member}/invitation", **INVITATION)
        assert answer.status_code == 303, answer.text
        return

    def is_wanted() -> bool:
        with database.session(reads=True) as session:
            return mails.is_due(session) or bool(invitations.list_due(session))

    begin()
    consume(settings, [monotonic()] * len(NAMES), shift=shift, is_wanted=is_wanted)


def main() -> None:
    """Bear them, one for each line."""
    settings, told = config.load(), mmap(-1, 8)
    for line in sys.stdin:
        who, step, shift = line.split()
        told[:8] = bytes(8)
        if (child := os.fork()) == 0:
            try:
                _live(who, settings, timedelta(seconds=float(shift)), partial(Steps, int(step), who, told))
            except BaseException:
                sys.stderr.write(format_exc())
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)} {int.from_bytes(told[:8])}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
