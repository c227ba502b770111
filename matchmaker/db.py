"""The database: one engine, sessions that read or write, and its migrations."""

import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from shutil import disk_usage
from typing import Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from sqlalchemy import URL, Engine, create_engine, make_url, orm, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from matchmaker import private, turns
from matchmaker.config import Settings
from matchmaker.errors import Invalid, Refused
from matchmaker.language import N_, say
from matchmaker.paths import shipped
from matchmaker.programme import guides
from matchmaker.programme.guides import Guide
from matchmaker.programme.keeping import Unreadable
from matchmaker.services import adoption, changes, files
from matchmaker.services.store import Store
from matchmaker.services.surroundings import Surroundings
from matchmaker.sessions import Session

SETTING = "MATCHMAKER_DATABASE_URL"
DRIVERS = frozenset({"sqlite", "sqlite+pysqlite", "postgresql+psycopg"})
LEAST = 2**20
"""Bytes that must be free beside a database file: with less, hardly anything can be written."""
State = Literal["ok", "busy", "behind", "unwritable", "away"]


class Database:
    """One engine and the sessions on it; each session carries the same surroundings."""

    def __init__(
        self,
        url: str,
        guide: Guide,
        clock: Callable[[], datetime],
        passwords: PasswordHasher | None = None,
        store: Store | None = None,
    ) -> None:
        self.url = url
        self.heard: Callable[[orm.Session], None] = lambda session: None
        """Who is told of each session once it has committed: what it left to be done can be begun at once. Raises nothing."""
        changes.listen()
        files.listen()
        self.surroundings = Surroundings(guide, clock, passwords or PasswordHasher(), store=store)
        open_to_others(url)
        self.engine = _engine(url)
        self._reader = self.engine.execution_options(**{turns.READS: True})
        turns.listen(self.engine)

    def session(self, *, reads: bool = False) -> Session:
        """A new session; with `reads` it cannot write."""
        return Session(self._reader if reads else self.engine, expire_on_commit=False, info=self.surroundings.info)

    def take_up(self) -> bool:
        """Go on with the calls in force, if others were put in force since; whether any ever were.

        Raises `Unreadable` when this version of the software cannot read one of them.
        """
        with self.session(reads=True) as session:
            in_force = adoption.versions(session)
            if in_force == {call.id: call.version for call in self.surroundings.guide.calls.values()}:
                return True
            found = adoption.find_guide(session)
        if found is None:
            return False
        self.surroundings.guide = found
        return True

    def turn(self, session: orm.Session, *, reads: bool) -> None:
        """End the transaction of a session undone, and let it read or write from here on.

        What it has loaded stays its own, and is read again when it is next looked at: under the lock, once it writes.
        """
        session.rollback()
        session.bind = self._reader if reads else self.engine

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """A session that is committed when the block ends well and rolled back when it does not."""
        with self.session() as session:
            with session.begin():
                yield session
            self.heard(session)

    def state(self) -> State:
        """Whether it answers, is up to date and takes what is written, found out within about two seconds.

        Asked on a connection of its own, so that it waits for none. What is written changes nothing. `busy`: something else has
        been writing all that time, which may be a long import, so it is no fault.
        """
        url = make_url(self.url)
        is_file = url.get_backend_name() == "sqlite"
        if is_file and (not url.database or not Path(url.database).is_file()):
            return "away"
        limits = (
            {"timeout": 1} if is_file else {"connect_timeout": 2, "options": "-c lock_timeout=1000 -c statement_timeout=2000"}
        )
        engine = create_engine(url, poolclass=NullPool, connect_args=limits)
        try:
            if applied(engine) != (head(),):
                return "behind"
            if is_file and disk_usage(Path(url.database or "").parent).free < LEAST:
                return "unwritable"
        except SQLAlchemyError as error:
            return "busy" if _is_locked(error) else "away"
        try:
            with engine.begin() as connection:
                connection.execute(text("update alembic_version set version_num = version_num"))
        except SQLAlchemyError as error:
            return "busy" if _is_locked(error) else "unwritable"
        return "ok"

    def is_current(self) -> bool:
        """Whether every migration has been applied, and no other."""
        return applied(self.engine) == (head(),)

    def insist_on_current(self) -> None:
        """Raise `Refused` with what is to be done when the tables are not those of this version of the software."""
        found = applied(self.engine)
        if found == (head(),):
            return
        _insist_on_known(found)
        raise Refused(say(N_("The database waits for migrations: run “matchmaker db upgrade” first.")))


