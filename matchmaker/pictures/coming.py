"""The last days to apply under several calls along the months: a row for each day, with what the calls are called."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from babel.dates import format_skeleton
from markupsafe import Markup

from matchmaker.language import LOCALES, N_, Message, current, nsay, say, together
from matchmaker.pictures import months
from matchmaker.pictures.drawing import LETTER, length, lines, picture, said, text
from matchmaker.pictures.months import INK, LEFT, RIGHT, SIZE, SMALL, TRACK, WIDTH, Axis, Mark
from matchmaker.pictures.timeline import EXPECTED, LAST_DAY, TODAY

_LINE: Final = SIZE * 1.25
_MOST: Final = 2
"""Lines beside a mark, where names can be left out; they are counted then, and said to whoever listens."""


@dataclass(frozen=True, slots=True)
class Day:
    """A last day to apply, and the names of what one may apply under until then.

    is_expected: the day is not known; it was this one the year before.
    """

    day: date
    names: tuple[object, ...]
    is_expected: bool = False


def coming(days: Sequence[Day], today: date) -> Markup:
    """At least one day, each in a row of its own, the first at the top. Today is drawn where it is near them."""
    axis = months.axis_of([one.day for one in days], today)
    y, drawn = 0.0, list[Markup]()
    for one in days:
        x = axis.at(one.day)
        is_left = x < (LEFT + RIGHT) / 2
        size, named = _beside(one, (WIDTH - x if is_left else x) - TRACK / 2 - 6)
        height = max(TRACK, len(named) * _LINE)
        middle = y + height / 2
        drawn.append((months.expected if one.is_expected else months.known)(x, middle))
        start = x + (TRACK / 2 + 6 if is_left else -TRACK / 2 - 6)
        first = middle + size * 0.36 - (len(named) - 1) * _LINE / 2
        where = {"text_anchor": "start" if is_left else "end", "class_": "named", "fill": INK}
        drawn += [text(line, start, first + n * _LINE, size, **where) for n, line in enumerate(named)]
        y += height + 6
    drawn += [months.line(y + TRACK / 2), *([months.now(axis.at(axis.today), y + TRACK / 2)] if axis.today else [])]
    y += TRACK + 4
    drawn += months.named(axis, y)
    legend, bottom = months.legend(list(_marks(days, axis)), y + SMALL + 10)
    return picture("dates", WIDTH, bottom + 2, words(days, axis.today), *drawn, *legend)


def words(days: Sequence[Day], today: date | None) -> Message:
    """What is drawn, in words; every name is said."""
    told: list[Message] = [say(N_("Last days to apply."))]
    for one in days:
        text_ = N_("%(day)s, expected: %(names)s.") if one.is_expected else N_("%(day)s: %(names)s.")
        told.append(say(text_, day=one.day, names=one.names))
    return together([*told, *([say(N_("Today is %(day)s."), day=today)] if today else [])])


def _beside(one: Day, room: float) -> tuple[float, list[str]]:
    """The day and as many names as there is room for, in lines; smaller letters where a word is too long else."""
    day = str(format_skeleton("MMMd", one.day, locale=LOCALES[current()]))
    names = [said(name) for name in one.names]
    for shown in range(len(names), 0, -1):
        more = [said(nsay("%(n)s more", "%(n)s more", len(names) - shown))] if shown < len(names) else []
        words_ = f"{day}: {', '.join([*names[:shown], *more])}"
        if len(lines(words_, SIZE, room)) <= _MOST or shown == 1:
            break
    size = next((each for each in (SIZE, SMALL) if max(length(line, each) for line in lines(words_, each, room)) <= room), SMALL)
    most = int(room / (LETTER * size))
    return size, [line[n : n + most] for line in lines(words_, size, room) for n in range(0, len(line), most)]


def _marks(days: Sequence[Day], axis: Axis) -> Iterator[tuple[Mark, Message]]:
    if not all(one.is_expected for one in days):
        yield months.known, LAST_DAY
    if any(one.is_expected for one in days):
        yield months.expected, EXPECTED
    if axis.today:
        yield months.now, TODAY
