"""Whole consortia suggested for an idea."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from matchmaker import matching
from matchmaker.errors import Invalid, NotFound
from matchmaker.inputs import request
from matchmaker.inputs.request import Request
from matchmaker.language import Message
from matchmaker.matching import Answer, Population, third_countries
from matchmaker.matching.clock import Watch
from matchmaker.matching.conditions import of_coordinator, roles
from matchmaker.matching.rounds import round_of_request
from matchmaker.models import Idea, Search, User
from matchmaker.permissions import require
from matchmaker.programme.calls import Call
from matchmaker.programme.scoring import FORMULA
from matchmaker.programme.versions import is_of
from matchmaker.services import (
    adoption,
    blocks,
    capacity,
    changes,
    exposure,
    facts,
    offers,
    populations,
    rounds,
    searches,
    surroundings,
)
from matchmaker.services.ideas import require_open
from matchmaker.services.searches import Question

LIMIT: Final = 3
TIME_LIMIT: Final = 10.0
"""Seconds after which the best that was found is shown."""
AT_FIRST: Final = 1.0
"""Seconds that a page searches by itself before it shows the best so far; a worker process goes on (`services/searches.py`)."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is found at first; nothing where a search goes on already. sequence: of the newest change seen."""

    question: Question
    answer: Answer | None
    sequence: int


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was found, and what became of those in it.

    changed: names of those that changed since; taken: names of partners that cannot be asked for it any more. is_old: it is
    not known any more who changed. other_rules: the rules of the call were others when it was found.
    """

    search: Search
    answer: Answer
    changed: tuple[str, ...]
    taken: tuple[str, ...]
    is_old: bool
    other_rules: bool

    @property
    def is_otherwise_scored(self) -> bool:
        """Whether it was scored by an earlier formula than today's."""
        return self.answer.formula.number != FORMULA


def ask(session: Session, idea: Idea, question: Question, *, by: User) -> Found:
    """What is found for the idea at first, unless a search for the same goes on; nothing is written.

    Raises `Refused` when the idea is closed.
    """
    require(by, "idea.suggest", idea)
    require_open(idea)
    search = searches.find_search(session, idea, question, by=by)
    if search is not None and searches.state_of(session, search) in ("waiting", "running"):
        return Found(question, None, search.sequence)
    sequence = searches.newest_change(session)
    return Found(question, answer(session, question.request, known=question.known, time_limit=AT_FIRST), sequence)


def find_kept(session: Session, idea: Idea, question: Question, *, by: User) -> Kept | None:
    """What was found for the question last, if that is kept; nothing is searched."""
    search = searches.find_search(session, idea, question, by=by)
    found = searches.answer_of(search) if search is not None else None
    if search is None or found is None:
        return None
    names = {one.id: one.name for proposal in found.proposals for one in proposal.organisations}
    partners = {one for proposal in found.proposals for one in proposal.partners}
    log = changes.span(session)
    changed = names.keys() & changes.list_since(session, search.sequence, log.newest)
    asked = found.request
    taken = partners & _impossible(session, asked.call, asked.round, is_sought=asked.coordinator == "find")
    taken |= partners & blocks.list_apart(session, idea.organisation)
    return Kept(
        search,
        found,
        changed=tuple(sorted(names[one] for one in changed)),
        taken=tuple(sorted(names[one] for one in taken)),
        is_old=search.sequence + 1 < log.oldest,
        other_rules=_is_of_other_rules(session, search, found),
    )


def _is_of_other_rules(session: Session, search: Search, found: Answer) -> bool:
    call = surroundings.guide(session).call(found.request.call)
    made_under = (proposal.eligibility.version for proposal in found.proposals)
    return adoption.is_replaced_since(session, call.id, search.created_at) or not all(is_of(call, one) for one in made_under)


def find_latest(session: Session, idea: Idea, *, by: User) -> Search | None:
    """The last search of this person for the idea, unless the idea asks for something else by now; without its answer."""
    search = searches.find_latest(session, idea, by=by)
    if search is None:
        return None
    said = searches.question_of(search)
    try:
        now = question_of(session, idea, known=said.known, fairness=said.request.fairness)
    except (Invalid, NotFound):  # the guide has changed
        return None
    return search if searches.asks(session, search, now) else None


def question_of(session: Session, idea: Idea, *, known: bool = False, fairness: float = 0.0) -> Question:
    """What is asked for the idea as it stands.

    known: of those only known from public records too. fairness: points that may be given up for partners who are shown less
    often. Raises `Invalid`.
    """
    return Question(request_of(session, idea, fairness=fairness), known)


def list_offers(session: Session, idea: Idea) -> tuple[Message, ...]:
    """What the idea's priorities ask for and is left out as long as the idea does not wish for it."""
    return tuple(third_countries.offers(request_of(session, idea), surroundings.guide(session).call(idea.call_id)))


