"""The rounds of calls along the months."""

import itertools
import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest

from matchmaker import language
from matchmaker.pictures.drawing import LETTER
from matchmaker.pictures.months import WIDTH
from matchmaker.pictures.timeline import Round, timeline
from matchmaker.programme import guides, wording

SVG = "{http://www.w3.org/2000/svg}"
ODD = """<b>&"' ]]>"""
CALLS = [call for call in guides.load().calls.values() if call.deadlines]
FIRST = Round("Round 1", date(2026, 3, 5), (date(2026, 9, 1), date(2026, 12, 31)))
SECOND = Round("Round 2", date(2026, 10, 1))


def marks(picture: ET.Element, kind: str) -> list[ET.Element]:
    return [one for one in picture.iter() if one.get("class") == kind]


def boxes(picture: ET.Element) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of each text, as wide as a text may be."""
    found = []
    for one in picture.iter(f"{SVG}text"):
        x, y, size = (float(one.get(key, "")) for key in ("x", "y", "font-size"))
        width = LETTER * size * len(one.text or "")
        left = x if one.get("text-anchor") == "start" else x - width / 2
        found.append((left, y - size * 0.8, left + width, y + size * 0.25))
    return found


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.id)
def test_no_text_lies_on_another_or_beyond_the_edge(call: object, spoken: str) -> None:
    rounds = [
        Round(wording.round_of(call, one), one.day, (one.starts.first, one.starts.last) if one.starts else None)
        for one in call.deadlines  # type: ignore[attr-defined]
    ]
    with language.speaking(spoken):
        picture = ET.fromstring(timeline(rounds, rounds[0].deadline))
    height = float(picture.get("viewBox", "").split()[3])
    found = boxes(picture)
    for one, other in itertools.combinations(found, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    assert all(left >= 0 and right <= WIDTH and bottom <= height for left, _, right, bottom in found)
    assert len(marks(picture, "tick")) >= 1


def test_marks_stand_in_the_order_of_their_days() -> None:
    picture = ET.fromstring(timeline([FIRST, SECOND], date(2026, 5, 1)))
    deadlines = [float(re.match(r"M([\d.]+)", one.get("d", ""))[1]) for one in marks(picture, "deadline")][:2]  # type: ignore[index]
    bar = marks(picture, "starts")[0]
    begin, end = float(bar.get("x", "")), float(bar.get("x", "")) + float(bar.get("width", ""))
    now = float(marks(picture, "today")[0].get("x1", ""))
    assert deadlines[0] < now < begin < deadlines[1] < end


@pytest.mark.parametrize(("day", "near"), [(date(2026, 5, 1), True), (date(2030, 1, 1), False), (date(2020, 1, 1), False)])
def test_today_is_drawn_and_said_where_it_is_near(day: date, near: bool) -> None:
    picture = ET.fromstring(timeline([FIRST, SECOND], day))
    assert bool(marks(picture, "today")) is near
    assert ("Today is" in picture.get("aria-label", "")) is near


def test_the_words_say_every_round_and_when_projects_begin() -> None:
    picture = ET.fromstring(timeline([Round(ODD, *[FIRST.deadline, FIRST.starts]), SECOND], date(2026, 5, 1)))
    assert picture.get("aria-label") == (
        f"Dates of the call. {ODD}. Projects begin from 1 September 2026 to 31 December 2026. Round 2. Today is 1 May 2026."
    )
    assert not list(picture.iter(f"{SVG}b"))


@pytest.mark.parametrize("years", [1, 3, 10, 40])
def test_months_never_touch_however_far_apart_the_dates_are(years: int) -> None:
    far = Round("Far", date(2026, 3, 5) + timedelta(days=365 * years))
    found = boxes(ET.fromstring(timeline([FIRST, far], date(2026, 3, 5))))
    assert all(a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1] for a, b in itertools.combinations(found, 2))


def test_a_day_that_is_only_expected_has_a_mark_of_its_own() -> None:
    both = ET.fromstring(timeline([FIRST, Round("Round 2", date(2026, 10, 1), is_expected=True)], date(2026, 5, 1)))
    assert [len(marks(both, kind)) for kind in ("deadline", "expected")] == [2, 2]  # one each, and in what they mean
    alone = ET.fromstring(timeline([Round("Round 1", date(2026, 3, 5), is_expected=True)], date(2026, 3, 1)))
    assert [len(marks(alone, kind)) for kind in ("deadline", "expected")] == [0, 2]
    assert not any("last day to apply" in (one.text or "") for one in alone.iter(f"{SVG}text"))
