"""What a unit of work is surrounded by, carried by its session: the guide, the clock, and what the process keeps."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final, cast
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from matchmaker.programme.guides import Guide
from matchmaker.services.store import Store

BRUSSELS: Final = ZoneInfo("Europe/Brussels")
_KEY: Final = "surroundings"


@dataclass(slots=True)
class Surroundings:
    """guide: the calls this service knows, an operator's own included. passwords: how they are hashed and checked.

    clock: the aware moment it is, moved when the settings say so. kept: what this process keeps of the database between
    sessions, each with the mark of what it was made from. store: where files lie; None: nowhere.
    """

    guide: Guide
    clock: Callable[[], datetime]
    passwords: PasswordHasher
    kept: dict[str, object] = field(default_factory=dict)
    store: Store | None = None

    @property
    def info(self) -> dict[str, object]:
        """For `Session(info=...)`: a copy of its own, in which only `kept` is shared."""
        return {_KEY: replace(self)}


def of(session: Session) -> Surroundings:
    """What this session carries."""
    return cast("Surroundings", session.info[_KEY])


def guide(session: Session) -> Guide:
    """The calls."""
    return of(session).guide


def now(session: Session) -> datetime:
    """The aware moment it is."""
    return of(session).clock()


def today(session: Session) -> date:
    """The date it is in Brussels, where the deadlines are."""
    return day(now(session))


def day(moment: datetime) -> date:
    """The date in Brussels at a moment."""
    return moment.astimezone(BRUSSELS).date()
