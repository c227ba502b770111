"""What a pack is made of: everything that is known of a consortium for the Agency's form, and what is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from matchmaker.documents.planned import OpenSeat, Package
from matchmaker.eligibility.facts import Member, Project
from matchmaker.eligibility.findings import Report
from matchmaker.language import Message
from matchmaker.pictures.europe import Pin
from matchmaker.programme import agencies
from matchmaker.programme.calls import Call

FORMS: Final = "https://webgate.ec.europa.eu/erasmus-esc/index/"
"""Where the National Agencies' forms are filled in."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a partner has said for the form that names no person; empty or None = not said.

    oid_of: `own`, `governing` (of the body that runs it), or "" = not said. differs: the names of what was changed since it was
    confirmed.
    """

    legal_name: str = ""
    address: str = ""
    post_code: str = ""
    oid_of: str = ""
    background: str = ""
    experience: str = ""
    key_staff: str = ""
    confirmed_at: datetime | None = None
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Partner:
    """A member: what the rules look at, and what the form asks of it. languages, fields: codes of what it lists."""

    facts: Member
    kind: object
    region: str = ""
    website: str = ""
    staff: int | None = None
    learners: int | None = None
    languages: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    joined_at: datetime | None = None
    sheet: Sheet = field(default_factory=Sheet)

    @property
    def name(self) -> str:
        """What it is called here."""
        return self.facts.name


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a partner: as much of it as was said."""

    name: str = ""
    function: str = ""
    email: str = ""
    phone: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Persons:
    """The persons of one partner: who represents it by law, whom to write to, who confirmed its data."""

    representative: Person = field(default_factory=Person)
    contact: Person = field(default_factory=Person)
    confirmed: Person = field(default_factory=Person)


@dataclass(frozen=True, slots=True)
class Apart:
    """All that names a person. by_partner: id -> its persons; acts: who joined, the annex of the snapshot.

    uploads: name in the pack -> what partners have sent in; left_out: what of that is not in it. salt: see `manifest.seal`.
    """

    by_partner: Mapping[str, Persons]
    acts: Mapping[str, Any] | None
    salt: str
    uploads: Mapping[str, bytes] = field(default_factory=dict)
    left_out: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that a partner has to have ready: what, how far it is, in words; by when."""

    partner: str
    what: object
    state: object
    by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """A consortium as it stands. snapshot: the document without its annex; number: of it, None of a draft.

    language: of the project. agencies: to whom it may apply; joint: two partners by their places -> projects together.
    internal: when all is to be there.
    """

    consortium: int
    number: int | None
    title: str
    summary: str
    holder: str
    initiator: str
    made_at: datetime
    call: Call
    practice: bool
    project: Project
    partners: Sequence[Partner]
    report: Report
    snapshot: Mapping[str, Any]
    language: str | None = None
    topics: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    agencies: tuple[object, ...] = ()
    packages: Sequence[Package] = ()
    joint: Mapping[tuple[int, int], int] = field(default_factory=dict)
    open_seats: Sequence[OpenSeat] = ()
    reason: str = ""
    internal: datetime | None = None
    items: Sequence[Item] = ()
    conflicts: Sequence[Message] = ()

    @property
    def is_draft(self) -> bool:
        """Whether nothing is finalised."""
        return self.number is None

    @property
    def forms(self) -> str:
        """Where the Agency's form is filled in."""
        return FORMS if self.call.managed_by == "NA" else agencies.PORTAL

    @property
    def pins(self) -> list[Pin]:
        """The partners as they stand on the map, in their order."""
        roles = {"coordinator": "applicant", "partner": "partner", "associated": "associated"}
        return [Pin(one.name, one.facts.country, roles[one.facts.role]) for one in self.partners]  # type: ignore[arg-type]

    @property
    def coordinator(self) -> Partner | None:
        """Who applies."""
        return next((one for one in self.partners if one.facts.role == "coordinator"), None)

    def called(self, key: str | None) -> str:
        """The name of a partner by its id."""
        return next((one.name for one in self.partners if one.facts.id == key), key or "")
