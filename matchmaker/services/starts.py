"""What a new idea begins with: nothing but what is known of the organisation, an idea of before, or a past project."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.errors import NotFound
from matchmaker.inputs import drafts
from matchmaker.inputs.ideas import MOST_SEATS
from matchmaker.inputs.names import fold
from matchmaker.inputs.request import LARGEST
from matchmaker.language import N_, say
from matchmaker.models import Idea, Organisation, Participation, PastProject
from matchmaker.programme import families, rounds
from matchmaker.programme.calls import Call
from matchmaker.programme.types import SIX_SECTORS, sectors
from matchmaker.services import ideas, surroundings

_OF_A_CALL: Final = {"priorities": "priorities", "activities": "possible_activities"}
"""Choices of an idea that a call lists, and where."""


def anew(organisation: Organisation, call: Call) -> dict[str, Any]:
    """What can be guessed from the organisation and the call, to be changed."""
    fields = [term.code for term in organisation.terms if term.vocabulary == "field"]
    project_type = call.project_types[0] if len(call.project_types) == 1 else ""
    return {"fields": fields, "applicant": "we", "project_type": project_type}


def from_idea(idea: Idea, call: Call) -> dict[str, Any]:
    """Everything that the idea says, its text too, as far as the call knows it."""
    said = drafts.said_of(ideas.form_of(idea), call)
    return said if call.id == idea.call_id else for_call(said, idea.organisation, call)


def for_call(said: drafts.Said, organisation: Organisation, call: Call) -> dict[str, Any]:
    """What was said with another call in mind, without what this one does not know; its rounds, kinds and sizes are others."""
    after = {**said, **dict.fromkeys(("round", "variant", "size_min", "size_max"), "")}
    for name, listed in _OF_A_CALL.items():
        after[name] = [one for one in said.get(name, ()) if one in getattr(call, listed)]
    if said.get("project_type") not in call.project_types:
        after["project_type"] = anew(organisation, call)["project_type"]
    return after


def from_project(project: PastProject, organisation: Organisation, call: Call) -> dict[str, Any]:
    """The topics of a past project, the trade of the organisation, and a seat for each partner of another sector.

    Nothing of its text: proposals are screened for likeness with those that were handed in before.
    """
    partners = (one.organisation for one in project.participations if one.organisation_id != organisation.id)
    there = Counter(sector for one in partners if (sector := _sector(one)))
    most = min(call.max_size or LARGEST, call.min_size + 2) - 1
    seats: list[dict[str, Any]] = []
    for sector, number in there.most_common(MOST_SEATS):
        if most > 0:
            seats.append({"what": f"sector:{sector}", "number": min(number, most)})
            most -= min(number, most)
    return {**anew(organisation, call), "topics": list(dict.fromkeys(project.topics)), "seats": seats}


def _sector(organisation: Organisation) -> str | None:
    """What an organisation stands for first of all, if anybody looks for that."""
    stated = sectors(organisation.type, frozenset(), frozenset())[0]
    return next((one for one in SIX_SECTORS if one in stated), None)


def get_project(session: Session, organisation: Organisation, number: int) -> PastProject:
    """A past project of the organisation with those that took part. Raises `NotFound`."""
    took_part = select(Participation.project_id).where(Participation.organisation_id == organisation.id)
    query = select(PastProject).where(PastProject.id == number, PastProject.id.in_(took_part))
    found = session.scalar(query.options(selectinload(PastProject.participations).joinedload(Participation.organisation)))
    if found is None:
        raise NotFound(say(N_("There is no such page, or it is not for you.")))
    return found


def call_after(session: Session, project: PastProject) -> Call | None:
    """The next call of the kind that a past project was funded under, while one may still apply or soon may."""
    family = families.of_project(project.call, project.key)
    return _first(session, (call for call in _coming(session) if family and families.of_call(call) is family))


def call_for(session: Session, idea: Idea) -> Call | None:
    """The call of an idea while one may apply under it, else the next one of its kind."""
    known = surroundings.guide(session).calls.get(idea.call_id)
    coming = _coming(session)
    if known is None or known in coming:
        return known
    return _first(session, (call for call in coming if (call.action, call.field) == (known.action, known.field)))


def _coming(session: Session) -> list[Call]:
    by_state = surroundings.guide(session).by_state(surroundings.now(session))
    return [call for state in ("open", "unknown") for call in by_state.get(state, ())]


def _first(session: Session, calls: Iterable[Call]) -> Call | None:
    return next(iter(calls), None)


def list_alike(session: Session, organisation: Organisation, said: drafts.Said, call: Call, besides: Idea | None) -> list[Idea]:
    """Open ideas of the organisation that use the same text in the same round of the call."""
    text = fold(str(said.get("summary", "")))
    if not text:
        return []
    query = select(Idea).where(Idea.organisation_id == organisation.id, Idea.call_id == call.id, Idea.is_open)
    usual = rounds.usual(call, organisation.country, surroundings.today(session))
    number = str(said.get("round") or usual)
    return [
        one
        for one in session.scalars(query.options(joinedload(Idea.organisation)).order_by(Idea.id))
        if one is not besides and fold(one.summary) == text and str(one.round or usual) == number
    ]
