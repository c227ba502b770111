"""Bars: how much of what could be is there, a row for each part."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from matchmaker.language import N_, Message, say, together
from matchmaker.pictures.drawing import element, length, lines, picture, text

WIDTH: Final = 340.0
SIZE: Final = 13.0
THICK: Final = 10.0
_LINE, _GAP = SIZE * 1.25, 12.0
_INK: Final = "#1f2b33"


@dataclass(frozen=True, slots=True)
class Bar:
    """One part. words: its name. value: how much is there, of `most`, both at least 0. said: the value in words."""

    words: object
    value: float
    most: float
    said: str


def bars(rows: Sequence[Bar], title: object) -> Markup:
    """The rows one below the other: the words, the value, and a bar; all bars have one scale, so that they can be compared.

    A bar's outline is as long as what could be, its filling as what is there.
    """
    longest = max((row.most for row in rows), default=0.0) or 1.0
    y, drawn = 0.0, []
    for row in rows:
        named = lines(row.words, SIZE, WIDTH - length(row.said, SIZE) - 2 * SIZE)
        drawn += [text(line, 0.0, y + SIZE + n * _LINE, SIZE, text_anchor="start", fill=_INK) for n, line in enumerate(named)]
        drawn.append(text(row.said, WIDTH, y + SIZE, SIZE, text_anchor="end", fill=_INK, font_weight="bold"))
        y += len(named) * _LINE + 3
        drawn.append(_bar("rest", row.most / longest, y, fill="#f3eee4", stroke="#85806f"))
        if row.value > 0:
            drawn.append(_bar("filled", min(row.value, row.most) / longest, y, fill="#0d5c61", stroke="#0d5c61"))
        y += THICK + _GAP
    return picture("bars", WIDTH, max(y - _GAP + 2, 1.0), words(rows, title), *drawn)


def words(rows: Sequence[Bar], title: object) -> Message:
    """What the bars show, in words."""
    told = (say(N_("%(name)s: %(value)s."), name=row.words, value=row.said) for row in rows)
    return together([say(N_("%(title)s."), title=title), *told])


def _bar(kind: str, part: float, y: float, fill: str, stroke: str) -> Markup:
    return element(
        "rect", class_=kind, x=0.5, y=y, width=max((WIDTH - 1) * part, 1.0), height=THICK, rx=THICK / 4, fill=fill, stroke=stroke
    )
