"""consortium.json: who is in a consortium, as what, and what is known about each of them and about the project."""

from typing import Annotated, Literal

from pydantic import AfterValidator, FailFast, Field, field_validator, model_validator
from pydantic.fields import FieldInfo

from matchmaker.inputs import parsing
from matchmaker.inputs.forms import Website
from matchmaker.inputs.parsing import Input
from matchmaker.inputs.particulars import Day, Flags, Oid, Pic, Registration, Role
from matchmaker.inputs.texts import Line, Name, Paragraphs
from matchmaker.language import N_, Message, say
from matchmaker.programme.calls import Call
from matchmaker.programme.countries import CountryCode
from matchmaker.programme.projects import ActivityId, PriorityId, ProjectType
from matchmaker.programme.types import SECTORS, SectorCode, TypeCode
from matchmaker.programme.variants import VariantId

MOST_MEMBERS = 500
MOST_CHOICES = 100
MOST_ROUNDS = 99
LONGEST_PROJECT = 120
"""Months; no action of the programme comes near."""
HIGHEST_GRANT = 1_000_000_000


def _given(text: str) -> str:
    if not text:
        raise ValueError(say(N_("is empty")))
    return text


def _between(least: int, most: int) -> tuple[FieldInfo, AfterValidator]:
    """For `Annotated[Whole, *_between(...)]`: a number in a range, which is said in words."""

    def check(number: int) -> int:
        if not least <= number <= most:
            raise ValueError(say(N_("expected a whole number from %(least)s to %(most)s"), least=least, most=most))
        return number

    return Field(json_schema_extra={"minimum": least, "maximum": most}), AfterValidator(check)


Key = Annotated[Line, AfterValidator(_given)]
Whole = Annotated[int, Field(strict=True)]
Round = Annotated[Whole, *_between(1, MOST_ROUNDS)]
"""The number of a round of the call."""


class Stated(Input):
    """A part of the document, in which null is the same as not given."""

    @model_validator(mode="before")
    @classmethod
    def _null_is_not_given(cls, document: object) -> object:
        return {key: value for key, value in document.items() if value is not None} if isinstance(document, dict) else document


class ProjectDocument(Stated):
    """What is said about the project; what is not given is not judged.

    variant: the kind of project, where the call has several. grant: the amount asked for, in euro.
    """

    type: ProjectType | None = None
    variant: VariantId | None = None
    months: Annotated[Whole, *_between(1, LONGEST_PROJECT)] | None = None
    grant: Annotated[Whole, *_between(1, HIGHEST_GRANT)] | None = None
    priorities: Annotated[tuple[PriorityId, ...], FailFast(), Field(max_length=MOST_CHOICES)] = ()
    activities: Annotated[tuple[ActivityId, ...], FailFast(), Field(max_length=MOST_CHOICES)] = ()
    flags: Annotated[frozenset[Literal["long_term_pupil_mobility"]], FailFast(), Field(max_length=MOST_CHOICES)] = frozenset()


class MemberDocument(Stated):
    """One organisation and its role; what is not given is not known. registration: its registration or tax number.

    sectors, newcomer, contribution, city: what no rule asks, for what assessors look at.
    """

    id: Key
    role: Role
    name: Name = ""
    country: CountryCode
    type: TypeCode
    flags: Flags = frozenset()
    established: Day | None = None
    oid: Oid | None = None
    pic: Pic | None = None
    registration: Registration | None = None
    added_value: Paragraphs | None = None
    sectors: Annotated[frozenset[SectorCode], FailFast(), Field(max_length=len(SECTORS))] = frozenset()
    newcomer: Annotated[bool, Field(strict=True)] | None = None
    contribution: Paragraphs | None = None
    city: Line = ""


class AgencyDocument(Stated):
    """The National Agency as the coordinator knows it.

    priorities: those it takes as European priorities in the national context, as it says at the address `source`.
    """

    name: Line = ""
    website: Website = ""
    priorities: Annotated[tuple[PriorityId, ...], FailFast(), Field(max_length=MOST_CHOICES)] = ()
    source: Website = ""


class ConsortiumDocument(Stated):
    """A consortium under a call: exactly one coordinator; the same organisation twice is for the check to find."""

    call: Key | None = None
    round: Round | None = None
    project: ProjectDocument = ProjectDocument()
    agency: AgencyDocument = AgencyDocument()
    members: Annotated[tuple[MemberDocument, ...], Field(max_length=MOST_MEMBERS, json_schema_extra={"minItems": 1})]

    @field_validator("members")
    @classmethod
    def _one_coordinator(cls, members: tuple[MemberDocument, ...]) -> tuple[MemberDocument, ...]:
        if not members:
            raise ValueError(say(N_("is empty: a consortium has at least one member")))
        coordinators = sum(member.role == "coordinator" for member in members)
        if coordinators != 1:
            raise ValueError(say(N_("exactly one member is the coordinator, found %(n)s"), n=coordinators))
        return members


def strange_round(call: Call, number: int | None) -> Message | None:
    """What is wrong with the number of a round, if the call does not have it."""
    known = tuple(str(one.round) for one in call.rounds)
    if number is None or str(number) in known:
        return None
    if not known:
        return say(N_("no round of %(call)s is known yet"), call=call.id)
    return say(N_("%(call)s has no round %(round)s; it has: %(known)s"), call=call.id, round=number, known=known)


def strange_variant(call: Call, named: str | None) -> Message | None:
    """What is wrong with the id of a variant, if the call does not have it."""
    known = tuple(one.id for one in call.variants)
    if named is None or named in known:
        return None
    if not known:
        return say(N_("%(call)s has no variants to choose from"), call=call.id)
    return say(N_("%(call)s has no variant “%(variant)s”; it has: %(known)s"), call=call.id, variant=named, known=known)


def parse(document: object) -> ConsortiumDocument:
    """The document, checked. Raises `Invalid` with one sentence per mistake (`members.2.country: ...`)."""
    return parsing.parse(ConsortiumDocument, document)