def of(settings: Settings) -> Database:
    """The database the settings name, with their guide and their clock."""
    moved = settings.now
    shift = (moved if moved.tzinfo else moved.replace(tzinfo=UTC)) - datetime.now(UTC) if moved else None
    return Database(
        settings.database_url,
        guides.load(settings.guide_dir),
        lambda: datetime.now(UTC) + shift if shift else datetime.now(UTC),
        PasswordHasher.from_parameters(CHEAPEST) if settings.hashing == "cheapest" else PasswordHasher(),
        Store(settings.uploads or settings.instance / "uploads", settings.scan_command),
    )


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database the settings name; its connections are closed afterwards."""
    with _closed_afterwards(of(settings)) as database:
        yield database


@contextmanager
def standing(settings: Settings) -> Iterator[tuple[Database, Invalid | None]]:
    """The database with the calls of the settings; where their folder has mistakes, with the calls in force, and the mistakes.

    Its connections are closed afterwards. Raises `Invalid` when no calls are in force, or when something else is wrong.
    """
    mistakes = None
    try:
        found = of(settings)
    except Invalid as invalid:
        mistakes = invalid
        found = of(settings.model_copy(update={"guide_dir": None}))
    with _closed_afterwards(found) as database:
        if mistakes is not None and not _goes_on(database):
            raise mistakes
        yield database, mistakes


@contextmanager
def _closed_afterwards(database: Database) -> Iterator[Database]:
    try:
        yield database
    finally:
        database.engine.dispose()


def _goes_on(database: Database) -> bool:
    """Whether calls were put in force before that this version can read; they are from now on."""
    try:
        return database.take_up()
    except (SQLAlchemyError, Unreadable):
        return False


def _is_locked(error: SQLAlchemyError) -> bool:
    """Whether somebody else only held a lock for too long."""
    origin = getattr(error, "orig", None)
    code = getattr(origin, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or getattr(origin, "sqlstate", None) == "55P03"


def location(url: str) -> URL:
    """The address of the database, parsed. Raises `Invalid` when it is none, or one of a kind we do not know."""
    with suppress(ArgumentError, ValueError):
        parsed = make_url(url)
        plain = url.isprintable() and (parsed.port is None or 0 < parsed.port < 65536)
        if plain and parsed.drivername in DRIVERS and not (parsed.query and parsed.get_backend_name() == "sqlite"):
            return parsed
    expected = N_("is no database that we know: expected postgresql://user:password@host/name or sqlite:////folder/file.db")
    raise Invalid({SETTING: say(expected)})


def _engine(url: str) -> Engine:
    """An engine on the database at this address."""
    where = location(url)
    is_remote = where.get_backend_name() != "sqlite"
    return create_engine(
        where,
        hide_parameters=True,  # what people typed stays out of errors that are logged
        connect_args={"connect_timeout": turns.PATIENCE} if is_remote else {},
    )


def sqlite_file(url: str) -> Path | None:
    """Where SQLite keeps the database; None when that is no plain file."""
    parsed = location(url)
    name = parsed.database or ""
    return Path(name) if parsed.get_backend_name() == "sqlite" and name and not name.startswith((":", "file:")) else None


def open_to_others(url: str) -> list[Path]:
    """The files of a SQLite database that others may still read, once they were narrowed to their owner as far as they can be."""
    file = sqlite_file(url)
    return [] if file is None else private.narrow(file.with_name(file.name + end) for end in ("", "-wal", "-shm", "-journal"))


def alembic_config(url: str) -> Config:
    """Where the migrations lie and which database they are for."""
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Apply the migrations up to `revision`; a SQLite file and its folder are made when missing, for their owner alone.

    Raises `Invalid` when the file cannot be made, `Refused` when the database is at a migration that nobody here knows.
    """
    file = sqlite_file(url)
    if file is not None:
        try:
            private.make_folder(file.parent)
            private.make_file(file)
        except OSError as error:
            what = say(N_("the file cannot be made: %(reason)s"), reason=error.strerror or str(error))
            raise Invalid({SETTING: what}) from None
        open_to_others(url)
    _migrate(command.upgrade, url, revision)


def downgrade(url: str, revision: str) -> None:
    """Undo migrations down to `revision`. Raises `Refused` as `upgrade` does."""
    _migrate(command.downgrade, url, revision)


def _migrate(move: Callable[[Config, str], None], url: str, revision: str) -> None:
    engine = _engine(url)
    try:
        _insist_on_known(applied(engine))
    finally:
        engine.dispose()
    move(alembic_config(url), revision)


def _insist_on_known(found: Collection[str]) -> None:
    """Raise `Refused` when the database says of itself what only another version of the software, or nobody, understands."""
    listed = ", ".join(one[:80] for one in list(found)[:5])
    if len(found) > 1:
        raise Refused(say(N_("The database says that it is at several migrations (%(found)s): expected one."), found=listed))
    known = {one.revision for one in ScriptDirectory.from_config(alembic_config("sqlite://")).walk_revisions()}
    if not set(found) <= known:
        text = N_("The database is at migration %(found)s, which this version of Matchmaker does not know: use a newer one.")
        raise Refused(say(text, found=listed))


def head() -> str | None:
    """The newest migration of this version of the software."""
    return ScriptDirectory.from_config(alembic_config("sqlite://")).get_current_head()


def applied(engine: Engine) -> tuple[str, ...]:
    """The migrations the database says it is at: none before the first, else one. A file that is missing is not made."""
    file = sqlite_file(engine.url.render_as_string(hide_password=False))
    if file is not None and not file.exists():
        return ()
    with engine.execution_options(**{turns.READS: True}).connect() as connection:
        return tuple(sorted(MigrationContext.configure(connection).get_current_heads()))
