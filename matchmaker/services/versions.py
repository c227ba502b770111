"""Two people at one thing: lock it, ask again who may do this, compare the version looked at, and say what changed since."""

from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session, class_mapper
from sqlalchemy.orm.attributes import flag_modified

from matchmaker.errors import Conflict, NotFound, Over
from matchmaker.language import N_, say
from matchmaker.models import (
    ColleagueInvitation,
    Consortium,
    HandOver,
    Idea,
    Invitation,
    Member,
    Offer,
    Organisation,
    PartnerLink,
    PartnerSheet,
    Upload,
    User,
)
from matchmaker.permissions import Actor, require
from matchmaker.services import history, surroundings

Versioned = Organisation | Idea | Consortium
Part = Member | Invitation | HandOver | Offer | ColleagueInvitation | PartnerSheet | Upload
"""What belongs to one of these, and is locked after it."""


def begin(session: Session, verb: str, thing: Versioned | Part, *, version: int | None = None, by: Actor) -> None:
    """What a verb begins with: may whoever acts do it, lock the thing and what it belongs to, and may they still.

    Whoever waited for the lock may have lost the role meanwhile, or the consortium have gone to another holder, or a partner's
    link have ended. version: the one that was looked at, None = any. Raises `NotFound` and `Forbidden` as `require` does, `Over`
    for a link that has ended, `Conflict` with what changed since.
    """
    require(by, verb, thing)
    if isinstance(by, User):
        keep(session, by)
    whole = _whole(thing)
    lock(session, whole)
    if thing is not whole:
        lock(session, thing)
    if isinstance(by, User):
        for membership in by.memberships:
            session.expire(membership)
        session.expire(by, ["memberships"])
    else:
        lock_link(session, by)
    require(by, verb, thing)
    if version is not None and version != whole.version:
        raise changed_meanwhile(session, whole, version)


def keep(session: Session, person: User) -> None:
    """Let nobody erase the account in this unit of work; before anything is locked. Raises `NotFound` if it is gone."""
    _read(session, person, read=True)


def lock_person(session: Session, person: User) -> None:
    """See the account as it is now, and let nobody else keep or change it; before anything else is locked.

    Raises `NotFound` if it is gone.
    """
    _read(session, person, key_share=False)


def lock_link(session: Session, link: PartnerLink) -> None:
    """See a partner's link as it is now, and let nobody end it in this unit of work; after its consortium.

    Raises `Over` when it was ended, or is too old.
    """
    _read(session, link)
    if link.revoked_at is not None or link.expires_at <= surroundings.now(session):
        raise Over(say(N_("This link has ended.")), say(N_("Ask whoever sent it to you for a new one.")))


def lock(session: Session, thing: Versioned | Part) -> None:
    """See the row as it is now, and let nobody else change it in this unit of work (on SQLite nobody else writes anyway).

    Rows that only refer to it may still be written: two who invite each other do not wait for each other. Raises `NotFound`
    where it is there no more.
    """
    seen = getattr(thing, "version", None)
    _read(session, thing)
    if seen != getattr(thing, "version", None):
        session.expire_all()


def changed_meanwhile(session: Session, thing: Versioned, version: int) -> Conflict:
    """Somebody else was faster: with what changed since that version."""
    sentence = N_("Somebody else changed this in the meantime. Nothing of yours was saved; look at it and repeat your change.")
    return Conflict(say(sentence), history.since(session, thing, version))


def touch(session: Session, thing: Versioned) -> None:
    """Say that the thing, or something that belongs to it, changed: its version rises, whatever else stayed equal."""
    thing.updated_at = surroundings.now(session)
    flag_modified(thing, "updated_at")
    session.flush()


def _read(session: Session, row: Versioned | Part | User | PartnerLink, *, read: bool = False, key_share: bool = True) -> None:
    """Read a row again and lock it, but not what is joined to it.

    read: others may change it, and not delete it. key_share: others may refer to it meanwhile. Its columns alone: PostgreSQL
    would find nothing where it refers to something else since it was waited for.
    """
    columns = class_mapper(type(row)).column_attrs.keys()
    try:
        session.refresh(row, columns, with_for_update={"of": type(row), "read": read, "key_share": key_share})
    except InvalidRequestError:
        raise NotFound(say(N_("Somebody else has taken away what this is about."))) from None


def _whole(thing: Versioned | Part) -> Versioned:
    match thing:
        case Member() | Invitation() | HandOver() | PartnerSheet() | Upload():
            return thing.consortium
        case Offer() | ColleagueInvitation():
            return thing.organisation
        case _:
            return thing
