"""Where somebody is logged in: one row for each browser, so that a session ends here too and not only in its cookie."""

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final, cast

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from matchmaker.errors import NotFound
from matchmaker.language import N_, say
from matchmaker.models import User, Visit
from matchmaker.services import surroundings
from matchmaker.services.lookup import LARGEST

UNUSED_FOR: Final = timedelta(days=30)
"""After so long without a request one has to log in again."""
COARSE: Final = timedelta(hours=1)
"""How exactly it is kept when somebody was last here."""


def begin(session: Session, user: User, browser: str) -> str:
    """Log the user in at a browser; what its cookie is to carry, of which only a hash is stored."""
    token, now = token_urlsafe(32), surroundings.now(session)
    session.add(Visit(user=user, token_sha256=_hashed(token), browser=browser, began_at=now, seen_at=now))
    session.flush()
    return token


def find(session: Session, token: str) -> Visit | None:
    """The visit of a cookie, with its user and what that person acts for; None when it has ended.

    That it was seen is written later (`write_down`): a request that only reads never waits for the write lock.
    """
    known = select(Visit).where(Visit.token_sha256 == _hashed(token))
    visit = session.scalar(known.options(joinedload(Visit.user, innerjoin=True).selectinload(User.memberships)))
    now = surroundings.now(session)
    if visit is None or visit.seen_at + UNUSED_FOR <= now:
        return None
    if visit.seen_at + COARSE <= now:
        _seen(session)[visit.id] = now
    return visit


def list_visits(session: Session, *, by: User) -> list[Visit]:
    """Where this person is logged in, the newest first."""
    open_ = select(Visit).where(Visit.user_id == by.id, Visit.seen_at > surroundings.now(session) - UNUSED_FOR)
    return list(session.scalars(open_.order_by(Visit.began_at.desc(), Visit.id.desc())))


def end(session: Session, visit_id: int, *, by: User) -> None:
    """Log this person out at one browser. Raises `NotFound`."""
    mine = select(Visit).where(Visit.id == visit_id, Visit.user_id == by.id)
    visit = session.scalar(mine) if 0 < visit_id <= LARGEST else None
    if visit is None:
        raise NotFound(say(N_("You are no longer logged in there.")))
    session.delete(visit)
    session.flush()


def end_all(session: Session, user: User) -> None:
    """Log the user out everywhere."""
    session.execute(delete(Visit).where(Visit.user_id == user.id))


def were_seen(session: Session) -> bool:
    """Whether there is something for `write_down`."""
    return bool(_seen(session))


def write_down(session: Session) -> None:
    """Write down who was seen by this process since the last time."""
    seen = _seen(session)
    while seen:
        number, at = seen.popitem()
        session.execute(update(Visit).where(Visit.id == number, Visit.seen_at < at).values(seen_at=at))


def prune(session: Session) -> None:
    """Forget what was not used for long."""
    session.execute(delete(Visit).where(Visit.seen_at <= surroundings.now(session) - UNUSED_FOR))


def _seen(session: Session) -> dict[int, datetime]:
    """When the visits of this process were last seen, by number, as far as that is not written down."""
    return cast("dict[int, datetime]", surroundings.of(session).kept.setdefault("visits", {}))


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
