"""Who worked with whom, drawn: readable, the same every time, and said in words."""

import itertools
import math
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching import graphs
from matchmaker.pictures.europe import Pin
from matchmaker.pictures.network import MOST, RADIUS, WIDTH, height, network, places

SVG = "{http://www.w3.org/2000/svg}"
ODD = """<b>&"' ]]>"""


def members(number: int) -> list[Pin]:
    return [Pin(f"M{n}", "PL", "partner" if n else "applicant") for n in range(number)]


@st.composite
def ties(draw: st.DrawFn) -> tuple[int, dict[tuple[int, int], int]]:
    size = draw(st.integers(2, MOST))
    pairs = st.sampled_from(list(itertools.combinations(range(size), 2)))
    return size, draw(st.dictionaries(pairs, st.integers(1, 40), max_size=12))


@given(ties())
def test_members_never_overlap_and_no_line_runs_through_a_third(world: tuple[int, dict[tuple[int, int], int]]) -> None:
    size, joint = world
    stands = places(size, joint)
    for one, other in itertools.combinations(stands, 2):
        assert math.dist(one, other) > 2 * RADIUS + 4
    assert all(RADIUS <= x <= WIDTH - RADIUS and RADIUS <= y <= height(size) - RADIUS for x, y in stands)
    for a, b in joint:
        (x, y), (u, v) = stands[a], stands[b]
        for n in set(range(size)) - {a, b}:
            p, q = stands[n]
            assert abs((u - x) * (y - q) - (x - p) * (v - y)) / math.dist((x, y), (u, v)) > RADIUS
    assert network(members(size), joint) == network(members(size), joint)


def test_those_who_worked_together_stand_side_by_side() -> None:
    """Two teams of three, told in turns."""
    joint = dict.fromkeys([(0, 2), (2, 4), (0, 4), (1, 3), (3, 5), (1, 5)], 3)
    order = graphs.circle(6, joint)
    sides = [node % 2 for node in order]
    assert sum(one != other for one, other in zip(sides, [*sides[1:], sides[0]], strict=True)) == 2
    assert order[0] == 0


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5, 8, 12, 40])
def test_any_number_of_members_has_an_order(number: int) -> None:
    assert sorted(graphs.circle(number, {})) == list(range(number))


def test_more_projects_give_a_wider_line() -> None:
    picture = ET.fromstring(network(members(4), {(0, 1): 1, (0, 2): 3, (2, 3): 200}))
    widths = [float(one.get("stroke-width", "")) for one in picture.iter(f"{SVG}line")]
    assert widths == sorted(set(widths))
    assert widths[-1] < RADIUS


def test_the_words_say_every_tie_and_who_has_none() -> None:
    pins = [Pin(ODD, "PL", "applicant"), Pin("B", "DE"), Pin("C", "ES", "associated"), Pin("D", "FR")]
    picture = ET.fromstring(network(pins, {(0, 1): 1, (1, 2): 2}))
    assert picture.get("aria-label") == (
        f"Who has worked with whom. {ODD} and B: 1 project. B and C: 2 projects. With none of the others, as far as we know: D."
    )
    assert [one.text for one in picture.iter(f"{SVG}title")] == [ODD, "B", "C", "D"]
