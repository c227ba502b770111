"""Whose place in a consortium somebody else could take, and which rules and seats would be lost by it."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from matchmaker.errors import Invalid
from matchmaker.language import N_, Message, say
from matchmaker.matching.mending.changes import Step
from matchmaker.matching.mending.situation import Situation
from matchmaker.matching.mending.states import assess
from matchmaker.matching.mending.what_if import Effect, effect
from matchmaker.models import Consortium, Organisation
from matchmaker.services import facts, grounds, members


def list_members(consortium: Consortium) -> list[Organisation]:
    """Members that take part and are neither who started nor who holds it."""
    return [one.organisation for one in consortium.members if members.has_a_place(one)]


def list_replaceable(consortium: Consortium) -> list[Organisation]:
    """These members, those for whom somebody stands in reserve, and those who said no or nothing."""
    stay = (consortium.initiator_id, consortium.holder_id)
    found = {one.id: one for one in list_members(consortium)}
    gone = {one.replaces_id: one.replaces for one in consortium.reserves}
    asked = {one.organisation_id: one.organisation for one in consortium.invitations if one.state in ("declined", "expired")}
    return [*(found | gone | {number: one for number, one in asked.items() if number not in stay}).values()]


def list_broken(
    session: Session, consortium: Consortium, replaced: Organisation, others: Sequence[Organisation]
) -> dict[int, tuple[Message, ...]]:
    """What would be met no longer with each of the others in somebody's place: number of the organisation -> sentences.

    Looked at from the consortium with the one that is replaced, also where that has gone already.
    """
    situation = _with_it(session, consortium, replaced, others)
    before = assess(situation, situation.case.consortium)
    found: dict[int, tuple[Message, ...]] = {}
    for one in others:
        try:
            found[one.id] = _lost(effect(situation, before, [Step("replace", leaves=replaced.key, joins=one.key)]))
        except Invalid as error:
            found[one.id] = tuple(said for said in error.problems.values() if isinstance(said, Message))
    return found


def list_reasons(session: Session, consortium: Consortium, replaced: Organisation, other: Organisation) -> tuple[Message, ...]:
    """What speaks for the other one in that place; nothing where it cannot be put there."""
    situation = _with_it(session, consortium, replaced, [other])
    before = assess(situation, situation.case.consortium)
    try:
        return effect(situation, before, [Step("replace", leaves=replaced.key, joins=other.key)]).reasons.get(other.key, ())
    except Invalid:
        return ()


def _with_it(session: Session, consortium: Consortium, replaced: Organisation, others: Sequence[Organisation]) -> Situation:
    """The consortium with the one that is replaced, and with everybody in the population who could come instead."""
    ground = grounds.of_consortium(session, consortium, joining=(*(one.key for one in others), replaced.key), by=None)
    case = ground.case
    if members.find_member(consortium, replaced.id) is None:
        there = case.consortium
        case = replace(case, consortium=replace(there, members=(*there.members, facts.member(replaced, "partner"))))
    return Situation(case, ground.given)


def _lost(change: Effect) -> tuple[Message, ...]:
    rules = [one.after.message for one in change.rules if one.change == "broken" and one.after is not None]
    seats = [say(N_("a seat would stay empty"))] if change.seats_after < change.seats_before else []
    return (*rules, *seats)