def suggest(
    session: Session,
    idea: Idea,
    *,
    known: bool = False,
    limit: int = LIMIT,
    time_limit: float | None = TIME_LIMIT,
    by: User,
) -> Answer:
    """Consortia for the idea, made of organisations that joined; with `known` also of those only known from public records.

    Not suggested: who takes no requests, who sits in as many consortia of the call as it can, who offers itself for other
    calls only. Raises `Invalid`.
    """
    require(by, "idea.suggest", idea)
    return answer(session, request_of(session, idea, limit=limit), known=known, time_limit=time_limit)


def answer(
    session: Session,
    asked: Request,
    *,
    known: bool = False,
    time_limit: float | None = TIME_LIMIT,
    limit: int | None = None,
    watch: Watch | None = None,
) -> Answer:
    """The same for a request as it stands, whoever asks. watch: who looks on and may call it off."""
    call = surroundings.guide(session).call(asked.call)
    everybody = populations.population(session, known=known)
    named = (asked.initiator, *asked.members)
    present = [everybody.id_of(everybody.index[one]) for one in named if one in everybody.index]
    history = facts.history(session, around=present)
    today = surroundings.today(session)
    number = round_of_request(call, asked, everybody, today)
    return matching.suggest(
        asked.model_copy(update={"round": number}),
        possible(session, everybody, call.id, number, present, is_sought=asked.coordinator == "find"),
        history,
        call,
        today,
        time_limit=time_limit,
        limit=limit,
        exposure=exposure.counts(session, besides=present[0]) if asked.fairness and present else None,
        watch=watch,
    )


def possible(
    session: Session,
    everybody: Population,
    call_id: str,
    number: int | None,
    present: Collection[str] = (),
    *,
    is_sought: bool = False,
) -> Population:
    """Those who may be suggested for a round of a call: they take requests, have room, and their offers do not say otherwise.

    present: keys of members that are there already, whatever they say; is_sought: one is sought to coordinate.
    """
    unavailable = _impossible(session, call_id, number, is_sought=is_sought)
    not_coordinating = offers.list_refusing(session, call_id, ("coordinator",)) if is_sought else ()
    return everybody.without(unavailable.difference(present), not_coordinating=not_coordinating)


def _impossible(session: Session, call_id: str, number: int | None, *, is_sought: bool) -> set[str]:
    """The keys of those that take no requests for that round."""
    roles = offers.AS_PARTNER if is_sought else ("partner",)
    return {*capacity.list_unavailable(session, call_id, number), *offers.list_refusing(session, call_id, roles)}


def request_of(session: Session, idea: Idea, *, limit: int = LIMIT, fairness: float = 0.0, is_led: bool = False) -> Request:
    """What the idea asks, as the matcher reads it. is_led: somebody coordinates already, so that nobody asks who applies."""
    call = rounds.call_of(session, idea)
    codes = {
        vocabulary: [term.code for term in idea.terms if term.vocabulary == vocabulary]
        for vocabulary in ("field", "topic", "priority", "activity", "country", "not_country")
    }
    key = idea.organisation.key
    document = {
        "call": call.id,
        "round": call.seen_in,
        "initiator": key,
        "members": [key],
        "coordinator": "initiator" if is_led or _applies(session, idea, call) else "find",
        "project": {
            "type": idea.project_type,
            "variant": call.variant.id if call.variant else None,
            "months": idea.months,
            "priorities": codes["priority"],
            "activities": codes["activity"],
        },
        "fields": codes["field"],
        "topics": codes["topic"],
        "expertise": [{"slug": term.code, "weight": term.weight} for term in idea.terms if term.vocabulary == "expertise"],
        "language": idea.language,
        "size": {"min": idea.size_min, "max": idea.size_max},
        "seats": [{seat.condition: seat.code, "count": seat.number} for seat in idea.seats],
        "countries": {"include": codes["country"], "exclude": codes["not_country"]},
        "same_country": idea.same_country,
        "third_countries": idea.third_countries or None,
        "limit": limit,
        "fairness": fairness,
        "confirmed_only": idea.confirmed_only,
    }
    return request.parse(document, surroundings.guide(session).call)


def _applies(session: Session, idea: Idea, call: Call) -> bool:
    """Whether the initiator applies. While that is not known yet: if it offers to coordinate and nothing speaks against it."""
    if idea.applicant != "unknown":
        return idea.applicant == "we"
    initiator = facts.organisation(idea.organisation)
    asked = of_coordinator(call, surroundings.today(session))
    return roles.offers_to_coordinate(initiator) is True and all(one.holds(initiator) is not False for one in asked)
