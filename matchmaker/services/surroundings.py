"""What a unit of work is surrounded by: the guide and the clock, carried by its session."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import cast

from sqlalchemy.orm import Session

from matchmaker.programme.guides import Guide


def guide(session: Session) -> Guide:
    """The calls this service knows, an operator's own included."""
    return cast("Guide", session.info["guide"])


def now(session: Session) -> datetime:
    """The aware moment it is, moved when the settings say so."""
    return cast("Callable[[], datetime]", session.info["clock"])()


def today(session: Session) -> date:
    """The date it is, in UTC."""
    return now(session).astimezone(UTC).date()
