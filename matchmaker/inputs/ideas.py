"""A project idea: for which call, about what, with whom."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import BeforeValidator, FailFast, Field, ValidationInfo, field_validator, model_validator

from matchmaker.inputs.accounts import FieldCode
from matchmaker.inputs.consortium import LONGEST_PROJECT, MOST_ROUNDS, strange_round, strange_variant
from matchmaker.inputs.forms import MOST_COUNTRIES, MOST_EXPERTISE, Form, Listed, Slugs, Whole, listed
from matchmaker.inputs.particulars import Slug, Tongue
from matchmaker.inputs.places import CountryNamed
from matchmaker.inputs.request import LARGEST
from matchmaker.inputs.texts import Line, Paragraphs
from matchmaker.language import N_, Country, Message, nN_, nsay, say
from matchmaker.programme import plain
from matchmaker.programme.calls import Call
from matchmaker.programme.classes import CLASSES
from matchmaker.programme.projects import ActivityId, PriorityId, ProjectType
from matchmaker.programme.types import FLAGS, SECTORS, TYPES
from matchmaker.programme.variants import VariantId

MOST_SEATS = 8
_SEAT = re.compile(r"(sector|class|kind):([A-Za-z_-]+)(?::(\d{1,3}))?")


class SeatWanted(Form):
    """A seat to fill: `sector:HED`, `class:labour_market_actor` or `kind:chamber` (a type code or a flag), and how many of it.

    As a text: `sector:HED`, or `sector:HED:2` for two.
    """

    what: Line
    number: Annotated[Whole, Field(ge=1, le=LARGEST)] = 1

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, seat: object) -> object:
        if isinstance(seat, str):
            what, _, number = seat.strip().rpartition(":")
            return {"what": what, "number": number} if what and number.isdecimal() else {"what": seat}
        return seat

    @field_validator("what")
    @classmethod
    def _is_known(cls, what: str) -> str:
        found = _SEAT.fullmatch(what)
        known = {"sector": SECTORS, "class": CLASSES, "kind": {**TYPES, **FLAGS}}
        if not found or found[2] not in known[found[1]]:
            raise ValueError(say(N_("“%(what)s” is no seat we know: expected a sector, an actor class or a kind"), what=what))
        return what

    @property
    def condition(self) -> str:
        """`sector`, `class` or `kind`."""
        return self.what.partition(":")[0]

    @property
    def code(self) -> str:
        """The sector, the actor class, the type or the flag."""
        return self.what.partition(":")[2]


def is_untouched(what: object, number: object) -> bool:
    """Whether a row of a form is as it was shown: nothing chosen, and no number but the first."""
    return not str(what or "").strip() and str(number or "").strip() in ("", "1")


def _rows(value: object) -> object:
    """Rows of a form that nobody has begun to fill are no seats."""
    if not isinstance(value, list | tuple):
        return value
    return [row for row in value if not (isinstance(row, dict) and is_untouched(row.get("what"), row.get("number")))]


class IdeaForm(Form):
    """What an organisation asks for. Who will apply: we, a partner we ask for (`find`), or not known yet."""

    title: Line
    summary: Paragraphs = ""
    call: Line
    round: Annotated[Whole, Field(ge=1, le=MOST_ROUNDS)] | None = None
    variant: VariantId | None = None
    project_type: ProjectType | None = None
    months: Annotated[Whole, Field(ge=1, le=LONGEST_PROJECT)] | None = None
    language: Tongue | None = None
    applicant: Literal["we", "find", "unknown"] = "we"
    size_min: Annotated[Whole, Field(ge=1, le=LARGEST)] | None = None
    size_max: Annotated[Whole, Field(ge=1, le=LARGEST)] | None = None
    same_country: bool | None = None
    third_countries: bool = False
    confirmed_only: bool = False
    is_shown: bool = False
    fields: Annotated[tuple[FieldCode, ...], *Listed] = ()
    topics: Slugs = ()
    expertise: Annotated[tuple[Slug, ...], *listed(MOST_EXPERTISE)] = ()
    priorities: Annotated[tuple[PriorityId, ...], *Listed] = ()
    activities: Annotated[tuple[ActivityId, ...], *Listed] = ()
    countries: Annotated[tuple[CountryNamed, ...], *listed(MOST_COUNTRIES)] = ()
    not_countries: Annotated[tuple[CountryNamed, ...], *listed(MOST_COUNTRIES)] = ()
    seats: Annotated[tuple[SeatWanted, ...], FailFast(), Field(max_length=MOST_SEATS), BeforeValidator(_rows)] = ()

    @field_validator("size_max")
    @classmethod
    def _in_order(cls, size_max: int | None, info: ValidationInfo) -> int | None:
        if size_max is not None and (info.data.get("size_min") or 0) > size_max:
            raise ValueError(say(N_("the largest size is below the smallest")))
        return size_max

    @field_validator("not_countries")
    @classmethod
    def _not_wanted_too(cls, codes: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        both = sorted(set(codes).intersection(info.data.get("countries", ())))
        if both:
            raise ValueError(say(N_("%(country)s is both wanted and not wanted"), country=Country(both[0])))
        return codes


_AT_LEAST = nN_("%(call)s asks for at least %(n)s organisation", "%(call)s asks for at least %(n)s organisations")
_TOO_MANY = nN_("%(call)s takes %(n)s priority only", "%(call)s takes %(n)s priorities at most")


def problems(form: IdeaForm, call: Call, held: Sequence[str] = ()) -> dict[str, object]:
    """What of the idea the call does not know or allow: field -> sentence. held: the priorities it has, which it may keep."""
    return dict(_problems(form, call, held))


def _problems(form: IdeaForm, call: Call, held: Sequence[str]) -> Iterator[tuple[str, Message]]:
    if wrong := strange_round(call, form.round):
        yield "round", wrong
    if wrong := strange_variant(call, form.variant):
        yield "variant", wrong
    call = plain.variant(call, form.variant) or call
    smallest, largest = call.min_size, min(call.max_size or LARGEST, LARGEST)
    if form.project_type is not None and form.project_type not in call.project_types:
        yield "project_type", say(N_("%(call)s has no such project type"), call=call)
    for name, possible in (("priorities", call.priorities), ("activities", call.possible_activities)):
        strange = [code for code in getattr(form, name) if code not in (*possible, *held)]
        if strange:
            yield name, say(N_("%(call)s has no “%(code)s”"), call=call, code=strange[0])
    most = call.priorities_needed.max if call.priorities_needed else None
    if most is not None and sum(code in call.priorities for code in form.priorities) > most:
        yield "priorities", nsay(*_TOO_MANY, most, call=call)
    for name, size in (("size_min", form.size_min), ("size_max", form.size_max)):
        if size is not None and not smallest <= size <= largest:
            text = N_("%(call)s asks for %(min)s to %(max)s organisations")
            between = None if call.max_size is None else say(text, call=call, min=smallest, max=largest)
            yield name, between or nsay(*_AT_LEAST, smallest, call=call)
    wanted, largest = sum(seat.number for seat in form.seats), form.size_max or largest
    if wanted >= largest:
        yield "seats", say(N_("%(n)s seats do not fit beside you into a consortium of %(max)s"), n=wanted, max=largest)
