"""When to apply, and how long a project may last: what a call states."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from pydantic import BeforeValidator, Field, model_validator

from matchmaker.language import LOCALES, N_, say
from matchmaker.programme.countries import CountryCode
from matchmaker.programme.rules import check_range
from matchmaker.programme.statements import Frozen, Positive, Sourced, Text, YesNo

BRUSSELS = ZoneInfo("Europe/Brussels")


def _local_time(value: object) -> object:
    """A date and a time of day, without offset: the time zone is always Brussels'."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and len(value) > len("2026-03-05") else value
    except ValueError:
        moment = None
    if not isinstance(moment, datetime) or moment.tzinfo is not None:
        raise ValueError(say(N_("expected a local date and time such as 2026-03-05T12:00:00, without an offset")))
    return moment


def _day(value: object) -> object:
    """A date without a time of day, as TOML writes it or as text."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    if not isinstance(day, date) or isinstance(day, datetime):
        raise ValueError(say(N_("expected a date such as 2026-09-01")))
    return day


Day = Annotated[date, BeforeValidator(_day)]
"""A date that a file of the programme states."""


class Starts(Frozen):
    """When the projects of a round begin: the first day and the last."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first > self.last:
            raise ValueError(say(N_("from %(first)s is after to %(last)s"), first=str(self.first), last=str(self.last)))
        return self


class Deadline(Sourced):
    """One round: local time in Europe/Brussels (never a fixed offset), and when its projects begin, where that is stated.

    optional: whoever `decided_by` says decides whether the round is held at all, for the coordinators of its own country.
    """

    round: Positive
    local: Annotated[datetime, BeforeValidator(_local_time)]
    tz: Literal["Europe/Brussels"] = "Europe/Brussels"
    optional: YesNo = False
    decided_by: Literal["NA"] | None = None
    starts: Starts | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.optional != (self.decided_by is not None):
            raise ValueError(say(N_("a round that is optional, and no other, says with decided_by who decides")))
        if self.starts and self.starts.first <= self.day:
            raise ValueError(say(N_("starts: no project begins before the round's deadline")))
        return self

    @property
    def at(self) -> datetime:
        """The aware moment."""
        return self.local.replace(tzinfo=BRUSSELS)

    @property
    def day(self) -> date:
        """The date in Brussels."""
        return self.local.date()


def check_rounds(deadlines: Collection[Deadline], year: int) -> None:
    """Raises ValueError with a message where the rounds of a call of that year do not go together."""
    if len({one.round for one in deadlines}) < len(deadlines):
        raise ValueError(say(N_("deadlines: each round has a number of its own")))
    if deadlines and all(one.optional for one in deadlines):
        raise ValueError(say(N_("deadlines: one round at least is not optional")))
    if any(abs(one.local.year - year) > 1 for one in deadlines):
        raise ValueError(say(N_("deadlines: a deadline lies more than a year away from the call's year %(year)s"), year=year))


@dataclass(frozen=True, slots=True)
class DayAndMonth:
    """A date without its year: 5 March."""

    day: date

    def label(self, language: str) -> str:
        """As it is written in `language`."""
        return str(format_skeleton("MMMMd", self.day, locale=LOCALES[language]))


class Confirmation(Frozen):
    """An optional round that the National Agency of a country is known to hold: read in `source` on `date`."""

    round: Positive
    country: CountryCode
    source: Text
    date: Day


class LongerIf(Frozen):
    """A flag of the project that allows a longer duration."""

    flag: Literal["long_term_pupil_mobility"]
    max: Positive


class Duration(Sourced):
    """Months a project may last: a range, or a list of allowed values; where the guide says `normally`, others are unusual."""

    min: Positive | None = None
    max: Positive | None = None
    allowed: tuple[Positive, ...] = ()
    max_if: LongerIf | None = None
    normally: YesNo = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_range(self.min, self.max)
        if bool(self.allowed) == (self.min is not None or self.max is not None):
            raise ValueError(say(N_("expected either a range (min, max) or a list (allowed)")))
        return self
