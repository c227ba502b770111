"""Two people at one thing: lock it, compare the version that was looked at, and say what changed since."""

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from matchmaker.errors import Conflict
from matchmaker.language import N_, say
from matchmaker.models import Consortium, HandOver, Idea, Invitation, Organisation
from matchmaker.services import history, surroundings

Versioned = Organisation | Idea | Consortium


def lock(session: Session, thing: Versioned | Invitation | HandOver) -> None:
    """See the row as it is now, and let nobody else change it in this unit of work (on SQLite nobody else writes anyway)."""
    seen = getattr(thing, "version", None)
    session.refresh(thing, with_for_update={"of": type(thing)})  # what is joined to it stays free
    if seen != getattr(thing, "version", None):
        session.expire_all()


def expect(session: Session, thing: Versioned, version: int | None) -> None:
    """Lock the thing. Raises `Conflict` with what changed since when `version` (None = any) is no longer its version."""
    lock(session, thing)
    if version is not None and version != thing.version:
        sentence = N_(
            "Somebody else changed this in the meantime. Nothing of yours was saved; look at it and repeat your change."
        )
        raise Conflict(say(sentence), history.since(session, thing, version))


def touch(session: Session, thing: Versioned) -> None:
    """Say that the thing, or something that belongs to it, changed: its version rises, whatever else stayed equal."""
    thing.updated_at = surroundings.now(session)
    flag_modified(thing, "updated_at")
    session.flush()
