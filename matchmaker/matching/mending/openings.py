"""Where an organisation that offers itself is needed: open requests and consortia in which it closes something.

Each case is looked at by itself, in a population of its members and the one that offers itself; the formula takes the size
and counts of the whole population, so that scores are those of a repair.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Generic, TypeVar

from matchmaker.errors import Invalid
from matchmaker.inputs.request import Seat
from matchmaker.language import N_, Message, say
from matchmaker.matching.history import History
from matchmaker.matching.mending.bench import Bench
from matchmaker.matching.mending.cases import Case, settled
from matchmaker.matching.mending.changes import Step
from matchmaker.matching.mending.situation import Situation, rivals
from matchmaker.matching.mending.states import assess
from matchmaker.matching.mending.what_if import Effect, effect
from matchmaker.matching.obstacles import rules_of
from matchmaker.matching.population import Population
from matchmaker.matching.question import Circumstances
from matchmaker.programme import countries
from matchmaker.programme.calls import Call

KeyT = TypeVar("KeyT")


@dataclass(frozen=True, slots=True)
class Opening(Generic[KeyT]):
    """A case in which somebody who joins closes something and breaks nothing.

    complete: no rule fails once it has joined, though one does now. closes: ids of rules that fail no longer; nears: of those
    that fail still, with less missing. fills: places asked for that are empty now. effect: before and after.
    """

    key: KeyT
    case: Case
    complete: bool
    closes: tuple[str, ...]
    nears: tuple[str, ...]
    fills: tuple[Seat, ...]
    effect: Effect
    reasons: tuple[Message, ...]
    to_confirm: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class _Found(Generic[KeyT]):
    """The same before the score is known."""

    key: KeyT
    case: Case
    situation: Situation
    closes: tuple[str, ...]
    nears: tuple[str, ...]
    fills: tuple[Seat, ...]
    complete: bool

    @property
    def rank(self) -> tuple[int, int]:
        """What it adds, the least for what adds most."""
        return -len(self.closes), -len(self.nears)


def openings(
    organisation: str,
    cases: Mapping[KeyT, Case],
    population: Population,
    history: History,
    today: date,
    *,
    call_of: Callable[[str], Call],
    limit: int | None = None,
) -> tuple[Opening[KeyT], ...]:
    """The cases in which an organisation is needed: by rules closed, then rules come nearer to, then the resulting score.

    Only where it meets the wishes, sits in conflict with nobody and breaks no rule. Raises `Invalid` when nobody has its id,
    and what a case raises that does not suit the population.
    """
    who = population.index.get(organisation)
    if who is None:
        raise Invalid({"organisation": say(N_("nobody in the population has the id “%(id)s”"), id=organisation[:80])})
    if not population.available[who]:
        return ()
    own = population.id_of(who)
    listed = (
        _look(own, key, case, Circumstances(population, history, call_of(case.request.call), today))
        for key, case in cases.items()
    )
    found = sorted((one for one in listed if one is not None), key=lambda one: one.rank)
    ranked: list[Opening[KeyT]] = []
    for _, equals in groupby(found, key=lambda one: one.rank):
        if limit is None or len(ranked) < limit:
            ranked += sorted((_opening(own, one) for one in equals), key=lambda one: -one.effect.after.score)
    return tuple(ranked[:limit])


def _look(organisation: str, key: KeyT, case: Case, given: Circumstances) -> _Found[KeyT] | None:
    """What the organisation adds to a case; None when it may not join, breaks something, or adds nothing."""
    population, call = given.population, given.call
    whole = settled(case, population, call)
    members = dict.fromkeys(population.index[one.id] for one in whole.taking_part)
    who = population.index[organisation]
    if organisation in whole.request.exclude or rivals(population, who) & members.keys():
        return None
    small = Population(population.read(dict.fromkeys([*members, who])), doubts_listed=True)
    alone = replace(whole, request=whole.request.model_copy(update={"exclude": ()}))
    situation = Situation(alone, replace(given, population=small), counts=population)
    position = small.index[organisation]
    if not situation.may_join[position]:
        return None
    bench = Bench(situation)
    fails = bench.fails_with(position)
    closes, nears = bench.fails - fails, _nears(bench, position, bench.fails & fails)
    fills = bench.fills(position)
    if fails - bench.fails or not (closes or nears or fills):
        return None
    return _Found(key, whole, situation, tuple(rule for rule in rules_of(call) if rule in closes), nears, fills, not fails)


def _opening(organisation: str, found: _Found[KeyT]) -> Opening[KeyT]:
    """The same with the score."""
    situation = found.situation
    before = assess(situation, situation.case.consortium)
    after = effect(situation, before, [Step("add", joins=organisation)])
    return Opening(
        key=found.key,
        case=found.case,
        complete=found.complete and bool(before.fails),
        closes=found.closes,
        nears=found.nears,
        fills=found.fills,
        effect=after,
        reasons=after.reasons[organisation],
        to_confirm=after.to_confirm,
    )


def _nears(bench: Bench, who: int, failing: frozenset[str]) -> tuple[str, ...]:
    """Of the rules that fail with it and without it those that lack less with it."""
    situation, composition = bench.situation, bench.situation.task.composition
    home = countries.counts_as(situation.population.facts(situation.position(bench.coordinator)).country)
    before = [situation.task.standing(situation.position(one)) for one in bench.ids]
    after = [*before, situation.task.standing(who)]
    return tuple(
        one.rule.id
        for one in composition.binding
        if one.rule.id in failing and one.missing(after, home) < one.missing(before, home)
    )
