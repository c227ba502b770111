"""Until when a consortium has time: the call's deadline, and whether it has passed."""

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.models import Consortium
from matchmaker.services import rounds, surroundings


def applying(session: Session, consortium: Consortium) -> datetime | None:
    """The last moment to apply in its round; None while that is not known, and of a call that was taken away."""
    call = rounds.find_call(session, consortium)
    return None if call is None else call.last_deadline


def has_passed(session: Session, consortium: Consortium) -> bool:
    """Whether it is too late to apply, as far as is known."""
    last = applying(session, consortium)
    return last is not None and last < surroundings.now(session)


def was_in_time(session: Session, consortium: Consortium) -> bool:
    """Whether it was submitted on the day of the deadline at the latest: the day is all that is asked."""
    last = applying(session, consortium)
    if consortium.submitted_at is None or last is None:
        return consortium.submitted_at is not None
    return surroundings.day(consortium.submitted_at) <= surroundings.day(last)
