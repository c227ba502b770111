"""Passwords that were not right, counted by account whatever address they come from: after a few, pauses that grow.

What is typed for an account that nobody has is counted alike, under a keyed hash, so that no answer tells who has one.
"""

from datetime import timedelta
from hashlib import sha256
from hmac import HMAC
from math import ceil
from typing import Final

from sqlalchemy import case, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from matchmaker.errors import TooOften
from matchmaker.language import nN_, nsay
from matchmaker.models import Attempts
from matchmaker.services import surroundings

FREE: Final = 5
"""So many wrong passwords cost nothing but the time to type them."""
FIRST: Final = timedelta(seconds=15)
"""The pause after these; each further wrong password doubles it."""
LONGEST: Final = timedelta(minutes=15)
"""No pause is longer: whoever owns the account is never shut out for good."""
FORGOTTEN: Final = timedelta(hours=2)
"""After so long without a wrong password it begins anew; more tries a day are not had by waiting for it."""
_SECONDS: Final = nN_(
    "Too many attempts in a short time. Please try again in %(n)s second.",
    "Too many attempts in a short time. Please try again in %(n)s seconds.",
)
_MINUTES: Final = nN_(
    "Too many attempts in a short time. Please try again in %(n)s minute.",
    "Too many attempts in a short time. Please try again in %(n)s minutes.",
)


def key_of(address: str, *, secret: str) -> str:
    """Under which the tries at an account are counted: no address can be read from it. address: in its one form."""
    return HMAC(secret.encode(), f"tries at {address}".encode(), sha256).hexdigest()


def begin(session: Session, key: str) -> None:
    """One more try; for a unit of work of its own, before the password is looked at. Raises `TooOften` within a pause.

    Where there are pauses a try is counted now and not when it turns out wrong, so that of many at once one is taken.
    """
    found = session.get(Attempts, key, with_for_update=True, populate_existing=True)
    now = surroundings.now(session)
    if found is None or found.wrong < FREE or now >= found.last_at + FORGOTTEN:
        return
    left = found.last_at + _pause(found.wrong) - now
    if left > timedelta():
        raise too_often(left.total_seconds())
    found.wrong, found.last_at = found.wrong + 1, now
    session.flush()


def fail(session: Session, key: str) -> None:
    """The password was not right; for a unit of work of its own, which stays when all else of the request is undone."""
    now = surroundings.now(session)
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    is_over = Attempts.last_at <= now - FORGOTTEN
    wrong = case((is_over, 1), (Attempts.wrong < FREE, Attempts.wrong + 1), else_=Attempts.wrong)
    counted = dialect.insert(Attempts).values(key=key, wrong=1, last_at=now)
    session.execute(counted.on_conflict_do_update(index_elements=["key"], set_={"wrong": wrong, "last_at": now}))


def clear(session: Session, key: str) -> None:
    """The password was right, or there is a new one: what was tried before counts no more."""
    session.execute(delete(Attempts).where(Attempts.key == key))


def prune(session: Session) -> None:
    """Forget what counts no more."""
    session.execute(delete(Attempts).where(Attempts.last_at <= surroundings.now(session) - FORGOTTEN))


def too_often(seconds: float) -> TooOften:
    """What to say to whoever has to wait so long."""
    whole = max(1, ceil(seconds))
    return TooOften(nsay(*_SECONDS, whole) if whole <= 90 else nsay(*_MINUTES, ceil(whole / 60)), whole)


def _pause(wrong: int) -> timedelta:
    """How long nothing is tried after so many wrong passwords."""
    doubled: int = 2 ** min(wrong - FREE, 10)
    return min(FIRST * doubled, LONGEST)
