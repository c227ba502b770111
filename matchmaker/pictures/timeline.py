"""The rounds of a call along the months: until when one may apply, when projects begin, where today is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from matchmaker.language import N_, Message, say, together
from matchmaker.pictures import months
from matchmaker.pictures.drawing import lines, picture, text
from matchmaker.pictures.months import INK, SIZE, SMALL, TRACK, WIDTH, Axis, Mark

_LINE: Final = SIZE * 1.25
LAST_DAY: Final = say(N_("last day to apply"))
EXPECTED: Final = say(N_("expected, as the year before"))
TODAY: Final = say(N_("today"))


@dataclass(frozen=True, slots=True)
class Round:
    """A round in words, its last day, and the first and last day on which its projects begin, where that is known.

    is_expected: the day is not known; it was this one the year before.
    """

    words: object
    deadline: date
    starts: tuple[date, date] | None = None
    is_expected: bool = False


def timeline(rounds: Sequence[Round], today: date) -> Markup:
    """At least one round, each with its words and a line. Today is drawn where it is near them."""
    axis = months.axis_of([day for one in rounds for day in (one.deadline, *(one.starts or ()))], today)
    y, drawn = 0.0, list[Markup]()
    for one in rounds:
        named = lines(one.words, SIZE, WIDTH)
        drawn += [text(line, 0.0, y + SIZE + n * _LINE, SIZE, text_anchor="start", fill=INK) for n, line in enumerate(named)]
        y += len(named) * _LINE + 6
        drawn += _track(one, axis, y)
        y += TRACK + 10
    drawn += months.named(axis, y)
    legend, bottom = months.legend(list(_marks(rounds, axis)), y + SMALL + 10)
    return picture("dates", WIDTH, bottom + 2, words(rounds, axis.today), *drawn, *legend)


def words(rounds: Sequence[Round], today: date | None) -> Message:
    """What is drawn, in words."""
    told: list[Message] = [say(N_("Dates of the call."))]
    for one in rounds:
        told.append(say(N_("%(round)s."), round=one.words))
        if one.starts:
            told.append(say(N_("Projects begin from %(first)s to %(last)s."), first=one.starts[0], last=one.starts[1]))
    return together([*told, *([say(N_("Today is %(day)s."), day=today)] if today else [])])


def _track(one: Round, axis: Axis, y: float) -> Iterator[Markup]:
    middle = y + TRACK / 2
    yield months.line(middle)
    if one.starts:
        begin, end = map(axis.at, one.starts)
        yield months.bar(begin, end - begin, y + 3)
    yield (months.expected if one.is_expected else months.known)(axis.at(one.deadline), middle)
    if axis.today:
        yield months.now(axis.at(axis.today), middle)


def _marks(rounds: Sequence[Round], axis: Axis) -> Iterator[tuple[Mark, Message]]:
    """The marks that are there, with what they mean."""
    if not all(one.is_expected for one in rounds):
        yield months.known, LAST_DAY
    if any(one.is_expected for one in rounds):
        yield months.expected, EXPECTED
    if any(one.starts for one in rounds):
        yield lambda x, y: months.bar(x - TRACK / 2, TRACK, y - TRACK / 2 + 3), say(N_("projects begin"))
    if axis.today:
        yield months.now, TODAY
