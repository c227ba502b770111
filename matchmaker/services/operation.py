"""What operators see of what goes wrong beside the requests, without anybody's words, and have tried again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from matchmaker.errors import NotFound
from matchmaker.language import N_, say
from matchmaker.models import Mail, Trouble, User
from matchmaker.permissions import SERVICE, require
from matchmaker.services import surroundings
from matchmaker.services.lookup import LARGEST

SHOWN: Final = 100
"""Mails that are listed at most; there may be thousands when a mail server refuses all."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """A mail that could not be sent so far. due_at: when it is tried again; None: put aside. kind: of the last error."""

    number: int
    created_at: datetime
    tries: int
    kind: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Outbox:
    """waiting: mails that are to be sent. aside: those put aside. unsent: of both, those tried in vain, the last first."""

    waiting: int
    aside: int
    unsent: tuple[Unsent, ...]


def list_troubles(session: Session, *, by: User) -> list[Trouble]:
    """Jobs that went wrong the last time: those put aside first, then those that are tried next."""
    require(by, "service.operate", SERVICE)
    return list(session.scalars(select(Trouble).order_by(Trouble.due_at.is_not(None), Trouble.due_at, Trouble.id)))


def get_outbox(session: Session, *, by: User) -> Outbox:
    """How the mails are, without their addresses and texts."""
    require(by, "service.operate", SERVICE)
    unsent, is_aside = Mail.sent_at.is_(None), Mail.put_aside_at.is_not(None)
    numbers = select(func.count()).select_from(Mail)
    columns = select(Mail.id, Mail.created_at, Mail.attempts, Mail.trouble, Mail.due_at, Mail.put_aside_at)
    rows = session.execute(columns.where(unsent, Mail.trouble != "").order_by(is_aside.desc(), Mail.id.desc()).limit(SHOWN))
    return Outbox(
        waiting=session.scalar(numbers.where(unsent, ~is_aside)) or 0,
        aside=session.scalar(numbers.where(unsent, is_aside)) or 0,
        unsent=tuple(
            Unsent(number, created_at, tries, kind, None if aside else due_at or created_at)
            for number, created_at, tries, kind, due_at, aside in rows
        ),
    )


def try_again(session: Session, number: int, *, by: User) -> None:
    """Have a job that went wrong tried again now. Raises `NotFound` when it is in trouble no more."""
    require(by, "service.operate", SERVICE)
    trouble = session.get(Trouble, number, with_for_update=True) if 0 < number <= LARGEST else None
    if trouble is None:
        raise NotFound(say(N_("There is no such page, or it is not for you.")))
    trouble.due_at = surroundings.now(session)
    session.flush()


def send_again(session: Session, number: int | None = None, *, by: User) -> None:
    """Have a mail that could not be sent tried from the beginning, or (None) all that were put aside."""
    require(by, "service.operate", SERVICE)
    if number is not None and not 0 < number <= LARGEST:
        return
    unsent = update(Mail).where(Mail.sent_at.is_(None))
    which = unsent.where(Mail.put_aside_at.is_not(None) if number is None else Mail.id == number, Mail.trouble != "")
    session.execute(which.values(attempts=0, due_at=None, put_aside_at=None))
