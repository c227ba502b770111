"""What a calendar reads of our dates: the moment in Brussels, in summer and winter, the alarms, one entry each."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from matchmaker.documents import calendar
from matchmaker.programme.dates import BRUSSELS

MADE = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
LAST = datetime(2027, 3, 5, 12, 0, tzinfo=BRUSSELS)
OWN = datetime(2027, 2, 23, 12, 0, tzinfo=BRUSSELS)


def dates(**said: object) -> tuple[calendar.Date, ...]:
    right = {
        "consortium": 7, "version": 3, "title": "Wood; tools, and\nmore", "call": "KA220-VET 2027",
        "last": LAST, "internal": OWN, "url": "https://match.example.eu/consortia/7", "language": "en",
    }  # fmt: skip
    return calendar.deadlines(**(right | said))  # type: ignore[arg-type]


def read(raw: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(raw).walk("VEVENT"))


def test_both_dates_stand_there_at_their_moment_with_alarms() -> None:
    internal, last = read(calendar.ics(dates(), made_at=MADE))
    assert last.decoded("dtstart") == LAST
    assert internal.decoded("dtstart") == OWN
    assert last["dtstart"].params["TZID"] == "Europe/Brussels"
    assert timedelta(days=-1) in [one.decoded("trigger") for one in last.walk("VALARM")]
    assert all(one["description"] and one["action"] == "DISPLAY" for one in last.walk("VALARM"))


def test_what_people_wrote_stays_one_text() -> None:
    internal, last = read(calendar.ics(dates(title="A; b, c\nEND:VEVENT\nBEGIN:VEVENT"), made_at=MADE))
    assert "A; b, c\nEND:VEVENT\nBEGIN:VEVENT" in str(last["summary"])
    assert internal["url"] == "https://match.example.eu/consortia/7"


def test_a_newer_file_replaces_what_an_older_one_entered() -> None:
    before, after = dates(), dates(version=4, title="Renamed", last=LAST + timedelta(days=30))
    assert [one.uid for one in before] == [one.uid for one in after]
    assert [one.sequence for one in read(calendar.ics(after, made_at=MADE))] != []
    assert read(calendar.ics(after, made_at=MADE))[0]["sequence"] == 4


def test_while_the_deadline_is_not_known_only_the_internal_one_is_entered() -> None:
    assert [one.uid for one in dates(last=None)] == ["consortium-7-internal@match.example.eu"]
    assert read(calendar.ics(dates(last=None, internal=None), made_at=MADE)) == []


@pytest.mark.parametrize(("month", "utc"), [(3, 11), (10, 10)])
def test_a_calendar_that_knows_no_time_zones_finds_the_moment_by_the_file_alone(month: int, utc: int) -> None:
    """Read as plain text: the zone's own rules in the file give the offset of that day."""
    noon = LAST.replace(month=month)
    raw = calendar.ics(dates(last=noon, internal=None), made_at=MADE)
    zone = next(iter(icalendar.Calendar.from_ical(raw).walk("VTIMEZONE"))).to_tz(lookup_tzid=False)
    assert noon.replace(tzinfo=zone).astimezone(ZoneInfo("UTC")).hour == utc


def test_the_same_dates_give_the_same_bytes_and_lines_end_as_they_must() -> None:
    raw = calendar.ics(dates(), made_at=MADE)
    assert raw == calendar.ics(dates(), made_at=MADE)
    assert b"\r\n" in raw
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 75


def test_it_speaks_the_readers_language() -> None:
    assert len({dates(language=one)[1].title for one in ("en", "pl", "de")}) == 3
