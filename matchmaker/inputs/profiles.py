"""What an organisation says about itself: everything that its editors may change."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from matchmaker import language
from matchmaker.inputs.accounts import FieldCode, KindSlug
from matchmaker.inputs.forms import Day, Form, Listed, Slugs, Website, Whole
from matchmaker.inputs.texts import Code, Line, Name, Paragraphs, ShortLine
from matchmaker.language import N_, say
from matchmaker.programme import reading
from matchmaker.programme.classes import is_in
from matchmaker.programme.countries import CountryCode
from matchmaker.programme.kinds import KINDS, Kind
from matchmaker.programme.projects import PriorityId
from matchmaker.programme.types import FLAGS, SECTORS, TYPES, sectors

Role = Literal["coordinator", "partner", "associated"]
MOST_PEOPLE = 2_000_000
"""More learners or staff than any one organisation has."""


def _flag(code: str) -> str:
    if code.removeprefix("no_") not in FLAGS:
        raise ValueError(say(N_("“%(code)s” is nothing an organisation can state here"), code=code))
    return code


def _tongue(code: str) -> str:
    if not language.known(code.lower()):
        raise ValueError(say(N_("“%(code)s” is not a language code: expected ISO 639-1, for example pl"), code=code))
    return code.lower()


Flag = Annotated[Code, AfterValidator(_flag)]
Tongue = Annotated[Code, AfterValidator(_tongue)]


class Profile(Form):
    """One organisation. What is left out is not stated; `flags` are three-valued: `eche`, `no_eche`, or neither.

    `type` is the official type; without it the kind's own type is taken. The kind's flags come with the kind.
    """

    name: Name
    kind: KindSlug | None = None
    type: Annotated[Code, *reading.one_of(TYPES, N_("an organisation type"))] | None = None
    flags: Annotated[tuple[Flag, ...], *Listed] = ()
    sectors: Annotated[tuple[Annotated[Code, *reading.one_of(SECTORS, N_("a sector"))], ...], *Listed] = ()
    country: CountryCode
    fields: Annotated[tuple[FieldCode, ...], *Listed] = ()
    topics: Slugs = ()
    expertise: Slugs = ()
    languages: Annotated[tuple[Tongue, ...], *Listed] = ()
    roles: Annotated[tuple[Role, ...], *Listed] = ()
    priorities: Annotated[tuple[PriorityId, ...], *Listed] = ()
    newcomer: bool | None = None
    established: Day | None = None
    oid: Line | None = None
    pic: Line | None = None
    registration: ShortLine | None = None
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

    @field_validator("oid")
    @classmethod
    def _is_oid(cls, oid: str | None) -> str | None:
        if oid is not None and not _shaped(oid := oid.upper(), "E", 8):
            raise ValueError(say(N_("expected an OID: E and eight digits, for example E10000001")))
        return oid

    @field_validator("pic")
    @classmethod
    def _is_pic(cls, pic: str | None) -> str | None:
        if pic is not None and not _shaped(pic, "", 9):
            raise ValueError(say(N_("expected a PIC: nine digits, for example 999999999")))
        return pic

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        kind = self.described_kind
        if kind is None and self.type is None:
            raise ValueError(say(N_("say what the organisation is: its kind, or its official type")))
        if kind is not None and self.type is not None and self.type not in kind.types:
            expected = tuple(TYPES[code] for code in kind.types)
            raise ValueError(say(N_("“%(kind)s” is of this official type: %(types)s"), kind=kind, types=expected))
        both = sorted(flag for flag in self.all_flags if f"no_{flag}" in self.all_flags)
        if both:
            raise ValueError(say(N_("“%(flag)s” is both stated and denied"), flag=FLAGS[both[0]]))
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


def _shaped(text: str, letter: str, digits: int) -> bool:
    """Whether the text is the letter and so many ASCII digits."""
    number = text.removeprefix(letter)
    return text.startswith(letter) and len(number) == digits and number.isascii() and number.isdecimal()
