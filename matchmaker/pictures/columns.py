"""Columns: a number for each month, side by side."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from babel.dates import format_skeleton
from markupsafe import Markup

from matchmaker.language import LOCALES, N_, Message, current, say, together
from matchmaker.pictures.drawing import element, picture, text

WIDTH: Final = 360.0
HEIGHT: Final = 96.0
"""Of the highest column, with its number above."""
SIZE: Final = 11.0
_INK, _SOFT = "#1f2b33", "#52606a"


def columns(months: Sequence[tuple[date, int]], title: object) -> Markup:
    """At most thirteen months, each by its first day, with what was counted in it; the highest is as high as there is room."""
    most, room = max((number for _, number in months), default=0) or 1, WIDTH / max(len(months), 1)
    drawn = []
    for n, (month, number) in enumerate(months):
        high, middle = (HEIGHT - SIZE - 6) * number / most, room * (n + 0.5)
        box = {"x": room * n + 3, "y": HEIGHT - high, "width": room - 6, "height": high}
        if number:
            drawn.append(element("rect", class_="filled", **box, rx=2, fill="#0d5c61"))
            drawn.append(text(number, middle, HEIGHT - high - 4, SIZE, fill=_INK, font_weight="bold"))
        drawn.append(text(_short(month), middle, HEIGHT + SIZE + 4, SIZE, class_="soft", fill=_SOFT))
    drawn.append(element("line", class_="track", x1=0, x2=WIDTH, y1=HEIGHT, y2=HEIGHT, stroke="#85806f", stroke_width=1))
    return picture("months", WIDTH, HEIGHT + SIZE + 8, words(months, title), *drawn)


def words(months: Sequence[tuple[date, int]], title: object) -> Message:
    """What the columns show, in words; months without anything are not named."""
    counted = [say(N_("%(month)s: %(number)s."), month=_long(month), number=number) for month, number in months if number]
    return together([say(N_("%(title)s."), title=title), *counted])


def _short(month: date) -> str:
    return str(format_skeleton("MMM", month, locale=LOCALES[current()]))[:3]


def _long(month: date) -> str:
    return str(format_skeleton("yMMMM", month, locale=LOCALES[current()]))
