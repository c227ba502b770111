"""What a unit of work is surrounded by: the guide and the clock, carried by its session."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final, cast
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from matchmaker.programme.guides import Guide

BRUSSELS: Final = ZoneInfo("Europe/Brussels")


def guide(session: Session) -> Guide:
    """The calls this service knows, an operator's own included."""
    return cast("Guide", session.info["guide"])


def now(session: Session) -> datetime:
    """The aware moment it is, moved when the settings say so."""
    return cast("Callable[[], datetime]", session.info["clock"])()


def today(session: Session) -> date:
    """The date it is in Brussels, where the deadlines are."""
    return now(session).astimezone(BRUSSELS).date()


def passwords(session: Session) -> PasswordHasher:
    """How passwords are hashed and checked."""
    return cast("PasswordHasher", session.info["passwords"])


def kept(session: Session) -> dict[str, object]:
    """What this process keeps of the database between sessions, each with the mark of what it was made from."""
    return cast("dict[str, object]", session.info["kept"])
