"""Until when a consortium has time: the call's deadline, its internal one, and what that leaves for an answer."""

from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy.orm import Session

from matchmaker.errors import Refused
from matchmaker.language import N_, say
from matchmaker.models import Consortium
from matchmaker.services import rounds, surroundings

BEFORE: Final = timedelta(days=10)
"""So long before the call's deadline everything is to be there: the internal deadline."""
LEAST: Final = timedelta(hours=24)
"""What an answer takes at least."""
AT_LAST: Final = timedelta(hours=1)
"""So long before the call's deadline the last answer is awaited."""


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


def internal(session: Session, consortium: Consortium) -> datetime | None:
    """Until when everybody has to have answered and done what is asked; None while no deadline is known and none was set."""
    last = applying(session, consortium)
    if last is not None:
        return last - BEFORE
    if consortium.own_deadline is None:
        return None
    return datetime.combine(consortium.own_deadline, time(23, 59), surroundings.BRUSSELS)


def answer_by(session: Session, consortium: Consortium, longest: timedelta) -> datetime:
    """Until when an answer is awaited: for as long as that, or what is left to the internal deadline, or to the call's.

    When that has passed one practises, and has all the time.
    """
    now = surroundings.now(session)
    soft, last, end = internal(session, consortium), applying(session, consortium), now + longest
    if last is not None and last < now:
        return end
    if soft is not None and soft - now >= LEAST:
        end = min(end, soft)
    return end if last is None else min(end, last - AT_LAST)


def find_missed(session: Session, consortium: Consortium) -> datetime | None:
    """The internal deadline where an answer may come after it; None where it comes in time."""
    return internal(session, consortium) if is_short(session, consortium) else None


def is_short(session: Session, consortium: Consortium) -> bool:
    """Whether an answer can only come after the internal deadline, or too late before it to count on it."""
    soft = internal(session, consortium)
    return soft is not None and not has_passed(session, consortium) and soft - surroundings.now(session) < LEAST


def refuse_too_late(session: Session, consortium: Consortium) -> None:
    """Raise `Refused` when the call's deadline is too near for anybody to answer."""
    last, now = applying(session, consortium), surroundings.now(session)
    if last is not None and now <= last < now + LEAST:
        sentence = N_("Less than 24 hours are left until the deadline, %(day)s: nobody could answer in time.")
        instead = N_("Apply with those who have joined, or choose another round of the call.")
        raise Refused(say(sentence, day=surroundings.day(last)), say(instead))
