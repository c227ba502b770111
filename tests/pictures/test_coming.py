"""Until when one may apply under all calls."""

import itertools
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta

import pytest

from matchmaker import language
from matchmaker.pictures.coming import Day, coming
from matchmaker.pictures.drawing import LETTER
from matchmaker.pictures.months import WIDTH
from matchmaker.programme import guides, titles
from matchmaker.web import drawn

SVG = "{http://www.w3.org/2000/svg}"
ODD = """<b>&"' ]]>"""
GUIDE = guides.load()
NOW = datetime(2025, 12, 1, 12, tzinfo=UTC)
"""The calls of 2026 are open, those of 2027 are to come."""
MARCH, OCTOBER = date(2027, 3, 5), date(2027, 10, 1)


def boxes(picture: ET.Element) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of each text, as wide as a text may be."""
    found = []
    for one in picture.iter(f"{SVG}text"):
        x, y, size = (float(one.get(key, "")) for key in ("x", "y", "font-size"))
        width = LETTER * size * len(one.text or "")
        left = x - width * {"start": 0, "middle": 0.5, "end": 1}[one.get("text-anchor", "")]
        found.append((left, y - size * 0.8, left + width, y + size * 0.25))
    return found


def shown(picture: ET.Element) -> str:
    return " ".join(one.text or "" for one in picture.iter(f"{SVG}text"))


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_all_calls_are_readable_and_nothing_lies_on_anything(spoken: str) -> None:
    with language.speaking(spoken):
        picture = ET.fromstring(str(drawn.coming(GUIDE.coming(NOW), NOW)))
    height = float(picture.get("viewBox", "").split()[3])
    found = boxes(picture)
    for one, other in itertools.combinations(found, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    assert all(left >= 0 and right <= WIDTH and bottom <= height for left, _, right, bottom in found)


def test_known_and_expected_days_of_each_call_are_said_by_name() -> None:
    there = GUIDE.coming(NOW)
    said = ET.fromstring(str(drawn.coming(there, NOW))).get("aria-label", "")
    for call in there:
        for one in call.rounds:
            year = one.day.year + (one in call.expected)
            assert f"{one.day.day} {one.day:%B} {year}{', expected' if one in call.expected else ''}: " in said
    assert "Cooperation Partnerships" in said
    assert "5 March 2026: " in said
    assert "5 March 2027, expected: " in said
    assert said.endswith("Today is 1 December 2025.")


def test_days_that_have_passed_are_left_out() -> None:
    later = NOW + timedelta(days=100)
    said = ET.fromstring(str(drawn.coming(GUIDE.coming(NOW), later))).get("aria-label", "")
    assert "5 March 2026" not in said
    assert "1 October 2026" in said
    assert drawn.coming(GUIDE.coming(NOW), NOW + timedelta(days=3000)) is None


def test_names_without_room_are_counted_and_still_said() -> None:
    names = tuple(f"Partnerships of kind {n}" for n in range(9))
    picture = ET.fromstring(coming([Day(MARCH, names), Day(OCTOBER, (ODD,), is_expected=True)], date(2027, 1, 1)))
    assert f"{names[0]}, " in shown(picture)
    assert names[8] not in shown(picture)
    assert " more" in shown(picture)
    assert all(name in picture.get("aria-label", "") for name in (*names, ODD))
    assert not list(picture.iter(f"{SVG}b"))


def test_no_word_is_too_long() -> None:
    picture = ET.fromstring(coming([Day(MARCH, ("A" * 300,)), Day(OCTOBER, ("B" * 300,))], date(2027, 1, 1)))
    assert all(left >= 0 and right <= WIDTH for left, _, right, _ in boxes(picture))
    assert shown(picture).count("A") >= 300


def test_calls_of_one_kind_are_named_once() -> None:
    calls = [
        GUIDE.call(one) for one in ("cove-2027", "ka220-vet-2027", "ka220-adu-2027", "alliances-lot1-2027", "alliances-lot2-2027")
    ]
    found = titles.kinds(calls)
    assert [one.label("en") for one in found] == [
        "Cooperation Partnerships",
        "Alliances for Innovation",
        "Centres of Vocational Excellence",
    ]
    assert [one.label("de") for one in found][:2] == ["Kooperationspartnerschaften", "Innovationsallianzen"]
    (alone,) = titles.kinds(calls[1:2])
    assert alone.label("pl") == calls[1].label("pl")
