"""Forms that made something, and where each led: unique for whoever sends it, so that it makes it once."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.models import SentForm, User
from matchmaker.services import surroundings

KEPT: Final = timedelta(days=1)


def find(session: Session, sender: str, number: str) -> SentForm | None:
    """Where a form led that was sent before, with whom it logged in."""
    known = select(SentForm).where(SentForm.sender == sender, SentForm.number == number)
    return session.scalar(known.options(joinedload(SentForm.user)))


def note(session: Session, sender: str, number: str, target: str, *, enters: User | None) -> None:
    """Keep where a form led, in one unit of work with what it made.

    Raises `IntegrityError` when it was sent at the same moment and the other came first, which is waited for.
    """
    session.add(SentForm(sender=sender, number=number, target=target, user=enters, at=surroundings.now(session)))
    session.flush()


def prune(session: Session) -> None:
    """Forget those of yesterday."""
    session.execute(delete(SentForm).where(SentForm.at < surroundings.now(session) - KEPT))
