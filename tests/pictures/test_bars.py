"""Bars: of one scale, named, with nothing lying on anything else."""

import itertools
import xml.etree.ElementTree as ET

import pytest

from matchmaker import language
from matchmaker.pictures.bars import WIDTH, Bar, bars
from matchmaker.pictures.drawing import LETTER
from matchmaker.web.marks import PART

SVG = "{http://www.w3.org/2000/svg}"
ODD = """<b>&"' ]]>"""


def boxes(picture: ET.Element) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of each text, as wide as a text may be, and of each outline of a bar."""
    found = []
    for one in picture.iter(f"{SVG}text"):
        x, y, size = (float(one.get(key, "")) for key in ("x", "y", "font-size"))
        width = LETTER * size * len(one.text or "")
        left = x - width if one.get("text-anchor") == "end" else x
        found.append((left, y - size * 0.8, left + width, y + size * 0.25))
    for one in picture.iter(f"{SVG}rect"):
        if one.get("class") == "rest":
            x, y, width, height = (float(one.get(key, "")) for key in ("x", "y", "width", "height"))
            found.append((x, y, x + width, y + height))
    return found


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("number", [1, 7])
def test_nothing_overlaps_in_any_language(spoken: str, number: int) -> None:
    with language.speaking(spoken):
        rows = [Bar(language.gettext_(word), 1.0, 2.0, "10,5 von 37") for word in list(PART.values())[:number]]
        picture = ET.fromstring(bars([*rows, Bar("Wort " * 30, 1.0, 3.0, "1")], "Title"))
    width, height = (float(one) for one in picture.get("viewBox", "").split()[2:])
    found = boxes(picture)
    assert len(found) >= 3 * number
    for one, other in itertools.combinations(found, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    assert all(left >= 0 and right <= width and top >= 0 and bottom <= height for left, top, right, bottom in found)


def test_lengths_are_of_one_scale_and_a_filling_is_its_part() -> None:
    picture = ET.fromstring(bars([Bar("A", 5.0, 10.0, "5"), Bar("B", 0.0, 40.0, "0"), Bar("C", 9.0, 4.0, "9")], "T"))
    rest = [float(one.get("width", "")) for one in picture.iter(f"{SVG}rect") if one.get("class") == "rest"]
    filled = [float(one.get("width", "")) for one in picture.iter(f"{SVG}rect") if one.get("class") == "filled"]
    assert rest == pytest.approx([(WIDTH - 1) / 4, WIDTH - 1, (WIDTH - 1) / 10], abs=0.1)
    assert filled == pytest.approx([(WIDTH - 1) / 8, (WIDTH - 1) / 10], abs=0.1)


def test_the_words_say_every_part_with_its_value() -> None:
    picture = ET.fromstring(bars([Bar(ODD, 1.0, 2.0, "1 of 2"), Bar("B", 0.0, 1.0, "0 of 1")], "The score"))
    assert picture.get("aria-label") == f"The score. {ODD}: 1 of 2. B: 0 of 1."
    assert not list(picture.iter(f"{SVG}b"))


def test_no_rows_give_an_empty_picture() -> None:
    assert not list(ET.fromstring(bars([], "T")))
