"""Everything one step can do for a consortium: who could join, take a place, be left out, or coordinate; the best listed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matchmaker.inputs.organisations import Organisation
from matchmaker.language import Message
from matchmaker.matching.checking import DIFFERENCE, Disagreement
from matchmaker.matching.mending.changes import Kind, Step
from matchmaker.matching.mending.neighbourhood import NOTHING, Neighbourhood, Ranked
from matchmaker.matching.mending.situation import Situation
from matchmaker.matching.mending.states import State
from matchmaker.matching.mending.what_if import Effect, effect


@dataclass(frozen=True, slots=True)
class Repair:
    """Steps after which no rule fails, and what the consortium is then. joining: whoever joins; coordinator: afterwards."""

    steps: tuple[Step, ...]
    joining: tuple[Organisation, ...]
    coordinator: str
    score: float
    effect: Effect
    reasons: Mapping[str, tuple[Message, ...]]
    to_confirm: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class SingleSteps:
    """All repairs by one step of a kind. count: how many; leaving: who could be replaced or left out -> by how many of them.

    best: those with the highest score, best first.
    """

    kind: Kind
    count: int
    leaving: Mapping[str, int]
    best: tuple[Repair, ...]


def repair_of(situation: Situation, before: State, steps: Sequence[Step], tolerated: frozenset[str] = NOTHING) -> Repair:
    """The steps with their effect, computed in full. Raises `Disagreement` when a rule fails that is not tolerated."""
    found = effect(situation, before, steps)
    if not found.after.fails <= tolerated:
        raise Disagreement(f"{steps}: {sorted(found.after.fails)}")
    there = {one.id for one in before.members}
    joining = tuple(one for one in found.after.members if one.id not in there)
    state = found.after
    return Repair(tuple(steps), joining, state.coordinator, state.score, found, found.reasons, found.to_confirm)


def added(neighbourhood: Neighbourhood, before: State, limit: int) -> SingleSteps:
    """Everybody who mends it by joining."""
    takers = neighbourhood.takers(None, limit)
    best = _in_time(
        neighbourhood,
        (_checked(neighbourhood, before, Step("add", joins=_id(neighbourhood, one)), one.score) for one in takers.best),
    )
    return SingleSteps("add", takers.count, {}, best)


def replaced(
    neighbourhood: Neighbourhood, before: State, leaving: Sequence[str], limit: int, tolerated: frozenset[str] = NOTHING
) -> SingleSteps:
    """Everybody who may take the place of one of those leaving."""
    takers = {one: neighbourhood.takers(one, limit, tolerated) for one in leaving}
    listed = [(taker, one) for one, found in takers.items() for taker in found.best]
    listed.sort(key=lambda pair: -pair[0].score)
    best = _in_time(
        neighbourhood,
        (
            _checked(neighbourhood, before, Step("replace", leaves=one, joins=_id(neighbourhood, taker)), taker.score, tolerated)
            for taker, one in listed[:limit]
        ),
    )
    counts = {one: found.count for one, found in takers.items() if found.count}
    return SingleSteps("replace", sum(counts.values()), counts, best)


def removed(neighbourhood: Neighbourhood, before: State, limit: int) -> SingleSteps:
    """Every member without whom it meets the rules."""
    leaving = [one for one in neighbourhood.may_leave if neighbourhood.goes_without(one)]
    found = _in_time(neighbourhood, (repair_of(neighbourhood.situation, before, [Step("remove", leaves=one)]) for one in leaving))
    return SingleSteps("remove", len(leaving), dict.fromkeys(leaving, 1), _ranked(found)[:limit])


def handed_over(neighbourhood: Neighbourhood, before: State, limit: int) -> SingleSteps:
    """Every member that makes it meet the rules by coordinating."""
    able = [one for one in neighbourhood.ids if neighbourhood.can_be_led_by(one)]
    found = _in_time(
        neighbourhood, (repair_of(neighbourhood.situation, before, [Step("coordinator", coordinator=one)]) for one in able)
    )
    return SingleSteps("coordinator", len(able), {}, _ranked(found)[:limit])


def _in_time(neighbourhood: Neighbourhood, repairs: Iterable[Repair]) -> tuple[Repair, ...]:
    """Those computed until time is up, but one at least: among hundreds of members each takes its while."""
    found = []
    for one in repairs:
        found.append(one)
        if neighbourhood.time_is_up:
            break
    return tuple(found)


def _checked(
    neighbourhood: Neighbourhood, before: State, step: Step, score: float, tolerated: frozenset[str] = NOTHING
) -> Repair:
    """The step in full; it must score what the columns said. Raises `Disagreement`."""
    found = repair_of(neighbourhood.situation, before, [step], tolerated)
    if abs(found.score - score) > DIFFERENCE:
        raise Disagreement(f"{step}: {found.score} instead of {score}")
    return found


def _ranked(repairs: Sequence[Repair]) -> tuple[Repair, ...]:
    return tuple(sorted(repairs, key=lambda one: -one.score))


def _id(neighbourhood: Neighbourhood, one: Ranked) -> str:
    return neighbourhood.situation.population.id_of(one.who)
