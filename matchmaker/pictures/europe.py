"""A map of Europe: the programme countries of a call shaded, members as numbered points with lines to the applicant."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from markupsafe import Markup

from matchmaker.language import N_, Message, say, together
from matchmaker.paths import shipped
from matchmaker.pictures.drawing import element, length, picture, text, titled
from matchmaker.pictures.spreading import Point, spread
from matchmaker.programme.countries import CountryOf

_MADE = json.loads(Path(__file__).with_name("europe.json").read_text())
WIDTH: Final[int] = _MADE["width"]
HEIGHT: Final[int] = _MADE["height"]
PLACES: Final[dict[str, Point]] = {code: (float(x), float(y)) for code, (x, y) in _MADE["places"].items()}
"""Country code -> where its pins stand; a country that is not here lies outside the picture and is named at its edge."""

LETTERS: Final = 1.22
"""How high letters are, in radii of a pin."""
_TIE: Final[dict[str, Any]] = {"stroke": "#0d5c61", "stroke_width": 4, "stroke_opacity": "0.65"}
Role = Literal["applicant", "partner", "associated"]


@dataclass(frozen=True, slots=True)
class Pin:
    """A member on the map: its name, its country's code, what it is in the consortium."""

    name: str
    country: str
    role: Role = "partner"


def europe(pins: Sequence[Pin], shaded: Collection[str], year: int, land: str = "", compact: bool = False) -> Markup:
    """The map with its pins, numbered in their order, and a band below for whoever is outside of it.

    shaded: the programme countries. year: of the call, by which countries are named. land: the address of the shapes
    (`static/img/europe.svg`), so that a browser fetches them once; without it they are part of the picture, which then stands
    alone. A compact map has larger pins: it is still read at 300 pixels.
    """
    radius = 36.0 if compact else 27.0
    inside = [n for n, pin in enumerate(pins) if pin.country in PLACES]
    edge = radius + 8
    spots = spread([PLACES[pins[n].country] for n in inside], 2 * radius + 12, (edge, edge), (WIDTH - edge, HEIGHT - edge))
    band, below = _band(pins, year, radius)
    stands = {**dict(zip(inside, spots, strict=True)), **below}
    return picture(
        "europe",
        WIDTH,
        HEIGHT + band,
        words(pins, year),
        *([] if land else [_shapes()]),
        _land(pins, shaded, land),
        *_ties(pins, stands),
        *(_edge_name(pins[n], year, stand, radius) for n, stand in below.items()),
        *(_pin(n, pin, year, stands[n], radius) for n, pin in enumerate(pins)),
    )


def words(pins: Sequence[Pin], year: int) -> Message:
    """What the map shows, in words: every member, by country."""
    countries = dict.fromkeys(pin.country for pin in pins)
    return together(
        [
            say(N_("Map of Europe.")),
            *(
                say(
                    N_("%(country)s: %(names)s.") if code in PLACES else N_("%(country)s, outside the map: %(names)s."),
                    country=CountryOf(code, year),
                    names=tuple(_name(pin) for pin in pins if pin.country == code),
                )
                for code in countries
            ),
        ]
    )


def _name(pin: Pin) -> Message | str:
    if pin.role == "applicant":
        return say(N_("%(name)s (applicant)"), name=pin.name)
    return say(N_("%(name)s (associated partner)"), name=pin.name) if pin.role == "associated" else pin.name


@cache
def _shapes() -> Markup:
    """The shapes themselves, never shown by being there."""
    file = (shipped("static") / "img" / "europe.svg").read_text()
    return element("defs", Markup(file[file.index("<g") : file.rindex("</svg>")]))  # noqa: S704  # made by our own tool


def _land(pins: Sequence[Pin], shaded: Collection[str], land: str) -> Markup:
    """All countries, then those that are shaded, then those somebody is from."""
    present = {pin.country for pin in pins}
    return element(
        "g",
        element("use", href=f"{land}#land", class_="land", fill="#e9e4d8"),
        *(
            element("use", href=f"{land}#{code}", class_="programme", fill="#b9d6d3")
            for code in sorted(set(shaded) & PLACES.keys() - present)
        ),
        *(
            element("use", href=f"{land}#{code}", class_=shade, fill=fill)
            for code in sorted(present & PLACES.keys())
            for shade, fill in [("present", "#6fb0ab") if code in shaded else ("elsewhere", "#cdbf9d")]
        ),
        class_="countries",
        stroke="#fff",
        stroke_width=1.5,
        stroke_linejoin="round",
    )


def _ties(pins: Sequence[Pin], stands: dict[int, Point]) -> Iterator[Markup]:
    """A line from each member to the applicant, dashed for an associated partner; none where nobody applies yet."""
    for hub in [n for n, pin in enumerate(pins) if pin.role == "applicant"][:1]:
        for n, pin in enumerate(pins):
            if n != hub:
                (x, y), (u, v) = stands[n], stands[hub]
                dashes = "10 9" if pin.role == "associated" else None
                ends: dict[str, Any] = {"x1": x, "y1": y, "x2": u, "y2": v}
                yield element("line", class_="tie", **ends, **_TIE, stroke_dasharray=dashes)


def _pin(n: int, pin: Pin, year: int, stand: Point, radius: float) -> Markup:
    """A numbered point; who applies has a ring around it, an associated partner a dashed border."""
    (x, y), size = stand, LETTERS * radius
    dark = pin.role == "applicant"
    ring = [element("circle", class_="ring", cx=x, cy=y, r=radius + 6, fill="none", stroke="#9a4420", stroke_width=5)]
    return element(
        "g",
        titled(say(N_("%(name)s, %(country)s"), name=_name(pin), country=CountryOf(pin.country, year))),
        *(ring if dark else []),
        element(
            "circle",
            cx=x,
            cy=y,
            r=radius,
            fill="#9a4420" if dark else "#fff",
            stroke="#fff" if dark else "#0d5c61",
            stroke_width=4,
            stroke_dasharray="9 6" if pin.role == "associated" else None,
        ),
        text(n + 1, x, y + size * 0.36, size, fill="#fff" if dark else "#08454a", font_weight="bold"),
        class_=f"pin {pin.role}",
    )


def _band(pins: Sequence[Pin], year: int, radius: float) -> tuple[float, dict[int, Point]]:
    """How high the band below the map is, and where in it the pins of those outside stand, one row after another."""
    row, first, size = 2 * radius + 20, radius + 12, LETTERS * radius
    x, y = first, HEIGHT + row / 2 + 6
    found: dict[int, Point] = {}
    for n, pin in enumerate(pins):
        if pin.country not in PLACES:
            needed = 2 * radius + 12 + length(CountryOf(pin.country, year), size)
            if x > first and x - radius + needed > WIDTH:
                x, y = first, y + row
            found[n] = x, y
            x += needed + size
    return (y + row / 2 - HEIGHT if found else 0.0), found


def _edge_name(pin: Pin, year: int, stand: Point, radius: float) -> Markup:
    """The country of somebody who is outside, beside its pin."""
    (x, y), size = stand, LETTERS * radius
    country = CountryOf(pin.country, year)
    return text(country, x + radius + 12, y + size * 0.36, size, text_anchor="start", class_="edge", fill="#1f2b33")
