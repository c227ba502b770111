"""An answer of the matcher: each of its fields once, for page, JSON, store and `verify`."""

from collections.abc import Iterable, Mapping
from operator import not_
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import (
    AfterValidator,
    ConfigDict,
    FailFast,
    Field,
    GetPydanticSchema,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_serializer,
    model_validator,
)

from matchmaker.errors import Invalid
from matchmaker.inputs import parsing
from matchmaker.inputs.formulas import FIRST, FormulaDocument, as_made
from matchmaker.inputs.interchange.cells import MAX_VALUES
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.parsing import Input
from matchmaker.inputs.particulars import Day, Flag, Role
from matchmaker.inputs.request import LARGEST, Request, Seat, request_json
from matchmaker.language import N_, say
from matchmaker.programme.countries import CountryCode
from matchmaker.programme.reading import kind_of
from matchmaker.programme.scoring import Part
from matchmaker.programme.types import SectorCode, TypeCode

LISTED = MAX_VALUES
"""Entries of a list about one organisation: as many as a cell of an import may hold."""
MANY = 100_000
"""Entries of a list about past projects, or sentences, of which there is no end in the data itself."""
Text = Annotated[str, Field(strict=True, max_length=400)]
LongText = Annotated[str, Field(strict=True, max_length=20_000)]
Code = Annotated[str, Field(strict=True, max_length=80)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Value = Annotated[float, Field(ge=0, le=1.00001, allow_inf_nan=False)]
Points = Annotated[float, Field(ge=0, le=100.001, allow_inf_nan=False)]
"""Of a part, its weight and the score; with room for how sums of floats are rounded."""
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
Codes = Annotated[tuple[Code, ...], FailFast(), Field(max_length=LISTED)]
Members = Annotated[tuple[Text, ...], FailFast(), Field(max_length=LARGEST)]
Status = Literal["ok", "infeasible", "unknown"]
_IN_ORDER = PlainSerializer(sorted)
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
    """What rules, wishes and score look at in an organisation; a doubt is written only where there is one."""

    id: Text
    name: Text
    country: CountryCode
    type: TypeCode
    sectors: Annotated[frozenset[SectorCode], FailFast(), Field(max_length=LISTED), _IN_ORDER]
    fields: Codes
    priorities: Codes
    topics: Codes
    expertise: Codes
    languages: Annotated[frozenset[Code], FailFast(), Field(max_length=LISTED), _IN_ORDER]
    roles: Annotated[frozenset[Role], FailFast(), Field(max_length=LISTED), _IN_ORDER]
    newcomer: Annotated[bool, Field(strict=True)] | None
    responsiveness: Share | None
    established: Day | None
    oid: Text | None
    pic: Text | None
    registration: Text | None
    flags: Annotated[frozenset[Flag], FailFast(), Field(max_length=LISTED), _IN_ORDER]
    known_only: Annotated[bool, Field(strict=True)]
    newcomer_in_doubt: Annotated[bool, Field(strict=True, exclude_if=not_)] = False


def facts_json(organisation: Organisation) -> dict[str, Any]:
    """The facts of an organisation in plain JSON, whatever else is known of it."""
    known = {name: getattr(organisation, name) for name in FactsDocument.model_fields}
    return FactsDocument.model_construct(**known).model_dump(mode="json", warnings=False)


def _as_organisation(value: object, read: ValidatorFunctionWrapHandler) -> Organisation:
    if isinstance(value, Organisation):
        return value
    facts: FactsDocument = read(value)
    return Organisation(**{name: getattr(facts, name) for name in FactsDocument.model_fields})


_BY_ITS_FACTS = GetPydanticSchema(
    lambda _, handler: handler.generate_schema(
        Annotated[FactsDocument, WrapValidator(_as_organisation), PlainSerializer(facts_json)]
    )
)
"""An organisation is written and read as its facts."""


class Proof(Input):
    """How good a proposal is against everything left out.

    status: `optimal` if nothing scores higher under these rules and wishes, `bounded` if time ended before. bound: nothing
    scores higher than this; gap: what of the difference to the score is not the price of fair exposure. considered:
    organisations looked at.
    """

    status: Literal["optimal", "bounded"]
    bound: Points
    gap: Points
    considered: Count
    seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)]


class FilledSeat(Seat):
    """A seat that was asked for, and the suggested partners that fill it."""

    by: Members

    @classmethod
    def of(cls, seat: Seat, by: Iterable[str]) -> "FilledSeat":
        """The seat, filled by these."""
        return cls.model_validate({**seat.model_dump(by_alias=True), "by": tuple(by)})

    @property
    def seat(self) -> Seat:
        """The seat alone."""
        return Seat.model_validate(self.model_dump(by_alias=True, exclude={"by"}))

    @model_serializer(mode="wrap")
    def _as_asked(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in write(self).items() if value is not None}


class SayingDocument(Input):
    """A sentence: its short name or English text, what it is about, and how it reads in English."""

    model_config = ConfigDict(str_strip_whitespace=False)

    id: LongText
    arguments: Arguments
    text: LongText


