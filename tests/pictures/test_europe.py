"""The map of Europe: who is on it, where, and what it says to whoever does not see it."""

import itertools
import math
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker import language
from matchmaker.paths import shipped
from matchmaker.pictures.europe import HEIGHT, PLACES, WIDTH, Pin, europe
from matchmaker.programme import countries, guides
from tools.europe import holds, project

NEW = countries.members(countries.LISTS["PC2021"])
SVG = "{http://www.w3.org/2000/svg}"
ODD = """<b>&"' ]]> \N{LATIN SMALL LETTER L WITH STROKE}"""
LAND = ET.parse(shipped("static") / "img" / "europe.svg").getroot()


def pins(codes: str) -> list[Pin]:
    """Members from these countries; the first applies."""
    return [Pin(f"Member {n}", code, "partner" if n else "applicant") for n, code in enumerate(codes.split())]


def drawn(some: list[Pin], land: str = "europe.svg", compact: bool = False) -> ET.Element:
    return ET.fromstring(europe(some, NEW, 2026, land, compact))


def circles(picture: ET.Element) -> list[tuple[float, float, float]]:
    """The middle and the radius of each pin, without rings."""
    found = [group.findall(f"{SVG}circle")[-1] for group in picture.iter(f"{SVG}g") if "pin" in group.get("class", "")]
    return [(float(one.get("cx", "")), float(one.get("cy", "")), float(one.get("r", ""))) for one in found]


def rings(code: str) -> list[list[tuple[float, float]]]:
    """The outlines of a country; a dot is read as the diamond between its four ends."""
    (path,) = [one for one in LAND.iter(f"{SVG}path") if one.get("id") == code]
    found = []
    for part in re.findall(r"M([^z]+)z", path.get("d", "")):
        start, kind, steps = re.fullmatch(r"([-\d ]+)([la])(.*)", part).groups()  # type: ignore[union-attr]
        x, y = (int(one) for one in re.findall(r"-?\d+", start))
        numbers = [int(one) for one in re.findall(r"-?\d+", steps)]
        if kind == "a":
            r = numbers[0]
            found.append([(x, y), (x + r, y - r), (x + 2 * r, y), (x + r, y + r)])
            continue
        ring = [(x, y)]
        for right, down in zip(numbers[::2], numbers[1::2], strict=True):
            ring.append((ring[-1][0] + right, ring[-1][1] + down))
        found.append(ring)
    return found


def lies_in(place: tuple[float, float], code: str) -> bool:
    """Whether a place on earth (longitude, latitude) lies in a country, as it is drawn."""
    return sum(holds(ring, project(*place)) for ring in rings(code)) % 2 == 1


@pytest.mark.parametrize(
    ("place", "code"),
    [
        pytest.param((34.1, 45.0), "UA", id="Simferopol in Crimea"),
        pytest.param((34.6, 45.3), "UA", id="the north of Crimea"),
        pytest.param((30.5, 50.4), "UA", id="Kyiv"),
        pytest.param((21.0, 42.6), "XK", id="Pristina"),
        pytest.param((33.4, 35.25), "CY", id="the north of Cyprus"),
        pytest.param((32.8, 34.95), "CY", id="the Troodos"),
        pytest.param((21.0, 52.2), "PL", id="Warsaw"),
        pytest.param((-18.5, 65.0), "IS", id="Iceland"),
        pytest.param((9.0, 40.0), "IT", id="Sardinia"),
    ],
)
def test_places_lie_in_the_country_they_belong_to(place: tuple[float, float], code: str) -> None:
    assert [one.get("id") for one in LAND.iter(f"{SVG}path") if lies_in(place, str(one.get("id")))] == [code]


def test_every_programme_country_of_every_call_is_in_the_picture() -> None:
    """Small states too: they are drawn as dots."""
    for call in guides.load().calls.values():
        picture = ET.fromstring(europe([], call.counting_countries, call.year, "x"))
        shaded = {one.get("href", "").removeprefix("x#") for one in picture.iter(f"{SVG}use")} - {"land"}
        assert shaded == set(call.counting_countries)
        assert shaded <= {one.get("id") for one in LAND.iter(f"{SVG}path")}


@pytest.mark.parametrize("code", sorted(PLACES))
def test_pins_stand_in_their_country(code: str) -> None:
    assert sum(holds(ring, PLACES[code]) for ring in rings(code)) % 2 == 1


