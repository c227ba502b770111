"""The rounds of a call along the months: until when one may apply, when projects begin, where today is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from babel.dates import format_skeleton
from markupsafe import Markup

from matchmaker.language import LOCALES, N_, Message, current, say, together
from matchmaker.pictures.drawing import element, length, lines, picture, text

WIDTH: Final = 360.0
SIZE: Final = 13.0
SMALL: Final = 11.0
TRACK: Final = 16.0
"""How high the line of a round is, with its mark and its bar."""
_LEFT, _RIGHT = 10.0, WIDTH - 10.0
_LINE: Final = SIZE * 1.25
_INK, _SOFT = "#1f2b33", "#52606a"
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120)
"""Months between two dates below; the fewest whose words do not touch."""


@dataclass(frozen=True, slots=True)
class Round:
    """A round in words, its last day, and the first and last day on which its projects begin, where that is known."""

    words: object
    deadline: date
    starts: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class _Axis:
    """From which day to which the picture goes."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day stands from the left."""
        return _LEFT + (day - self.first).days * (_RIGHT - _LEFT) / (self.last - self.first).days


def timeline(rounds: Sequence[Round], today: date) -> Markup:
    """At least one round, each with its words and a line. Today is drawn where it is near them."""
    days = [day for one in rounds for day in (one.deadline, *(one.starts or ()))]
    first, last = _month(min(days), -1), _month(max(days), 2)
    if _month(first, -8) <= today <= last:
        first = min(first, _month(today, 0))
    axis = _Axis(first, last)
    near = axis.first <= today <= axis.last
    y, drawn = 0.0, list[Markup]()
    for one in rounds:
        named = lines(one.words, SIZE, WIDTH)
        drawn += [text(line, 0.0, y + SIZE + n * _LINE, SIZE, text_anchor="start", fill=_INK) for n, line in enumerate(named)]
        y += len(named) * _LINE + 6
        drawn += _track(one, axis, y)
        drawn += [_now(axis.at(today), y + TRACK / 2)] if near else []
        y += TRACK + 10
    drawn += _dates(axis, y)
    legend, bottom = _legend(any(one.starts for one in rounds), near, y + SMALL + 10)
    return picture("dates", WIDTH, bottom + 2, words(rounds, today if near else None), *drawn, *legend)


def words(rounds: Sequence[Round], today: date | None) -> Message:
    """What is drawn, in words."""
    told: list[Message] = [say(N_("Dates of the call."))]
    for one in rounds:
        told.append(say(N_("%(round)s."), round=one.words))
        if one.starts:
            told.append(say(N_("Projects begin from %(first)s to %(last)s."), first=one.starts[0], last=one.starts[1]))
    return together([*told, *([say(N_("Today is %(day)s."), day=today)] if today else [])])


def _month(day: date, later: int) -> date:
    """The first day of a month, so many months after that of `day`."""
    months = day.year * 12 + day.month - 1 + later
    return date(months // 12, months % 12 + 1, 1)


def _track(one: Round, axis: _Axis, y: float) -> Iterator[Markup]:
    middle = y + TRACK / 2
    yield element("line", class_="track", x1=_LEFT, x2=_RIGHT, y1=middle, y2=middle, stroke="#85806f", stroke_width=1)
    if one.starts:
        begin, end = map(axis.at, one.starts)
        yield _bar(begin, end - begin, y + 3)
    yield _mark(axis.at(one.deadline), middle)


def _bar(x: float, width: float, y: float) -> Markup:
    box = {"x": x, "y": y, "width": max(width, 3.0), "height": TRACK - 6, "rx": 2}
    return element("rect", class_="starts", **box, fill="#b9d6d3", stroke="#0d5c61")


def _mark(x: float, y: float) -> Markup:
    """A deadline: a square on its corner."""
    half = TRACK / 2
    steps = f"l{half:g}-{half:g} {half:g} {half:g}-{half:g} {half:g}z"
    return element("path", class_="deadline", d=f"M{x - half:.1f} {y:.1f}{steps}", fill="#9a4420")


def _now(x: float, y: float) -> Markup:
    """Today, across a line."""
    ends = {"x1": x, "x2": x, "y1": y - TRACK / 2, "y2": y + TRACK / 2}
    return element("line", class_="today", **ends, stroke=_INK, stroke_width=2.5)


def _dates(axis: _Axis, y: float) -> Iterator[Markup]:
    """Months below the lines, as many as there is room for."""
    for x, word in next(found for step in _STEPS if _apart(found := _named(axis, step))):
        yield element("line", class_="tick", x1=x, x2=x, y1=y - 4, y2=y, stroke=_SOFT, stroke_width=1)
        yield text(word, x, y + SMALL + 1, SMALL, class_="soft", fill=_SOFT)


def _named(axis: _Axis, step: int) -> list[tuple[float, str]]:
    """Every so many months in words, each with its place, but for those that would stand out at the sides."""
    every = (_month(axis.first, n) for n in range((axis.last - axis.first).days // 28 + 2))
    days = [day for day in every if day <= axis.last and (day.year * 12 + day.month - 1) % step == 0]
    found = [(axis.at(day), str(format_skeleton("yMMM", day, locale=LOCALES[current()]))) for day in days]
    return [(x, word) for x, word in found if length(word, SMALL) / 2 <= min(x, WIDTH - x)]


def _apart(found: Sequence[tuple[float, str]]) -> bool:
    ends = [(x - length(word, SMALL) / 2, x + length(word, SMALL) / 2) for x, word in found]
    return all(one[1] + 6 <= other[0] for one, other in pairwise(ends))


def _legend(with_starts: bool, near: bool, y: float) -> tuple[list[Markup], float]:
    """What the marks mean, in as many rows as that takes; and where the last one ends."""
    told: list[tuple[Callable[[float, float], Markup], Message]] = [(_mark, say(N_("last day to apply")))]
    if with_starts:
        told.append((lambda x, y: _bar(x - TRACK / 2, TRACK, y - TRACK / 2 + 3), say(N_("projects begin"))))
    if near:
        told.append((_now, say(N_("today"))))
    x, y, drawn = 0.0, y + TRACK / 2, list[Markup]()
    for mark, what in told:
        needed = TRACK + 5 + length(what, SMALL)
        if x and x + needed > WIDTH:
            x, y = 0.0, y + TRACK + 4
        drawn.append(mark(x + TRACK / 2, y))
        place = {"x": x + TRACK + 5, "y": y + SMALL * 0.36}
        drawn.append(text(what, **place, size=SMALL, text_anchor="start", class_="soft", fill=_SOFT))
        x += needed + 10
    return drawn, y + TRACK / 2
