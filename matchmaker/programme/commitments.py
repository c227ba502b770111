"""With whom no grant of a call can be signed: a bar that begins on some day, whenever the call was."""

from calendar import monthrange
from datetime import date
from functools import cache
from typing import Final

from matchmaker.programme import reading
from matchmaker.programme.calls import Call
from matchmaker.programme.dates import Day
from matchmaker.programme.statements import Positive, Sourced
from matchmaker.programme.types import FlagSlug

_FILE: Final = reading.DATA / "commitments.toml"
_STATED: Final = reading.table(_FILE)


class Months(Sourced):
    """How many months after the deadline grants are signed, by who manages the call; indicative."""

    NA: Positive
    EACEA: Positive


class Without(Sourced):
    """Bodies that state a flag: with these nothing is signed `after` that day."""

    flag: FlagSlug
    after: Day


MONTHS: Final = reading.parse(Months, _STATED["months"], _FILE.name, "months")
WITHOUT: Final = tuple(reading.parse(Without, one, _FILE.name, "without") for one in _STATED["without"])


@cache
def unsigned(year: int, managed_by: str, deadline: date | None) -> frozenset[str]:
    """The flags of those with whom no grant can be signed; deadline: of the round, None while it is not known."""
    signed = _later(deadline, getattr(MONTHS, managed_by)) if deadline else date(year, 12, 31)
    return frozenset(one.flag for one in WITHOUT if signed > one.after)


def of(call: Call) -> frozenset[str]:
    """The same in the round the call is seen in, else in its last."""
    last = call.deadline.day if call.deadline else max((one.day for one in call.deadlines), default=None)
    return unsigned(call.year, call.managed_by, last)


def _later(day: date, months: int) -> date:
    """So many months later, on the last day of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