@pytest.mark.parametrize(
    "codes", ["PL DE ES", "PL DE ES ES CZ", "MT CY LI LU IS PT TR IE", "PL CZ SK AT HU DE DE SI GE UA GH ZA"]
)
@pytest.mark.parametrize("compact", [False, True])
def test_no_pin_lies_on_another_or_beyond_the_edge(codes: str, compact: bool) -> None:
    picture = drawn(pins(codes), compact=compact)
    width, height = (float(one) for one in picture.get("viewBox", "").split()[2:])
    stands = circles(picture)
    assert len(stands) == len(codes.split())
    for one, other in itertools.combinations(stands, 2):
        assert math.dist(one[:2], other[:2]) >= one[2] + other[2]
    assert all(r <= x <= width - r and r <= y <= height - r for x, y, r in stands)


def test_forty_members_of_one_country_do_not_overlap() -> None:
    stands = circles(drawn(pins(" ".join(["LU"] * 40)), compact=True))
    assert all(math.dist(a[:2], b[:2]) >= a[2] + b[2] for a, b in itertools.combinations(stands, 2))


def test_a_single_member_stands_at_the_place_of_its_country() -> None:
    (stand,) = circles(drawn(pins("PL")))
    assert stand[:2] == PLACES["PL"]


def test_members_outside_the_picture_are_named_below_it_without_overlap() -> None:
    far = "GH ZA CF GP US KR BA VC"
    picture = drawn(pins(f"PL {far}"), compact=True)
    names = [one for one in picture.iter(f"{SVG}text") if one.get("class") == "edge"]
    assert [one.text for one in names] == [language.Country(code).label("en") for code in far.split() if code != "BA"]
    boxes = [
        (float(one.get("x", "")), float(one.get("y", "")), len(one.text or "") * float(one.get("font-size", "")) * 0.6)
        for one in names
    ]
    for (x, y, length), (u, v, more) in itertools.combinations(boxes, 2):
        assert y != v or x + length < u or u + more < x
    assert all(x + length <= WIDTH and y > HEIGHT for x, y, length in boxes)


def test_the_words_name_every_member_with_its_country() -> None:
    some = [Pin("Alpha", "PL", "applicant"), Pin("Beta", "ES"), Pin("Gamma", "ES", "associated"), Pin("Delta", "GH")]
    assert drawn(some).get("aria-label") == (
        "Map of Europe. Poland: Alpha (applicant). Spain: Beta and Gamma (associated partner). Ghana, outside the map: Delta."
    )


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_the_words_come_in_the_language_of_the_reader(spoken: str) -> None:
    with language.speaking(spoken):
        words = drawn(pins("DE GH")).get("aria-label", "")
    assert language.Country("DE").label(spoken) in words
    assert ("outside" in words) == (spoken == "en")


def test_a_country_bears_its_name_of_the_year() -> None:
    assert "Turkey: Member 0" in ET.fromstring(europe(pins("TR"), NEW, 2018)).get("aria-label", "")


def test_lines_lead_to_the_applicant_and_to_nobody_where_none_applies() -> None:
    picture = drawn(pins("PL DE GH"))
    assert {(one.get("x2"), one.get("y2")) for one in picture.iter(f"{SVG}line")} == {tuple(str(int(n)) for n in PLACES["PL"])}
    assert len(list(picture.iter(f"{SVG}line"))) == 2
    assert not list(drawn([Pin("A", "PL"), Pin("B", "DE")]).iter(f"{SVG}line"))


def test_names_are_escaped() -> None:
    picture = drawn([Pin(ODD, "PL"), Pin(ODD, "GH")])
    assert picture.get("aria-label", "").count(ODD) == 2
    assert not list(picture.iter(f"{SVG}b"))


def test_alone_it_carries_every_shape_it_uses_and_else_none() -> None:
    whole = drawn(pins("PL GH"), land="")
    ids = {f"#{one.get('id')}" for one in whole.iter() if one.get("id")}
    assert {one.get("href") for one in whole.iter(f"{SVG}use")} <= ids
    assert not list(drawn(pins("PL GH")).iter(f"{SVG}path"))


@given(st.lists(st.tuples(st.text(max_size=20), st.sampled_from(countries.ALL)), max_size=12))
def test_any_members_give_a_valid_picture_and_always_the_same(members: list[tuple[str, str]]) -> None:
    some = [Pin(re.sub(r"[^\x20-\ud7ff\ue000-\ufffd]", "?", name), code) for name, code in members]
    first = europe(some, NEW, 2026, "x")
    assert len(circles(ET.fromstring(first))) == len(some)
    assert first == europe(some, NEW, 2026, "x")