class Fairness(Input):
    """Points given up for fair exposure (bound - score - price = gap), and how often each partner was shown, if counted."""

    price: Points
    shown: Annotated[dict[Text, Count], Field(max_length=MANY)]


class JointProject(Input):
    """A past project of suggested partners: its topics (none = not stated), and ids of the members present that took part."""

    topics: Codes
    members: Members


class Past(Input):
    """What the part `ties` of a proposal follows from.

    numbers: id of each member present -> how many past projects it took part in. projects: id of each project that a
    suggested partner did with members present.
    """

    numbers: Annotated[dict[Text, Count], Field(max_length=MANY)]
    projects: Annotated[dict[Text, JointProject], Field(max_length=MANY)]


SentenceT = TypeVar("SentenceT")
ReportT = TypeVar("ReportT")
"""How sentences and the report of the check stand in an answer: as we made them, or as somebody's document has them."""


class ProposalForm(Input, Generic[SentenceT, ReportT]):
    """One consortium with the facts it rests on.

    members: the initiator, the others present, the suggested partners; partners: the suggested ones. label: what it is better
    at than the other proposals of its answer. fit: `unknown` when no suggested partner says anything about its field,
    priorities or topics. parts: 0..1, weights: sum 1. witness: rule -> who provides it. to_confirm: what nobody knows yet.
    summary: what the whole is good at and what it lacks. joint_projects: id of a suggested partner -> ids of the projects it
    did with members present; titles: id of such a project -> its title, as far as known. fairness: where it was asked for.
    """

    members: Annotated[tuple[Text, ...], Field(min_length=1, max_length=LARGEST)]
    partners: Members
    coordinator: Text
    label: SentenceT | None
    score: Points
    fit: Literal["known", "unknown"]
    parts: Annotated[dict[Part, Value], Field(max_length=LISTED)]
    weights: Annotated[dict[Part, Value], Field(max_length=LISTED)]
    proof: Proof
    witness: Annotated[dict[str, Any], Field(max_length=MANY)]
    seats: Annotated[tuple[FilledSeat, ...], FailFast(), Field(max_length=LISTED)]
    reasons: Annotated[
        dict[Text, Annotated[tuple[SentenceT, ...], FailFast(), Field(max_length=MANY)]], Field(max_length=LARGEST)
    ]
    to_confirm: Annotated[tuple[SentenceT, ...], FailFast(), Field(max_length=MANY)]
    summary: Annotated[tuple[SentenceT, ...], FailFast(), Field(max_length=MANY)]
    joint_projects: Annotated[
        dict[Text, Annotated[tuple[Text, ...], FailFast(), Field(max_length=MANY)]], Field(max_length=LARGEST)
    ]
    past: Past
    titles: Annotated[dict[Text, LongText], Field(max_length=MANY)]
    fairness: Annotated[Fairness | None, Field(exclude_if=not_)] = None
    facts: Annotated[dict[Text, Annotated[Organisation, _BY_ITS_FACTS]], Field(max_length=LISTED)]
    facts_sha256: Annotated[dict[Text, Text], Field(max_length=LISTED)]
    eligibility: ReportT

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """The members by what is known of them. Raises KeyError where a document leaves one out."""
        return tuple(self.facts[one] for one in self.members)

    @property
    def price(self) -> float:
        """Points given up for fair exposure."""
        return self.fairness.price if self.fairness else 0.0

    @property
    def shown(self) -> Mapping[str, int]:
        """How often each suggested partner was shown lately; nothing where nobody counted."""
        return self.fairness.shown if self.fairness else {}


class Counts(Input):
    """Counts of the population that was given: its size, and how many have each of the terms asked."""

    size: Count
    df: Annotated[dict[Text, Count], Field(max_length=MANY)]


class AnswerForm(Input, Generic[SentenceT, ReportT]):
    """The answer to a request.

    status: `unknown` if time ended before anything was found or ruled out. to_give_up: where nothing meets the request, the
    smallest sets of wishes whose giving up helps, each as id -> name. scarce: then how many organisations meet what is asked for.
    """

    _made_before = model_validator(mode="before")(as_made)

    request: Annotated[Request, PlainSerializer(request_json)]
    formula: FormulaDocument = FIRST
    status: Status
    explanation: SentenceT | None
    to_give_up: Annotated[
        tuple[Annotated[dict[Text, SentenceT], Field(max_length=MANY)], ...], FailFast(), Field(max_length=MANY)
    ]
    scarce: Annotated[tuple[SentenceT, ...], FailFast(), Field(max_length=MANY, exclude_if=not_)] = ()
    population: Counts
    today: Day
    proposals: Annotated[tuple[ProposalForm[SentenceT, ReportT], ...], Field(max_length=50)]


ProposalDocument = ProposalForm[SayingDocument, Eligibility]


class AnswerDocument(AnswerForm[SayingDocument, Eligibility]):
    """An answer as somebody hands it in, whose sentences and report may say anything."""

    sha256: Text


def parse(document: object) -> AnswerDocument:
    """The document, checked in form. Raises `Invalid` with one sentence per mistake."""
    answer = parsing.parse(AnswerDocument, document)
    if not answer.proposals:
        raise Invalid({"proposals": say(N_("is empty: there is nothing to check"))})
    return answer
