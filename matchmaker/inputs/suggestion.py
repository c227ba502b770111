"""The answer of `suggest --json`, as `verify` reads it."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, FailFast, Field

from matchmaker.errors import Invalid
from matchmaker.inputs import parsing
from matchmaker.inputs.interchange.cells import MAX_VALUES
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.parsing import Input
from matchmaker.inputs.particulars import Day, Flag, Role
from matchmaker.inputs.request import LARGEST, Request, Seat
from matchmaker.language import N_, say
from matchmaker.programme.conditions import Part
from matchmaker.programme.countries import CountryCode
from matchmaker.programme.reading import kind_of
from matchmaker.programme.types import SectorCode, TypeCode

LISTED = MAX_VALUES
"""Entries of a list about one organisation: as many as a cell of an import may hold."""
MANY = 100_000
"""Entries of a list about past projects, or sentences, of which there is no end in the data itself."""
Text = Annotated[str, Field(strict=True, max_length=400)]
LongText = Annotated[str, Field(strict=True, max_length=20_000)]
Code = Annotated[str, Field(strict=True, max_length=80)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Points = Annotated[float, Field(ge=0, le=100.001, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
Codes = Annotated[tuple[Code, ...], FailFast(), Field(max_length=LISTED)]
Members = Annotated[tuple[Text, ...], FailFast(), Field(max_length=LARGEST)]
DEEPEST = 20
"""How deep sentences stand in each other; ours stand two deep."""


def _with_findings(report: dict[str, Any]) -> dict[str, Any]:
    """A report of the check with a list of findings; what else it says is compared later."""
    findings = report.get("findings", [])
    if not isinstance(findings, list):
        raise ValueError(say(N_("expected a list, found %(found)s"), found=kind_of(findings)))
    for one in findings:
        if not isinstance(one, dict):
            raise ValueError(say(N_("expected an object with named fields, found %(found)s"), found=kind_of(one)))
    return report


def _of_sentences(value: Any, left: int = DEEPEST) -> Any:
    """What stands in the places of a sentence: in it, too, the short name of a sentence is text."""
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    if isinstance(value, dict) and "text" in value and not isinstance(value.get("id"), str):
        raise ValueError(say(N_("expected text, found %(found)s"), found=kind_of(value.get("id"))))
    if inner and not left:
        raise ValueError(say(N_("expected text, found %(found)s"), found=kind_of(value)))
    for one in inner:
        _of_sentences(one, left - 1)
    return value


Eligibility = Annotated[dict[str, Any], Field(max_length=MANY), AfterValidator(_with_findings)]
Arguments = Annotated[dict[str, Any], Field(max_length=MANY), AfterValidator(_of_sentences)]


class FactsDocument(Input):
    """What rules, wishes and score look at in an organisation."""

    id: Text
    name: Text
    country: CountryCode
    type: TypeCode
    sectors: Annotated[frozenset[SectorCode], FailFast(), Field(max_length=LISTED)]
    fields: Codes
    priorities: Codes
    topics: Codes
    expertise: Codes
    languages: Annotated[frozenset[Code], FailFast(), Field(max_length=LISTED)]
    roles: Annotated[frozenset[Role], FailFast(), Field(max_length=LISTED)]
    newcomer: Annotated[bool, Field(strict=True)] | None
    responsiveness: Share | None
    established: Day | None
    oid: Text | None
    pic: Text | None
    registration: Text | None
    flags: Annotated[frozenset[Flag], FailFast(), Field(max_length=LISTED)]
    known_only: Annotated[bool, Field(strict=True)]
    newcomer_in_doubt: Annotated[bool, Field(strict=True)] = False

    def organisation(self) -> Organisation:
        """The facts as matching reads them."""
        return Organisation(**{name: getattr(self, name) for name in type(self).model_fields})


class ProofDocument(Input):
    """How good the proposal is said to be."""

    status: Literal["optimal", "bounded"]
    bound: Points
    gap: Points
    considered: Count
    seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)]


class FilledSeatDocument(Seat):
    """A seat and who fills it."""

    by: Members

    @property
    def seat(self) -> Seat:
        """The seat alone."""
        return Seat.model_validate(self.model_dump(by_alias=True, exclude={"by"}))


class SayingDocument(Input):
    """A sentence: its short name or English text, what it is about, and how it reads in English."""

    model_config = ConfigDict(str_strip_whitespace=False)

    id: LongText
    arguments: Arguments
    text: LongText


Sayings = Annotated[tuple[SayingDocument, ...], FailFast(), Field(max_length=MANY)]


class FairnessDocument(Input):
    """What fair exposure cost, in points, and how often each suggested partner was shown lately."""

    price: Points
    shown: Annotated[dict[Text, Count], Field(max_length=MANY)]


class JointProjectDocument(Input):
    """A past project of suggested partners: its topics, where they are stated, and the members present that took part."""

    topics: Codes
    members: Members


class PastDocument(Input):
    """How many past projects each member present has, and each project that a suggested partner did with them."""

    numbers: Annotated[dict[Text, Count], Field(max_length=MANY)]
    projects: Annotated[dict[Text, JointProjectDocument], Field(max_length=MANY)]


class ProposalDocument(Input):
    """One proposal with the facts it rests on."""

    members: Annotated[tuple[Text, ...], Field(min_length=1, max_length=LARGEST)]
    partners: Members
    coordinator: Text
    label: SayingDocument | None
    score: Points
    fit: Literal["known", "unknown"]
    parts: Annotated[dict[Part, Share], Field(max_length=LISTED)]
    weights: Annotated[dict[Part, Share], Field(max_length=LISTED)]
    proof: ProofDocument
    witness: Annotated[dict[str, Any], Field(max_length=MANY)]
    seats: Annotated[tuple[FilledSeatDocument, ...], FailFast(), Field(max_length=LISTED)]
    reasons: Annotated[dict[Text, Sayings], Field(max_length=LARGEST)]
    to_confirm: Sayings
    summary: Sayings
    joint_projects: Annotated[
        dict[Text, Annotated[tuple[Text, ...], FailFast(), Field(max_length=MANY)]], Field(max_length=LARGEST)
    ]
    past: PastDocument
    titles: Annotated[dict[Text, LongText], Field(max_length=MANY)]
    fairness: FairnessDocument | None = None
    facts: Annotated[dict[Text, FactsDocument], Field(max_length=LISTED)]
    facts_sha256: Annotated[dict[Text, Text], Field(max_length=LISTED)]
    eligibility: Eligibility


class CountsDocument(Input):
    """Counts of the population the answer was made from."""

    size: Count
    df: Annotated[dict[Text, Count], Field(max_length=MANY)]


class AnswerDocument(Input):
    """A whole answer."""

    request: Request
    status: Literal["ok", "infeasible", "unknown"]
    explanation: SayingDocument | None
    to_give_up: Annotated[
        tuple[Annotated[dict[Text, SayingDocument], Field(max_length=MANY)], ...], FailFast(), Field(max_length=MANY)
    ]
    population: CountsDocument
    today: Day
    proposals: Annotated[tuple[ProposalDocument, ...], Field(max_length=50)]
    sha256: Text


def parse(document: object) -> AnswerDocument:
    """The document, checked in form. Raises `Invalid` with one sentence per mistake."""
    answer = parsing.parse(AnswerDocument, document)
    if not answer.proposals:
        raise Invalid({"proposals": say(N_("is empty: there is nothing to check"))})
    return answer
