"""How a transaction begins: whether it may write, and whose turn it is."""

import sqlite3
from collections import deque
from threading import Lock
from time import monotonic

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

READS = "matchmaker_reads"
"""Execution option of a session that only reads: it takes no lock, and the database refuses what it would write."""
PATIENCE = 5
"""Seconds that a lock, or a server that does not answer, is waited for."""


def listen(engine: Engine) -> None:
    """Have the transactions of this engine begin so."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connects)
        Turns().listen(engine)
    else:
        event.listen(engine, "begin", _postgresql_begins)


def _sqlite_connects(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
    """SQLAlchemy emits BEGIN itself (else savepoints silently fail); readers do not wait for a writer; keys are enforced."""
    connection.isolation_level = None
    for pragma in ("journal_mode = wal", "foreign_keys = on", "synchronous = normal"):
        connection.execute(f"pragma {pragma}")


class Turns:
    """Who of this process may take SQLite's write lock: who has waited longest.

    SQLite lets those who wait try again after pauses of up to 0.1 s, so that whoever comes at the right moment overtakes them.
    """

    HAS = "matchmaker_turn"

    def __init__(self) -> None:
        self._mutex = Lock()
        self._is_taken = False
        self._waiting: deque[Lock] = deque()

    def listen(self, engine: Engine) -> None:
        """Give turns to the transactions of this engine."""
        event.listen(engine, "begin", self._begins)
        for ends in ("commit", "rollback"):
            event.listen(engine, ends, self._ends)
        event.listen(engine, "invalidate", lambda connection, record, error: self._leave(record.info))
        event.listen(engine, "reset", lambda connection, record, state: self._leave(record.info))

    def _begins(self, connection: Connection) -> None:
        """A unit of work that may write takes the write lock at once, so that it waits its turn instead of failing half-way."""
        reads = bool(connection.get_execution_options().get(READS))
        until = monotonic() + PATIENCE
        if not reads:
            connection.info[self.HAS] = self._wait()
        # another process may have the lock: in all nobody waits longer than without turns
        left = max(0.001, until - monotonic())
        try:
            connection.exec_driver_sql(f"pragma busy_timeout = {left * 1000:.0f}")
            connection.exec_driver_sql(f"pragma query_only = {reads:d}")
            connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
        except BaseException:
            self._leave(connection.info)
            raise

    def _ends(self, connection: Connection) -> None:
        if not connection.invalidated:  # else its turn has ended already
            self._leave(connection.info)

    def _wait(self) -> bool:
        """Whether the turn has come, in time."""
        with self._mutex:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=PATIENCE):
            return True
        with self._mutex:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True

    def _leave(self, info: dict[str, object]) -> None:
        """Whoever has waited longest is next."""
        if info.pop(self.HAS, False):
            with self._mutex:
                if self._waiting:
                    self._waiting.popleft().release()
                else:
                    self._is_taken = False


def _postgresql_begins(connection: Connection) -> None:
    """What only reads is refused to write; what writes does as the server is set."""
    if connection.get_execution_options().get(READS):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
