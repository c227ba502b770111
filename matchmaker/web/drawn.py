"""Pictures as templates ask for them: from what is on the page to the facts that are drawn."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from babel.numbers import format_decimal
from markupsafe import Markup

from matchmaker.language import LOCALES, N_, current, gettext_, render, say
from matchmaker.models import Organisation
from matchmaker.pictures import bars, columns, emblems, timeline
from matchmaker.pictures import coming as last_days
from matchmaker.pictures import europe as maps
from matchmaker.pictures import network as networks
from matchmaker.pictures.europe import Pin
from matchmaker.programme import titles, wording
from matchmaker.programme.calls import Call
from matchmaker.programme.dates import BRUSSELS, Deadline
from matchmaker.services.exposure import Figures
from matchmaker.web.marks import PART

Id = str | int


class Somebody(Protocol):
    """An organisation, stored or in an answer."""

    id: Id
    name: str
    country: str


def pins(members: Iterable[Somebody], applicant: Id | None = None, associated: Collection[Id] = ()) -> list[Pin]:
    """The members as pins, in their order. applicant, associated: their ids."""
    return [
        Pin(one.name, one.country, "applicant" if one.id == applicant else "associated" if one.id in associated else "partner")
        for one in members
    ]


def europe(shown: list[Pin], call: Call, land: str, compact: bool = False) -> Markup:
    """The map of a call's year. land: the address of `img/europe.svg`."""
    return maps.europe(shown, call.counting_countries, call.year, land, compact)


def network(shown: list[Pin], joint: Mapping[tuple[int, int], int]) -> Markup | None:
    """Who worked with whom; None for more members than a picture can show. joint: as in `by_place`."""
    return networks.network(shown, joint) if len(shown) <= networks.MOST else None


def by_place(members: Iterable[Somebody], joint: Mapping[tuple[Id, Id], int]) -> dict[tuple[int, int], int]:
    """Joint projects of two organisations, by id, as those of two of these members, by their places; the most first."""
    place = {one.id: n for n, one in enumerate(members)}
    among = {pair: number for pair, number in joint.items() if place.keys() >= set(pair)}
    found = {(min(place[a], place[b]), max(place[a], place[b])): number for (a, b), number in among.items()}
    return dict(sorted(found.items(), key=lambda tie: (-tie[1], tie[0])))


def emblem(organisation: Organisation) -> Markup:
    """Initials, in the colour of what an organisation is."""
    return emblems.emblem(organisation.name or "", organisation.kind, organisation.type)


def icon(organisation: Organisation) -> Markup:
    """What an organisation is."""
    return emblems.icon(organisation.kind, organisation.type)


def score(parts: Mapping[str, float], weights: Mapping[str, float], title: str) -> Markup:
    """What a score is made of, in points of 100: 0..1 each, the weights sum to 1."""
    points = {part: (100 * weight * parts[part], 100 * weight) for part, weight in weights.items()}
    return bars.bars(
        [bars.Bar(gettext_(PART[part]), got, most, _points(got, most)) for part, (got, most) in points.items()], title
    )


def _points(got: float, most: float) -> str:
    figures = {"points": _number(got), "most": _number(most)}
    return render(say(N_("%(points)s of %(most)s"), **figures), current())


def _number(value: float) -> str:
    return str(format_decimal(round(value, 1), locale=LOCALES[current()]))


def dates(call: Call, now: datetime) -> Markup | None:
    """The rounds of a call along the months; None while nobody knows when they might be."""
    rounds = [
        timeline.Round(
            words=wording.round_of(call, one),
            deadline=_day(call, one),
            starts=(one.starts.first, one.starts.last) if one.starts and one in call.deadlines else None,
            is_expected=one in call.expected,
        )
        for one in call.rounds
    ]
    return timeline.timeline(rounds, _today(now)) if rounds else None


def coming(calls: Iterable[Call], now: datetime) -> Markup | None:
    """The days until which one may apply under these calls, known or expected; None where nothing is."""
    found: dict[tuple[date, bool], list[Call]] = {}
    for call in calls:
        for one in call.rounds:
            if (day := _day(call, one)) >= _today(now):
                found.setdefault((day, one in call.expected), []).append(call)
    days = [
        last_days.Day(day, titles.kinds(there), is_expected) for (day, is_expected), there in sorted(found.items(), key=_first)
    ]
    return last_days.coming(days, _today(now)) if days else None


def _first(found: tuple[tuple[date, bool], Sequence[Call]]) -> tuple[date, bool]:
    return found[0]


def _day(call: Call, one: Deadline) -> date:
    """The last day of a round; where that is not known, the same day of the year after the one that we know."""
    day = one.day
    return day if one in call.deadlines else date(day.year + 1, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _today(now: datetime) -> date:
    return now.astimezone(BRUSSELS).date()


def shown(by_month: Mapping[date, int]) -> Markup:
    """How often somebody was shown, month by month."""
    return columns.columns(list(by_month.items()), say(N_("How often you were shown, by month")))


def answers(seen: Figures) -> Markup:
    """What became of the invitations somebody was sent."""
    parts = {
        N_("You joined"): seen.joined,
        N_("You said no, or are interested"): seen.answered - seen.joined,
        N_("Expired"): seen.missed,
        N_("Waiting for you"): seen.invited - seen.answered - seen.missed,
    }
    rows = [bars.Bar(say(words), float(number), float(seen.invited), _number(number)) for words, number in parts.items()]
    return bars.bars(rows, say(N_("What became of the invitations to you")))
