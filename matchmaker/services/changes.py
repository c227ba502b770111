"""The log of changed organisations: written with every commit that changes what populations show, whoever writes.

A session notes by itself whom a flush or a statement is about, and logs them as the last thing before it commits.

Sequences rise in the order of the commits, so whoever has caught up to one has missed none before it. SQLite lets one write at
a time. On PostgreSQL the log is locked against other writers from the moment sequences are given until the commit is done:
nothing is asked for after that lock, so nobody can wait for another in a circle, and readers never wait.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import Delete, Insert, Update, delete, event, func, insert, inspect, select, text
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, UOWTransaction

from matchmaker.models import Block, Change, Doubt, ExternalId, Invitation, Organisation, OrganisationTerm, Participation
from matchmaker.services import surroundings
from matchmaker.services.imports_register import portions

KEPT: Final = timedelta(days=7)
"""So long a change stays in the log. A process that asks for nothing for longer builds its populations anew."""
_NOTED: Final = "noted changes"
_WHOSE: Final[Mapping[str, tuple[str, ...]]] = {
    Organisation.__tablename__: ("id",),
    OrganisationTerm.__tablename__: ("organisation_id",),
    ExternalId.__tablename__: ("organisation_id",),
    Doubt.__tablename__: ("first_id", "second_id"),
    Block.__tablename__: ("organisation_id", "blocked_id"),
    Invitation.__tablename__: ("organisation_id",),
    Participation.__tablename__: ("organisation_id",),
}
"""Tables that populations show or learn from, and the columns that say which organisations a row is about."""


@dataclass(frozen=True, slots=True)
class Noted:
    """Whom a transaction has changed so far: numbers, and keys of those that may be no more."""

    numbers: set[int] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)


class Span(NamedTuple):
    """The sequences of the oldest and the newest change in the log; 0 while there is none."""

    oldest: int
    newest: int


def listen() -> None:
    """Let every session of this process note and log; asked again, that changes nothing."""
    hooks: dict[str, Callable[..., None]] = {
        "after_flush": _note_flushed,
        "do_orm_execute": _note_statement,
        "before_commit": _log,
        "after_transaction_end": _forget,
    }
    for name, hook in hooks.items():
        if not event.contains(Session, name, hook):
            event.listen(Session, name, hook)


def span(session: Session) -> Span:
    """What the log holds. The newest change stays in it for good."""
    ends = (select(end(Change.sequence)).scalar_subquery() for end in (func.min, func.max))
    oldest, newest = session.execute(select(*ends)).one()
    return Span(oldest or 0, newest or 0)


def list_since(session: Session, sequence: int, until: int) -> list[str]:
    """The keys of those that changed after one sequence, up to another; each once."""
    changed = select(Change.organisation).where(Change.sequence > sequence, Change.sequence <= until).distinct()
    return list(session.scalars(changed.order_by(Change.organisation)))


def list_pending(session: Session) -> list[str]:
    """The keys of those that this session has changed and not committed."""
    session.flush()
    noted = cast("Noted | None", session.info.get(_NOTED))
    return sorted(_resolved(session, noted)) if noted else []


def note(session: Session, numbers: Iterable[int]) -> None:
    """Say that something populations learn from has changed for these organisations, by number, in a table beside theirs."""
    _noted(session).numbers.update(numbers)


def prune(session: Session) -> None:
    """Forget old changes, the newest excepted: it says up to where others have caught up."""
    newest = select(func.max(Change.sequence)).scalar_subquery()
    session.execute(delete(Change).where(Change.at < surroundings.now(session) - KEPT, Change.sequence < newest))


def log(session: Session) -> None:
    """Write down what was noted; from here on, others who do wait until this transaction ends."""
    session.flush()
    noted = cast("Noted | None", session.info.pop(_NOTED, None))
    if noted is None:
        return
    now, found = surroundings.now(session), _resolved(session, noted)
    rows = [{"organisation": key, "deleted": not there, "at": now} for key, there in sorted(found.items())]
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"lock table {Change.__tablename__} in share row exclusive mode"))
    for some in portions(rows):
        session.execute(insert(Change), some)


def _resolved(session: Session, noted: Noted) -> dict[str, bool]:
    """Keys -> whether the organisation is still there."""
    found = dict.fromkeys(noted.keys, False)
    for column, values in ((Organisation.id, noted.numbers), (Organisation.key, noted.keys)):
        for some in portions(sorted(values)):
            found |= dict.fromkeys(session.scalars(select(Organisation.key).where(column.in_(some))), True)
    return found


def _noted(session: Session) -> Noted:
    return cast("Noted", session.info.setdefault(_NOTED, Noted()))


def _note_flushed(session: Session, context: UOWTransaction) -> None:
    """Note whom the written rows are about; their numbers are known by now, and what was deleted can still be read."""
    changed = (one for one in session.dirty if session.is_modified(one))
    for one in (*session.new, *changed, *session.deleted):
        columns = _WHOSE.get(inspect(one).mapper.local_table.name)
        if columns:
            noted = _noted(session)
            noted.numbers.update(number for name in columns if (number := getattr(one, name)) is not None)
            if isinstance(one, Organisation):
                noted.keys.add(one.key)


def _note_statement(state: ORMExecuteState) -> None:
    """Note whom a statement is about that writes many rows at once."""
    statement = state.statement
    if not isinstance(statement, Insert | Update | Delete):
        return
    table: Any = statement.table
    if table.name not in _WHOSE:
        return
    noted, columns = _noted(state.session), _WHOSE[table.name]
    if isinstance(statement, Insert):
        rows = _rows(state)
        if table.name == Organisation.__tablename__:
            noted.keys.update(row["key"] for row in rows)
        else:
            noted.numbers.update(row[name] for row in rows for name in columns)
        return
    if state.parameters and not isinstance(state.parameters, Mapping):
        raise TypeError(f"nobody could tell whom this changes: {statement}")
    about = select(*(table.c[name] for name in columns))
    if statement.whereclause is not None:
        about = about.where(statement.whereclause)
    for numbers in state.session.execute(about):
        noted.numbers.update(numbers)
    if isinstance(statement, Delete) and table.name == Organisation.__tablename__:
        noted.keys.update(_resolved(state.session, Noted(set(noted.numbers))))


def _rows(state: ORMExecuteState) -> Iterable[Mapping[str, Any]]:
    """The rows an insert writes. Raises `TypeError` when they are not given beside the statement."""
    given = state.parameters
    if not given:
        raise TypeError(f"nobody could tell whom this changes: {state.statement}")
    return [given] if isinstance(given, Mapping) else given


def _log(session: Session) -> None:
    if not session.in_nested_transaction():
        log(session)


def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_NOTED, None)
