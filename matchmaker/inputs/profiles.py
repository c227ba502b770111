"""What an organisation says about itself: everything that its editors may change."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from matchmaker.inputs.accounts import FieldCode, KindSlug
from matchmaker.inputs.forms import Form, Listed, Slugs, Website, Whole
from matchmaker.inputs.particulars import Day, Flag, Oid, Pic, Registration, Role, Tongue, contradicted
from matchmaker.inputs.texts import Line, Name, Paragraphs
from matchmaker.language import N_, say
from matchmaker.programme.classes import is_in
from matchmaker.programme.countries import CountryCode
from matchmaker.programme.kinds import KINDS, Kind
from matchmaker.programme.projects import PriorityId
from matchmaker.programme.types import FLAGS, TYPES, SectorCode, TypeCode, sectors

MOST_PEOPLE = 2_000_000
"""More learners or staff than any one organisation has."""


class Profile(Form):
    """One organisation. What is left out is not stated; `flags` are three-valued: `eche`, `no_eche`, or neither.

    `type` is the official type; without it the kind's own type is taken. The kind's flags come with the kind.
    """

    name: Name
    kind: KindSlug | None = None
    type: TypeCode | None = None
    flags: Annotated[tuple[Flag, ...], *Listed] = ()
    sectors: Annotated[tuple[SectorCode, ...], *Listed] = ()
    country: CountryCode
    fields: Annotated[tuple[FieldCode, ...], *Listed] = ()
    topics: Slugs = ()
    expertise: Slugs = ()
    languages: Annotated[tuple[Tongue, ...], *Listed] = ()
    roles: Annotated[tuple[Role, ...], *Listed] = ()
    priorities: Annotated[tuple[PriorityId, ...], *Listed] = ()
    newcomer: bool | None = None
    established: Day | None = None
    oid: Oid | None = None
    pic: Pic | None = None
    registration: Registration | None = None
    region: Line = ""
    city: Line = ""
    website: Website = ""
    description: Paragraphs = ""
    contribution: Paragraphs = ""
    looking_for: Paragraphs = ""
    learners: Annotated[Whole, Field(ge=0, le=MOST_PEOPLE)] | None = None
    staff: Annotated[Whole, Field(ge=0, le=MOST_PEOPLE)] | None = None
    capacity: Annotated[Whole, Field(ge=0, le=100)] | None = None
    open_to_requests: bool = True

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        kind = self.described_kind
        if kind is None and self.type is None:
            raise ValueError(say(N_("say what the organisation is: its kind, or its official type")))
        if kind is not None and self.type is not None and self.type not in kind.types:
            expected = tuple(TYPES[code] for code in kind.types)
            raise ValueError(say(N_("“%(kind)s” is of this official type: %(types)s"), kind=kind, types=expected))
        if flag := contradicted(self.all_flags):
            raise ValueError(say(N_("“%(flag)s” is both stated and denied"), flag=FLAGS[flag]))
        return self

    @property
    def described_kind(self) -> Kind | None:
        """What the organisation calls itself."""
        return KINDS[self.kind] if self.kind else None

    @property
    def official_type(self) -> str:
        """The official type code."""
        kind = self.described_kind
        return self.type or (kind.type if kind else "")

    @property
    def all_flags(self) -> frozenset[str]:
        """What is stated or denied, with what the kind itself says."""
        kind = self.described_kind
        return frozenset(self.flags) | (kind.flags if kind else frozenset())

    @property
    def stands_for(self) -> frozenset[str]:
        """The sectors after the type's rule."""
        kind = self.described_kind
        return sectors(self.official_type, self.all_flags, frozenset(self.sectors) | (kind.sectors if kind else frozenset()))[0]


def roles_of(type_code: str, flags: frozenset[str]) -> tuple[Role, ...]:
    """The roles an organisation is taken to be ready for before it says so: a group without legal personality only joins."""
    return ("partner",) if is_in("informal_group", type_code, flags) else ("partner", "coordinator")
