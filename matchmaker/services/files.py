"""The bytes of files within a unit of work: what it wrote is gone unless it is committed, what it removed goes once it is."""

from collections.abc import Callable
from typing import Final, cast

from sqlalchemy import event, select
from sqlalchemy.orm import Session, SessionTransaction

from matchmaker.errors import NotFound
from matchmaker.language import N_, say
from matchmaker.models import Upload
from matchmaker.services import surroundings
from matchmaker.services.store import Store

UNNAMED_FOR: Final = 3600.0
"""Seconds after which a file that no row names is taken away: until then its row may be on its way."""
_WRITTEN: Final = "files written"
_REMOVED: Final = "files removed"


def listen() -> None:
    """Let every session of this process do so; asked again, that changes nothing."""
    hooks: dict[str, Callable[..., None]] = {"after_commit": _committed, "after_transaction_end": _ended}
    for name, hook in hooks.items():
        if not event.contains(Session, name, hook):
            event.listen(Session, name, hook)


def store(session: Session) -> Store:
    """Where files lie. Raises `LookupError` where the database was opened without such a place."""
    found = surroundings.of(session).store
    if found is None:
        raise LookupError("this database was opened without a place for files")
    return found


def put(session: Session, content: bytes) -> str:
    """Write a file; the name under which it lies."""
    name = store(session).put(content)
    _names(session, _WRITTEN).add(name)
    return name


def get(session: Session, name: str) -> bytes:
    """The bytes of a file. Raises `NotFound` where it is no more."""
    try:
        return store(session).get(name)
    except FileNotFoundError:
        raise NotFound(say(N_("This file cannot be found any more. Ask for it to be uploaded again."))) from None


def remove(session: Session, name: str) -> None:
    """Take a file away, once this unit of work is committed."""
    _names(session, _REMOVED).add(name)


def tidy(session: Session) -> None:
    """Take away what no row names: of a process that ended between writing and committing, or before it removed."""
    place = surroundings.of(session).store
    if place is not None and place.names():
        place.sweep(set(session.scalars(select(Upload.stored_as))), UNNAMED_FOR)


def list_missing(session: Session) -> list[int]:
    """The numbers of the uploads whose file is not there."""
    rows = session.execute(select(Upload.id, Upload.stored_as)).all()
    there = store(session).names() if rows else set()
    return [number for number, name in rows if name not in there]


def insist(session: Session, number: int) -> None:
    """Raise `FileNotFoundError` unless the file of this upload is there, so that operators see that it is missing."""
    upload = session.get(Upload, number)
    if upload is not None:
        store(session).get(upload.stored_as)


def _names(session: Session, key: str) -> set[str]:
    return cast("set[str]", session.info.setdefault(key, set()))


def _committed(session: Session) -> None:
    """Not when only a part of the unit of work is over."""
    if session.in_nested_transaction():
        return
    _names(session, _WRITTEN).clear()
    for name in _names(session, _REMOVED):
        store(session).remove(name)
    _names(session, _REMOVED).clear()


def _ended(session: Session, transaction: SessionTransaction) -> None:
    """Whatever was not committed until here is undone."""
    if transaction.parent is None and (session.info.get(_WRITTEN) or session.info.get(_REMOVED)):
        for name in _names(session, _WRITTEN):
            store(session).remove(name)
        _names(session, _WRITTEN).clear()
        _names(session, _REMOVED).clear()
