"""What a request is answered with: whole consortia, each with what it is made of, who provides what, and how good it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from matchmaker.eligibility.findings import Report
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import Request, Seat
from matchmaker.language import Message
from matchmaker.matching.past import Past
from matchmaker.programme.calls import Call
from matchmaker.programme.conditions import Part

Status = Literal["ok", "infeasible", "unknown"]
"""unknown: time ended before anything was found or ruled out."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How good a proposal is against everything left out.

    status: `optimal` if nothing scores higher under these rules and wishes, `bounded` if time ended before. bound: nothing
    scores higher than this; gap: what of the difference to the score is not the price of fair exposure. considered:
    organisations looked at.
    """

    status: Literal["optimal", "bounded"]
    bound: float
    gap: float
    considered: int
    seconds: float


@dataclass(frozen=True, slots=True)
class FilledSeat:
    """A seat that was asked for, and the suggested partners that fill it."""

    seat: Seat
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One consortium.

    members: the initiator, the others present, the suggested partners. partners: ids of the suggested ones. fit: `unknown`
    when no suggested partner says anything about its field, priorities or topics. parts: 0..1, weights: sum 1.
    joint_projects: id of a suggested partner -> ids of the projects it did with members present; past: what the part `ties`
    follows from; titles: id of such a project -> its title, as far as known. to_confirm: what nobody knows yet. summary:
    what the whole is good at and what it lacks. label: what it is better at than the other proposals of its answer. price:
    points given up for fair exposure (bound - score - price = gap). shown: how often each suggested partner was shown
    lately, as far as it was asked for.
    """

    members: tuple[Organisation, ...]
    partners: tuple[str, ...]
    coordinator: str
    score: float
    fit: Literal["known", "unknown"]
    parts: Mapping[Part, float]
    weights: Mapping[Part, float]
    proof: Proof
    seats: tuple[FilledSeat, ...]
    report: Report
    reasons: Mapping[str, tuple[Message, ...]]
    to_confirm: tuple[Message, ...]
    joint_projects: Mapping[str, tuple[str, ...]]
    past: Past
    titles: Mapping[str, str] = field(default_factory=dict)
    summary: tuple[Message, ...] = ()
    label: Message | None = None
    price: float = 0.0
    shown: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request.

    size, df: of the population that was given; df for the terms asked. complete: more time would change nothing, neither the
    proposals nor what is said to stand in the way. to_give_up: where nothing meets the request, the smallest sets of wishes
    whose giving up helps, each as id -> name.
    """

    request: Request
    call: Call
    today: date
    status: Status
    explanation: Message | None
    size: int
    df: Mapping[str, int]
    proposals: tuple[Proposal, ...]
    complete: bool = True
    to_give_up: tuple[Mapping[str, Message], ...] = ()
