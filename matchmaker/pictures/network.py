"""Who worked with whom: members around a circle, a line between two who did projects together, the wider the more."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup

from matchmaker.language import N_, Message, nN_, nsay, say, together
from matchmaker.matching import graphs
from matchmaker.pictures.drawing import element, picture, text, titled
from matchmaker.pictures.europe import Pin
from matchmaker.pictures.spreading import Point

WIDTH: Final = 400.0
LOW: Final = 300.0
FEW: Final = 8
"""From more members on the picture is as high as wide: lines between two pass beside the one between them."""
RADIUS: Final = 19.0
SIZE: Final = 19.0
MOST: Final = 12
"""Up to so many members one sees who is tied to whom; a list says it better of more."""
THIN, WIDER, WIDEST = 2.0, 1.5, 6
"""The width of a line for one project, what each further one adds, and from how many on it grows no more."""


def network(pins: Sequence[Pin], joint: Mapping[tuple[int, int], int]) -> Markup:
    """Who of at most MOST members worked with whom. joint: two of them, by their places in `pins` -> projects together."""
    stands = places(len(pins), joint)
    lines = [_line(stands[a], stands[b], number) for (a, b), number in sorted(joint.items())]
    nodes = [_node(n, pin, stands[n]) for n, pin in enumerate(pins)]
    return picture("network", WIDTH, height(len(pins)), words(pins, joint), *lines, *nodes)


def height(size: int) -> float:
    """How high the picture of so many members is."""
    return WIDTH if size > FEW else LOW


def places(size: int, joint: Mapping[tuple[int, int], int]) -> list[Point]:
    """Where each member stands, the first at the top."""
    middle = height(size) / 2
    across, along = WIDTH / 2 - RADIUS - 4, middle - RADIUS - 4
    found = {}
    for place, node in enumerate(graphs.circle(size, joint)):
        angle = math.tau * place / size
        found[node] = WIDTH / 2 + across * math.sin(angle), middle - along * math.cos(angle)
    return [found[node] for node in range(size)]


def words(pins: Sequence[Pin], joint: Mapping[tuple[int, int], int]) -> Message:
    """What the picture shows, in words: each tie, and who has none."""
    alone = tuple(pin.name for n, pin in enumerate(pins) if not any(n in pair for pair in joint))
    return together(
        [
            say(N_("Who has worked with whom.")),
            *(_tie(pins[a], pins[b], number) for (a, b), number in sorted(joint.items())),
            *([say(N_("With none of the others, as far as we know: %(names)s."), names=alone)] if alone else []),
        ]
    )


def _tie(one: Pin, other: Pin, number: int) -> Message:
    both = nN_("%(one)s and %(other)s: %(n)s project.", "%(one)s and %(other)s: %(n)s projects.")
    return nsay(*both, number, one=one.name, other=other.name)


def _line(start: Point, end: Point, number: int) -> Markup:
    return element(
        "line",
        class_="joint",
        x1=start[0],
        y1=start[1],
        x2=end[0],
        y2=end[1],
        stroke="#6fb0ab",
        stroke_width=THIN + WIDER * (min(number, WIDEST) - 1),
    )


def _node(n: int, pin: Pin, stand: Point) -> Markup:
    """A member by its number; the name stands beside the picture."""
    x, y = stand
    dark = pin.role == "applicant"
    colours = {"fill": "#9a4420" if dark else "#fff", "stroke": "#9a4420" if dark else "#0d5c61"}
    dashes = "7 5" if pin.role == "associated" else None
    return element(
        "g",
        titled(pin.name),
        element("circle", cx=x, cy=y, r=RADIUS, **colours, stroke_width=3, stroke_dasharray=dashes),
        text(n + 1, x, y + SIZE * 0.36, SIZE, fill="#fff" if dark else "#08454a", font_weight="bold"),
        class_=f"pin {pin.role}",
    )
