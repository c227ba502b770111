"""A request for suggestions: the call, who starts, what the idea is about, and wishes about the suggested partners."""

import math
from collections.abc import Callable
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, FailFast, Field, model_validator

from matchmaker.errors import Invalid, NotFound
from matchmaker.inputs import parsing
from matchmaker.inputs.consortium import ProjectDocument, Round, Stated, strange_round, strange_variant
from matchmaker.inputs.forms import LONGEST_LIST, MOST_COUNTRIES, MOST_EXPERTISE, once
from matchmaker.inputs.particulars import Isced, Slug, Tongue
from matchmaker.language import N_, say
from matchmaker.programme import plain
from matchmaker.programme.calls import Call
from matchmaker.programme.classes import ClassId
from matchmaker.programme.countries import CountryCode, counts_as
from matchmaker.programme.reading import one_of
from matchmaker.programme.types import FLAGS, TYPES, SectorCode

LARGEST = 40
"""Members of the largest consortium that we suggest or keep."""
MORE_THAN_MINIMUM = 2
"""How many members above the call's minimum are looked at when no size is given."""
KINDS_OF_SEAT = 8
"""Different places a request may ask for; of each as many as it likes."""
HEAVIEST = 1_000_000.0


def _number(value: object) -> object:
    """Numbers only: true, text, NaN, infinity and what no float can hold are none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -HEAVIEST <= value <= HEAVIEST or math.isnan(value):
        raise ValueError(say(N_("expected a number of at most %(most)s"), most=f"{HEAVIEST:.0f}"))
    return float(value)


def _positive(value: float) -> float:
    if value <= 0:
        raise ValueError(say(N_("expected a number above 0")))
    return value


def _not_negative(value: float) -> float:
    if value < 0:
        raise ValueError(say(N_("expected 0 or more")))
    return value


def _few_kinds(seats: "tuple[Seat, ...]") -> "tuple[Seat, ...]":
    if len({seat.model_copy(update={"count": 1}) for seat in seats}) > KINDS_OF_SEAT:
        raise ValueError(say(N_("asks for more than %(n)s different places"), n=KINDS_OF_SEAT))
    return seats


Id = Annotated[str, Field(strict=True, min_length=1, max_length=200)]
Kind = Annotated[str, *one_of({**TYPES, **FLAGS}, N_("an official organisation type or a flag"))]
Weight = Annotated[
    float,
    Field(json_schema_extra={"exclusiveMinimum": 0, "maximum": HEAVIEST}),
    BeforeValidator(_number),
    AfterValidator(_positive),
]
Points = Annotated[
    float, Field(json_schema_extra={"minimum": 0, "maximum": HEAVIEST}), BeforeValidator(_number), AfterValidator(_not_negative)
]
Members = Annotated[int, Field(strict=True, ge=1, le=LARGEST)]
Ids = Annotated[tuple[Id, ...], FailFast(), Field(max_length=1000), AfterValidator(once)]
Countries = Annotated[tuple[CountryCode, ...], FailFast(), Field(max_length=MOST_COUNTRIES), AfterValidator(once)]


class ExpertiseWanted(Stated):
    """Something at least one member should be good at, and how much that counts beside the others."""

    slug: Slug
    weight: Weight = 1.0


class Size(Stated):
    """Smallest and largest number of members, all counted."""

    min: Members | None = None
    max: Members | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(say(N_("the smallest size %(min)s is above the largest %(max)s"), min=self.min, max=self.max))
        return self


class Seat(Stated):
    """So many suggested partners that stand for a sector, are in an actor class, or are of a kind (a type or a flag)."""

    sector: SectorCode | None = None
    actor_class: ClassId | None = Field(default=None, alias="class")
    kind: Kind | None = None
    count: Members = 1

    @model_validator(mode="after")
    def _asks_for_one_thing(self) -> Self:
        if sum(asked is not None for asked in (self.sector, self.actor_class, self.kind)) != 1:
            raise ValueError(say(N_("a seat asks for exactly one of sector, class and kind")))
        return self


class CountryWishes(Stated):
    """Countries as written; an empty `include` means any."""

    include: Countries = ()
    exclude: Countries = ()


class Request(Stated):
    """What `suggest` is asked.

    After `for_call` sizes, `same_country` and `third_countries` are filled in; `round` once it is asked of somebody.
    """

    call: Id
    round: Round | None = None
    initiator: Id
    members: Ids = ()
    coordinator: Id = "initiator"
    project: ProjectDocument = ProjectDocument()
    fields: Annotated[tuple[Isced, ...], FailFast(), Field(max_length=LONGEST_LIST), AfterValidator(once)] = ()
    topics: Annotated[tuple[Slug, ...], FailFast(), Field(max_length=LONGEST_LIST), AfterValidator(once)] = ()
    expertise: Annotated[tuple[ExpertiseWanted, ...], FailFast(), Field(max_length=MOST_EXPERTISE)] = ()
    language: Tongue | None = None
    size: Size = Size()
    seats: Annotated[tuple[Seat, ...], Field(max_length=60), AfterValidator(_few_kinds)] = ()
    include: Ids = ()
    exclude: Ids = ()
    countries: CountryWishes = CountryWishes()
    same_country: Annotated[bool, Field(strict=True)] | None = None
    third_countries: Annotated[bool, Field(strict=True)] | None = None
    limit: Annotated[int, Field(strict=True, ge=1, le=50)] = 5
    min_difference: Annotated[int, Field(strict=True, ge=1, le=LARGEST)] = 2
    fairness: Points = 0.0
    confirmed_only: Annotated[bool, Field(strict=True)] = False

    @property
    def sizes(self) -> range:
        """The numbers of members looked at."""
        return range(self.size.min or 1, (self.size.max or LARGEST) + 1)

    def for_call(self, call: Call) -> Self:
        """The request with every default that depends on the call: on its variant that is named, or that it is seen as.

        Where none of several is named, the sizes stay open. Else the sizes looked at begin with the call's minimum and end two
        above it; where more members than that are there already, they end two above those. Partners come from countries that
        count, unless the call's rules need others, or the request names another one among those it wishes for.
        """
        call = plain.variant(call, self.project.variant) or call
        size, project = (self.size if call.variants else self._size(call)), self.project
        if call.variant is not None:
            project = project.model_copy(update={"variant": call.variant.id})
        same_country = call.home_partners if self.same_country is None else self.same_country
        named = any(counts_as(code) not in call.counting_countries for code in self.countries.include)
        third_countries = call.third_countries or named if self.third_countries is None else self.third_countries
        changed = {"size": size, "project": project, "same_country": same_country, "third_countries": third_countries}
        return self.model_copy(update=changed)

    def _size(self, call: Call) -> Size:
        usual, there = call.min_size + MORE_THAN_MINIMUM, len({self.initiator, *self.members})
        usual = min(usual if there <= usual else there + MORE_THAN_MINIMUM, LARGEST)
        largest = self.size.max or max(usual, self.size.min or 0)
        return Size(min=self.size.min or min(call.min_size, largest), max=largest)


def request_json(request: Request) -> dict[str, Any]:
    """The request in plain JSON, with every default filled in."""
    return request.model_dump(mode="json", by_alias=True, exclude_none=True)


def parse(document: object, call_of: Callable[[str], Call]) -> Request:
    """A request document, complete. Raises `Invalid` with one sentence per field.

    `call_of` gives the call of an id or raises `NotFound`. Ids of organisations are looked up when the request is answered.
    """
    request = parsing.parse(Request, document)
    try:
        call = call_of(request.call)
    except NotFound as error:
        raise Invalid({"call": error.message}) from None
    if wrong := strange_round(call, request.round):
        raise Invalid({"round": wrong})
    if wrong := strange_variant(call, request.project.variant):
        raise Invalid({"project.variant": wrong})
    return request.for_call(call)
