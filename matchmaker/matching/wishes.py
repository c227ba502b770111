"""The wishes of a request, each with its name for people and the request without it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from matchmaker.inputs.request import LARGEST, CountryWishes, Request, Seat, Size
from matchmaker.language import N_, Country, Tongue, say
from matchmaker.matching.population import Population
from matchmaker.matching.reasons import seat_label
from matchmaker.programme.calls import Call

A_FEW_MORE = 3
"""Members by which the largest size is raised to see whether it stands in the way."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish in words, and how to give it up. decides: it says who coordinates, and giving it up asks for somebody else."""

    label: object
    give_up: Callable[[Request], Request]
    decides: bool = False


def wishes(request: Request, population: Population, call: Call) -> list[Wish]:
    """Everything the request asks for that could be given up."""
    return [*_places(request), *_persons(request, population), *_countries(request), *_others(request, call)]


def _changed(**values: Any) -> Callable[[Request], Request]:
    return lambda request: request.model_copy(update=values)


def _places(request: Request) -> Iterator[Wish]:
    def without(seat: Seat) -> Callable[[Request], Request]:
        return lambda other: other.model_copy(update={"seats": tuple(one for one in other.seats if one != seat)})

    for seat in dict.fromkeys(request.seats):
        label = say(N_("the place for %(place)s"), place=seat_label(seat))
        many = say(N_("the %(number)s places for %(place)s"), number=seat.count, place=seat_label(seat))
        yield Wish(label if seat.count == 1 else many, without(seat))


def _persons(request: Request, population: Population) -> Iterator[Wish]:
    def without(one: str) -> Callable[[Request], Request]:
        return lambda other: other.model_copy(update={"include": tuple(kept for kept in other.include if kept != one)})

    for one in request.include:
        named = population.read([population.index[one]])[0].name
        yield Wish(say(N_("%(name)s as a partner"), name=named or one), without(one))
    if request.exclude:
        yield Wish(say(N_("whom you exclude")), _changed(exclude=()))


def _countries(request: Request) -> Iterator[Wish]:
    include, exclude = request.countries.include, request.countries.exclude
    if include:
        label = say(N_("only partners from %(countries)s"), countries=tuple(Country(code) for code in include))
        yield Wish(label, lambda other: other.model_copy(update={"countries": CountryWishes(exclude=other.countries.exclude)}))
    if exclude:
        label = say(N_("no partner from %(countries)s"), countries=tuple(Country(code) for code in exclude))
        yield Wish(label, lambda other: other.model_copy(update={"countries": CountryWishes(include=other.countries.include)}))
    if not request.same_country:
        yield Wish(say(N_("partners from abroad only")), _changed(same_country=True))


def _others(request: Request, call: Call) -> Iterator[Wish]:
    if request.language:
        yield Wish(say(N_("working in %(language)s"), language=Tongue(request.language)), _changed(language=None))
    if request.confirmed_only:
        yield Wish(say(N_("confirmed facts only")), _changed(confirmed_only=False))
    smallest, largest = request.size.min or 1, request.size.max or LARGEST
    if largest < LARGEST:
        more = min(LARGEST, max(largest, call.min_size) + A_FEW_MORE)
        yield Wish(
            say(N_("at most %(n)s members"), n=largest),
            lambda other: other.model_copy(update={"size": Size(min=other.size.min, max=more)}),
        )
    if smallest > call.min_size:
        yield Wish(
            say(N_("at least %(n)s members"), n=smallest),
            lambda other: other.model_copy(update={"size": Size(min=1, max=other.size.max)}),
        )
    if request.coordinator == "find":
        yield Wish(say(N_("a partner who coordinates")), _changed(coordinator="initiator"), decides=True)
    else:
        yield Wish(say(N_("that a member already there coordinates")), _changed(coordinator="find"), decides=True)
