"""What stands for an organisation without a logo."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.paths import shipped
from matchmaker.pictures.emblems import LOOKS, emblem, icon, initials
from matchmaker.programme.kinds import KINDS
from matchmaker.programme.types import TYPES

SVG = "{http://www.w3.org/2000/svg}"
TOKENS = (shipped("static") / "css" / "tokens.css").read_text()
CSS = (shipped("static") / "css" / "pictures.css").read_text()


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Zespół Szkół Zawodowych w Łodzi", "ZŁ"),
        ("Handwerkskammer", "HA"),
        ("Chamber of crafts of the North", "CN"),
        ("écoles réunies", "ÉR"),
        ("42 & more", "MO"),
        ("Ωμέγα Σχολή", "ΩΣ"),
        ("“”", "?"),
        ("", "?"),
    ],
)
def test_initials_are_two_letters_of_the_name(name: str, letters: str) -> None:
    assert initials(name) == letters


@given(st.text(max_size=60))
def test_any_name_gives_one_or_two_letters_and_valid_markup(name: str) -> None:
    (written,) = ET.fromstring(emblem(name, "chamber")).iter(f"{SVG}text")
    assert written.text == initials(name)
    assert 1 <= len(initials(name)) <= 2


def test_every_kind_has_a_look_and_no_other_has() -> None:
    assert LOOKS.keys() == KINDS.keys()


def test_who_says_no_kind_looks_as_its_type_does() -> None:
    for code in TYPES:
        assert icon(None, code) == icon("other") or any(icon(None, code) == icon(kind) for kind in KINDS)
    assert icon(None, "EPLUS-EDU-HEI") == icon("higher-education")
    assert icon("unheard-of", "no type") == icon("other")


def test_the_kinds_people_register_as_most_look_different() -> None:
    told = ["vocational-school", "higher-education", "employer", "chamber", "public-authority", "ngo", "research", "school"]
    assert len({icon(kind) for kind in told}) == len(told)


def luminance(colour: str) -> float:
    full = "".join(letter * 2 for letter in colour) if len(colour) == 3 else colour
    parts = [int(full[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("family", sorted({family for _, family in LOOKS.values()}))
def test_initials_can_be_read_on_every_colour_in_light_in_dark_and_alone(family: str) -> None:
    alone = ET.fromstring(emblem("A B", next(kind for kind, (_, one) in LOOKS.items() if one == family)))
    surface, ink = (next(alone.iter(f"{SVG}{tag}")).get("fill", "")[1:] for tag in ("rect", "text"))
    assert contrast(surface, ink) >= 4.5
    tokens = [re.search(rf"\.emblem\.{family} {tag} {{ fill: var\((--[a-z-]+)\)", CSS)[1] for tag in ("rect", "text")]  # type: ignore[index]
    pairs = [re.search(rf"{token}: light-dark\(#(\w+), #(\w+)\)", TOKENS).groups() for token in tokens]  # type: ignore[union-attr]
    for below, above in zip(*pairs, strict=True):
        assert contrast(below, above) >= 4.5
