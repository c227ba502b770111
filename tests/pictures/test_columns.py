"""A number for each month."""

import itertools
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from matchmaker import language
from matchmaker.pictures.columns import WIDTH, columns
from matchmaker.pictures.drawing import LETTER

SVG = "{http://www.w3.org/2000/svg}"
YEAR = [(date(2025 + (n + 10) // 12, (n + 10) % 12 + 1, 1), n * 37 % 1000) for n in range(13)]


def heights(picture: ET.Element) -> list[float]:
    return [float(one.get("height", "")) for one in picture.iter(f"{SVG}rect")]


def test_columns_are_as_high_as_their_numbers_and_the_highest_has_room() -> None:
    picture = ET.fromstring(columns([(date(2026, 1, 1), 10), (date(2026, 2, 1), 0), (date(2026, 3, 1), 5)], "T"))
    assert heights(picture)[0] == pytest.approx(2 * heights(picture)[1], abs=0.1)
    assert all(float(one.get("y", "")) > 0 for one in picture.iter(f"{SVG}rect"))
    assert len(heights(picture)) == 2


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_names_of_thirteen_months_do_not_touch(spoken: str) -> None:
    with language.speaking(spoken):
        picture = ET.fromstring(columns(YEAR, "T"))
    months = [one for one in picture.iter(f"{SVG}text") if one.get("class") == "soft"]
    ends = [(float(one.get("x", "")), LETTER * float(one.get("font-size", "")) * len(one.text or "") / 2) for one in months]
    assert len(months) == 13
    assert all(x + half <= u - other for (x, half), (u, other) in itertools.pairwise(ends))
    assert ends[0][0] - ends[0][1] >= 0
    assert ends[-1][0] + ends[-1][1] <= WIDTH


def test_the_words_say_each_month_with_something_in_it() -> None:
    picture = ET.fromstring(columns([(date(2026, 1, 1), 10), (date(2026, 2, 1), 0)], "<Shown>"))
    assert picture.get("aria-label") == "<Shown>. January 2026: 10."


def test_nothing_counted_gives_no_column() -> None:
    assert not heights(ET.fromstring(columns([(date(2026, 1, 1), 0)], "T")))
    assert not heights(ET.fromstring(columns([], "T")))
