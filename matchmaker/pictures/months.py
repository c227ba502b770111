"""Months from left to right: where a day stands, what the marks on it look like, and what they mean."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from babel.dates import format_skeleton
from markupsafe import Markup

from matchmaker.language import LOCALES, Message, current
from matchmaker.pictures.drawing import element, length, text

WIDTH: Final = 360.0
SIZE: Final = 13.0
SMALL: Final = 11.0
TRACK: Final = 16.0
"""How high a line is, with its mark and its bar."""
LEFT: Final = 10.0
RIGHT: Final = WIDTH - 10.0
INK: Final = "#1f2b33"
SOFT: Final = "#52606a"
_CLAY: Final = "#9a4420"
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120)
"""Months between two dates below; the fewest whose words do not touch."""
Mark = Callable[[float, float], Markup]


@dataclass(frozen=True, slots=True)
class Axis:
    """From which day to which a picture goes, and today where it lies between."""

    first: date
    last: date
    today: date | None

    def at(self, day: date) -> float:
        """Where a day stands from the left."""
        return LEFT + (day - self.first).days * (RIGHT - LEFT) / (self.last - self.first).days


def axis_of(days: Sequence[date], today: date) -> Axis:
    """The months around these days, at least one; and those since today where it is near."""
    first, last = month(min(days), -1), month(max(days), 2)
    if month(first, -8) <= today <= last:
        first = min(first, month(today, 0))
    return Axis(first, last, today if first <= today <= last else None)


def month(day: date, later: int) -> date:
    """The first day of a month, so many months after that of `day`."""
    months = day.year * 12 + day.month - 1 + later
    return date(months // 12, months % 12 + 1, 1)


def line(y: float) -> Markup:
    """The line on which marks stand."""
    return element("line", class_="track", x1=LEFT, x2=RIGHT, y1=y, y2=y, stroke="#85806f", stroke_width=1)


def bar(x: float, width: float, y: float) -> Markup:
    """From a day to another."""
    box = {"x": x, "y": y, "width": max(width, 3.0), "height": TRACK - 6, "rx": 2}
    return element("rect", class_="starts", **box, fill="#b9d6d3", stroke="#0d5c61")


def known(x: float, y: float) -> Markup:
    """A last day: a square on its corner."""
    return element("path", class_="deadline", d=_square(x, y, TRACK / 2), fill=_CLAY)


def expected(x: float, y: float) -> Markup:
    """One that nobody has published yet: the same, hollow."""
    shape = {"d": _square(x, y, TRACK / 2 - 1.5), "fill": "#ffffff", "stroke": _CLAY}
    return element("path", class_="expected", **shape, stroke_width=2)


def now(x: float, y: float) -> Markup:
    """Today, across a line."""
    ends = {"x1": x, "x2": x, "y1": y - TRACK / 2, "y2": y + TRACK / 2}
    return element("line", class_="today", **ends, stroke=INK, stroke_width=2.5)


def named(axis: Axis, y: float) -> Iterator[Markup]:
    """Months below the lines, as many as there is room for."""
    for x, word in next(found for step in _STEPS if _apart(found := _every(axis, step))):
        yield element("line", class_="tick", x1=x, x2=x, y1=y - 4, y2=y, stroke=SOFT, stroke_width=1)
        yield text(word, x, y + SMALL + 1, SMALL, class_="soft", fill=SOFT)


def legend(marks: Sequence[tuple[Mark, Message]], y: float) -> tuple[list[Markup], float]:
    """What the marks mean, in as many rows as that takes; and where the last one ends."""
    x, y, drawn = 0.0, y + TRACK / 2, list[Markup]()
    for mark, what in marks:
        needed = TRACK + 5 + length(what, SMALL)
        if x and x + needed > WIDTH:
            x, y = 0.0, y + TRACK + 4
        drawn.append(mark(x + TRACK / 2, y))
        place = {"x": x + TRACK + 5, "y": y + SMALL * 0.36}
        drawn.append(text(what, **place, size=SMALL, text_anchor="start", class_="soft", fill=SOFT))
        x += needed + 10
    return drawn, y + TRACK / 2


def _square(x: float, y: float, half: float) -> str:
    return f"M{x - half:.1f} {y:.1f}l{half:g}-{half:g} {half:g} {half:g}-{half:g} {half:g}z"


def _every(axis: Axis, step: int) -> list[tuple[float, str]]:
    """Every so many months in words, each with its place, but for those that would stand out at the sides."""
    every = (month(axis.first, n) for n in range((axis.last - axis.first).days // 28 + 2))
    days = [day for day in every if day <= axis.last and (day.year * 12 + day.month - 1) % step == 0]
    found = [(axis.at(day), str(format_skeleton("yMMM", day, locale=LOCALES[current()]))) for day in days]
    return [(x, word) for x, word in found if length(word, SMALL) / 2 <= min(x, WIDTH - x)]


def _apart(found: Sequence[tuple[float, str]]) -> bool:
    ends = [(x - length(word, SMALL) / 2, x + length(word, SMALL) / 2) for x, word in found]
    return all(one[1] + 6 <= other[0] for one, other in pairwise(ends))
