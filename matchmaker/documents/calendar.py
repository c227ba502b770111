"""Dates for somebody's own calendar: an iCalendar file (RFC 5545) in the time of Brussels, with alarms before each date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Timezone
from icalendar import Event as Entry

from matchmaker.language import N_, render, say
from matchmaker.programme.dates import BRUSSELS

MEDIA_TYPE: Final = "text/calendar"
_PRODUCT: Final = "-//Matchmaker//Partnerships//EN"
_BEFORE_THE_CALLS: Final = (timedelta(days=7), timedelta(days=1), timedelta(hours=2))
_BEFORE_OURS: Final = (timedelta(days=3),)


@dataclass(frozen=True, slots=True)
class Date:
    """A moment that is entered into a calendar.

    uid: the same for the same thing whenever the file is made, so that a newer file replaces what an older one entered;
    sequence: higher in a newer one. alarms: how long before one is reminded.
    """

    uid: str
    title: str
    at: datetime
    about: str = ""
    url: str = ""
    sequence: int = 0
    alarms: Sequence[timedelta] = ()


def deadlines(
    *,
    consortium: int,
    version: int,
    title: str,
    call: str,
    last: datetime | None,
    internal: datetime | None,
    url: str,
    language: str,
) -> tuple[Date, ...]:
    """The dates of a consortium in the reader's language: the deadline of its call, where it is known, and its own.

    version: of the consortium. url: of its page, whose host makes the ids unlike those of another service.
    """
    host = urlsplit(url).netloc
    listed = []
    if internal is not None:
        words = render(say(N_("“%(title)s”: everything is to be there"), title=title), language)
        about = render(say(N_("The internal deadline, for %(call)s."), call=call), language)
        listed.append(Date(f"consortium-{consortium}-internal@{host}", words, internal, about, url, version, _BEFORE_OURS))
    if last is not None:
        words = render(say(N_("“%(title)s”: deadline to apply"), title=title), language)
        about = render(say(N_("%(call)s. The time is that of Brussels."), call=call), language)
        listed.append(Date(f"consortium-{consortium}-deadline@{host}", words, last, about, url, version, _BEFORE_THE_CALLS))
    return tuple(listed)


def ics(dates: Iterable[Date], *, made_at: datetime) -> bytes:
    """The file. The same dates at the same moment give the same bytes."""
    listed = list(dates)
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if listed:
        years = [one.at.year for one in listed]
        first, last = date(min(years) - 1, 1, 1), date(max(years) + 1, 12, 31)
        calendar.add_component(Timezone.from_tzid(str(BRUSSELS), first_date=first, last_date=last))
    for one in listed:
        calendar.add_component(_entry(one, made_at))
    return bytes(calendar.to_ical())


def _entry(one: Date, made_at: datetime) -> Entry:
    entry = Entry()
    entry.add("uid", one.uid)
    entry.add("dtstamp", made_at.astimezone(UTC).replace(microsecond=0))
    entry.add("dtstart", one.at.astimezone(BRUSSELS).replace(microsecond=0))
    entry.add("summary", one.title)
    entry.add("sequence", one.sequence)
    entry.add("transp", "TRANSPARENT")
    if one.about:
        entry.add("description", one.about)
    if one.url:
        entry.add("url", one.url)
    for before in one.alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -before)
        alarm.add("description", one.title)
        entry.add_component(alarm)
    return entry
