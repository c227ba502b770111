"""When to apply, and how long a project may last: what a call states."""

from datetime import datetime
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, model_validator

from matchmaker.language import N_, say
from matchmaker.programme.rules import check_range
from matchmaker.programme.statements import Frozen, Positive, Sourced

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


class Deadline(Sourced):
    """One round: local time in Europe/Brussels (never a fixed offset)."""

    round: Positive
    local: Annotated[datetime, BeforeValidator(_local_time)]
    tz: Literal["Europe/Brussels"] = "Europe/Brussels"

    @property
    def at(self) -> datetime:
        """The aware moment."""
        return self.local.replace(tzinfo=BRUSSELS)


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
    normally: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_range(self.min, self.max)
        if bool(self.allowed) == (self.min is not None or self.max is not None):
            raise ValueError(say(N_("expected either a range (min, max) or a list (allowed)")))
        return self
