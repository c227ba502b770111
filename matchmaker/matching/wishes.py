"""The wishes of a request, each with an id, its name for people, and the request without it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from matchmaker.inputs.request import LARGEST, Request, Seat
from matchmaker.language import N_, Country, Message, Tongue, nN_, nsay, say
from matchmaker.matching.population import Population
from matchmaker.matching.saying import things
from matchmaker.programme import plain
from matchmaker.programme.calls import Call

A_FEW_MORE = 3
"""Members by which the largest size is raised to see whether it stands in the way."""
_AT_MOST = nN_("at most %(n)s member", "at most %(n)s members")
_AT_LEAST = nN_("at least %(n)s member", "at least %(n)s members")
_PLACES = nN_("the place for %(place)s", "the %(n)s places for %(place)s")


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish in words, and how to give it up. id: where it stands in the request, such as `seats.0` or `countries.include`.

    decides: it says who coordinates, and giving it up asks for somebody else.
    """

    id: str
    label: Message
    give_up: Callable[[Request], Request]
    decides: bool = False


def wishes(request: Request, population: Population, call: Call) -> list[Wish]:
    """Everything the request asks for that could be given up."""
    return [*_places(request), *_persons(request, population), *_countries(request), *_others(request, call)]


def less(request: Request, given_up: Iterable[Wish]) -> Request:
    """The request without these wishes."""
    for wish in given_up:
        request = wish.give_up(request)
    return request


def _changed(**values: Any) -> Callable[[Request], Request]:
    return lambda request: request.model_copy(update=values)


def _places(request: Request) -> Iterator[Wish]:
    def without(seat: Seat) -> Callable[[Request], Request]:
        return lambda other: other.model_copy(update={"seats": tuple(one for one in other.seats if one != seat)})

    for place, seat in enumerate(request.seats):
        if seat not in request.seats[:place]:
            yield Wish(f"seats.{place}", nsay(*_PLACES, seat.count, place=things.place(seat)), without(seat))


def _persons(request: Request, population: Population) -> Iterator[Wish]:
    def without(one: str) -> Callable[[Request], Request]:
        return lambda other: other.model_copy(update={"include": tuple(kept for kept in other.include if kept != one)})

    for one in request.include:
        (organisation,) = population.read([population.index[one]])
        yield Wish(f"include.{one}", say(N_("%(name)s as a partner"), name=organisation.name or one), without(one))
    if request.exclude:
        yield Wish("exclude", say(N_("whom you exclude")), _changed(exclude=()))


def _countries(request: Request) -> Iterator[Wish]:
    include, exclude = request.countries.include, request.countries.exclude

    def only(**kept: Any) -> Callable[[Request], Request]:
        return lambda other: other.model_copy(update={"countries": other.countries.model_copy(update=kept)})

    if include:
        label = say(N_("only partners from %(countries)s"), countries=tuple(Country(code) for code in include))
        yield Wish("countries.include", label, only(include=()))
    if exclude:
        label = say(N_("no partner from %(countries)s"), countries=tuple(Country(code) for code in exclude))
        yield Wish("countries.exclude", label, only(exclude=()))
    if not request.same_country:
        yield Wish("same_country", say(N_("partners from abroad only")), _changed(same_country=True))
    if not request.third_countries:
        label = say(N_("partners from programme countries only"))
        yield Wish("third_countries", label, _changed(third_countries=True))


def _others(request: Request, call: Call) -> Iterator[Wish]:
    if request.language:
        tongue = say(N_("working in %(language)s"), language=Tongue(request.language))
        yield Wish("language", tongue, _changed(language=None))
    if request.confirmed_only:
        yield Wish("confirmed_only", say(N_("confirmed facts only")), _changed(confirmed_only=False))
    yield from _sizes(request, call)
    if request.coordinator == "find":
        yield Wish("coordinator", say(N_("a partner who coordinates")), _changed(coordinator="initiator"), decides=True)
    else:
        label = say(N_("that a member already there coordinates"))
        yield Wish("coordinator", label, _changed(coordinator="find"), decides=True)


def _sizes(request: Request, call: Call) -> Iterator[Wish]:
    def sized(**changed: int) -> Callable[[Request], Request]:
        return lambda other: other.model_copy(update={"size": other.size.model_copy(update=changed)})

    seen = [request.for_call(one).size for one in plain.variants(call)]
    smallest, largest = min(one.min or 1 for one in seen), max(one.max or LARGEST for one in seen)
    if largest < LARGEST:
        more = min(LARGEST, max(largest, call.min_size) + A_FEW_MORE)
        yield Wish("size.max", nsay(*_AT_MOST, largest), sized(max=more))
    if smallest > call.min_size:
        yield Wish("size.min", nsay(*_AT_LEAST, smallest), sized(min=1))
