"""Whole consortia suggested for an idea."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from matchmaker import matching
from matchmaker.inputs import request
from matchmaker.inputs.request import Request
from matchmaker.matching import Answer, Population
from matchmaker.matching.clock import Watch
from matchmaker.matching.conditions import coordinator_rules
from matchmaker.models import Idea, Search, User
from matchmaker.permissions import require
from matchmaker.programme.calls import Call
from matchmaker.services import capacity, exposure, facts, offers, populations, searches, surroundings
from matchmaker.services.ideas import require_open
from matchmaker.services.searches import Question

LIMIT: Final = 3
TIME_LIMIT: Final = 10.0
"""Seconds after which the best that was found is shown."""
AT_FIRST: Final = 1.0
"""Seconds that a page searches by itself before it shows the best so far; a worker process goes on (`services/searches.py`)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of a question. search: what goes on, or ended a short while ago; sequence: of the newest change seen."""

    question: Question
    answer: Answer
    search: Search | None
    sequence: int

    @property
    def is_to_go_on(self) -> bool:
        """Whether more time could change the answer, and no search has had it."""
        return self.search is None and not self.answer.complete


def show(session: Session, idea: Idea, *, known: bool = False, fairness: float = 0.0, by: User) -> Shown:
    """What a search for the idea has found; without one, what is found at first.

    fairness: points that may be given up for partners who are shown less often. Raises `Invalid`, and `Refused` when the idea
    is closed.
    """
    require(by, "idea.suggest", idea)
    require_open(idea)
    question = Question(request_of(session, idea, fairness=fairness), known)
    search = searches.find_search(session, idea, question, by=by)
    if search is not None and (found := searches.answer_of(session, search)) is not None:
        return Shown(question, found, search, search.sequence)
    sequence = searches.newest_change(session)
    return Shown(question, answer(session, question.request, known=known, time_limit=AT_FIRST), None, sequence)


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
    return matching.suggest(
        asked,
        possible(session, everybody, call.id, present, is_sought=asked.coordinator == "find"),
        history,
        call,
        today,
        time_limit=time_limit,
        limit=limit,
        exposure=exposure.counts(session, besides=present[0]) if asked.fairness and present else None,
        watch=watch,
    )


def possible(
    session: Session, everybody: Population, call_id: str, present: Collection[str] = (), *, is_sought: bool = False
) -> Population:
    """Those who may be suggested for a call: they take requests, have room, and their offers do not say otherwise.

    present: keys of members that are there already, whatever they say; is_sought: one is sought to coordinate.
    """
    roles = offers.AS_PARTNER if is_sought else ("partner",)
    unavailable = {*capacity.list_unavailable(session, call_id), *offers.list_refusing(session, call_id, roles)}
    not_coordinating = offers.list_refusing(session, call_id, ("coordinator",)) if is_sought else ()
    return everybody.without(unavailable.difference(present), not_coordinating=not_coordinating)


def request_of(session: Session, idea: Idea, *, limit: int = LIMIT, fairness: float = 0.0) -> Request:
    """What the idea asks, as the matcher reads it."""
    call = surroundings.guide(session).call(idea.call_id)
    codes = {
        vocabulary: [term.code for term in idea.terms if term.vocabulary == vocabulary]
        for vocabulary in ("field", "topic", "priority", "activity", "country", "not_country")
    }
    key = idea.organisation.key
    document = {
        "call": call.id,
        "initiator": key,
        "members": [key],
        "coordinator": "initiator" if _applies(session, idea, call) else "find",
        "project": {
            "type": idea.project_type,
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
    asked = coordinator_rules(call, surroundings.today(session)).values()
    return "coordinator" in initiator.roles and all(ask(initiator) is not False for ask in asked)
