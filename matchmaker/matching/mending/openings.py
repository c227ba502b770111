"""Where an organisation that offers itself is needed: open requests and consortia in which it closes something.

Most cases are put aside by what costs next to nothing, numbers and places. The others are looked at in a population of their
members and the one that offers itself; the formula takes the size and counts of the whole population, so that scores are those
of a repair.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from itertools import groupby
from typing import Generic, TypeVar

from matchmaker.eligibility import seen_as
from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.reading import identifiers
from matchmaker.errors import Invalid
from matchmaker.inputs.request import Seat
from matchmaker.language import N_, Message, say
from matchmaker.matching.composition import Composition
from matchmaker.matching.history import History
from matchmaker.matching.mending.cases import Case, settled
from matchmaker.matching.mending.changes import Step
from matchmaker.matching.mending.neighbourhood import Neighbourhood
from matchmaker.matching.mending.situation import Situation, rivals
from matchmaker.matching.mending.states import State, assess
from matchmaker.matching.mending.what_if import Effect, consortium_after, effect
from matchmaker.matching.obstacles import rules_of
from matchmaker.matching.population import Population
from matchmaker.matching.question import Circumstances
from matchmaker.matching.seats import fits_seat
from matchmaker.matching.standing import Standing
from matchmaker.matching.task import standing
from matchmaker.programme import countries, plain
from matchmaker.programme.calls import Call
from matchmaker.programme.same import Same

KeyT = TypeVar("KeyT")


@dataclass(frozen=True, slots=True)
class Opening(Generic[KeyT]):
    """A case in which somebody who joins closes something and breaks nothing.

    complete: no rule fails once it has joined, though one does now. closes: ids of rules that fail no longer; nears: of those
    that fail still, with less missing. fills: places asked for that are empty now. after: what the case is with it.
    """

    key: KeyT
    organisation: str
    situation: Situation
    complete: bool
    closes: tuple[str, ...]
    nears: tuple[str, ...]
    fills: tuple[Seat, ...]
    after: State

    @property
    def effect(self) -> Effect:
        """Before and after, side by side."""
        before = assess(self.situation, self.situation.case.consortium)
        return effect(self.situation, before, [Step("add", joins=self.organisation)])

    @property
    def reasons(self) -> tuple[Message, ...]:
        """Why it, as a repair says it."""
        return self.effect.reasons[self.organisation]

    @property
    def to_confirm(self) -> tuple[Message, ...]:
        """What nobody knows yet of the case with it."""
        return self.effect.to_confirm


@dataclass(frozen=True, slots=True)
class _Found(Generic[KeyT]):
    """The same before it is assessed, which costs most."""

    key: KeyT
    situation: Situation
    complete: bool
    closes: tuple[str, ...]
    nears: tuple[str, ...]
    fills: tuple[Seat, ...]

    @property
    def rank(self) -> tuple[int, int]:
        """What it adds, the least for what adds most: rules met and places filled, then rules come nearer to."""
        return -len(self.closes) - len(self.fills), -len(self.nears)


_Seen = tuple[Composition, Callable[[str, str, frozenset[str]], Standing]]
"""The rules of a plain call, and what they see of an organisation by country, type and flags."""


class _Offer:
    """An organisation that offers itself, under one call: what all cases of that call share. who: its position."""

    def __init__(self, who: int, given: Circumstances) -> None:
        self.call, self._given = given.call, given
        self._facts = given.population.facts(who)
        self._rivals = {given.population.id_of(one) for one in rivals(given.population, who)}
        self._rules = tuple(rules_of(given.call))
        self._seen: dict[Same[Call], _Seen] = {}

    def may_help(self, case: Case) -> bool:
        """Whether a case is worth a look: no only where the organisation may not join, or would change nothing.

        It helps by a place that it fits or a rule about numbers that lacks less with it: no other rule that fails now, about a
        member by itself or about who coordinates, is mended by somebody who joins.
        """
        own, there = self._facts, case.taking_part
        if own.id in case.request.exclude or not self._rivals.isdisjoint(one.id for one in there):
            return False
        if any(fits_seat(seat, own.type, own.flags, own.sectors) for seat in case.request.seats):
            return True
        entries = [key for one in there for key in identifiers(one)]
        if case.consortium.coordinator is None or len(set(entries)) < len(entries):
            return True  # the check counts two entries of one body once
        home = countries.counts_as(case.consortium.coordinator.country)
        concerned = {countries.counts_as(code) for code in (*(one.country for one in there), own.country)}
        return any(self._lacks_less(reading, there, home) for reading in plain.widest(self.call, concerned))

    def _lacks_less(self, reading: Call, there: Sequence[Member], home: str) -> bool:
        """Whether some rule of a plain call lacks less with the organisation."""
        if (seen := self._seen.get(Same(reading))) is None:
            composition = Composition(reading)
            seen = self._seen[Same(reading)] = composition, lru_cache(maxsize=None)(partial(standing, reading, composition))
        (composition, standing_of), own = seen, self._facts
        before = [standing_of(one.country, one.type, one.flags) for one in there]
        after = [*before, standing_of(own.country, own.type, own.flags)]
        return any(one.missing(after, home) < one.missing(before, home) for one in composition.binding)

    def look(self, cases: Mapping[KeyT, Case]) -> list[_Found[KeyT]]:
        """What the organisation adds to each of these, but where it may not join, breaks something, or adds nothing."""
        population = self._given.population
        ids = dict.fromkeys([*(one.id for case in cases.values() for one in case.taking_part), self._facts.id])
        # One for all cases, for it is dear to make: nothing that is asked of it depends on who else is in it.
        near = Population(population.read(population.index[one] for one in ids), doubts_listed=True)
        given = replace(self._given, population=near)
        looked = (self._look(key, case, given.in_round(case.consortium.round)) for key, case in cases.items())
        return [one for one in looked if one is not None]

    def _look(self, key: KeyT, case: Case, given: Circumstances) -> _Found[KeyT] | None:
        alone = replace(case, request=case.request.model_copy(update={"exclude": ()}))
        situation = Situation(alone, given, counts=self._given.population)
        position = situation.position(self._facts.id)
        if not situation.may_join[position]:
            return None
        neighbourhood = Neighbourhood(situation)
        fails = neighbourhood.fails_with(position)
        closes, nears = neighbourhood.fails - fails, _nears(neighbourhood, position, neighbourhood.fails & fails)
        fills = neighbourhood.fills(position)
        if fails - neighbourhood.fails or not (closes or nears or fills):
            return None
        in_order = tuple(rule for rule in self._rules if rule in closes)
        return _Found(key, situation, bool(neighbourhood.fails) and not fails, in_order, nears, fills)


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
    """The cases in which an organisation is needed: by rules closed and places filled, then rules come nearer to, then score.

    Only where it meets the wishes, sits in conflict with nobody and breaks no rule. Raises `Invalid` when nobody has its id,
    and what a case raises that does not suit the population.
    """
    who = population.index.get(organisation)
    if who is None:
        raise Invalid({"organisation": say(N_("nobody in the population has the id “%(id)s”"), id=organisation[:80])})
    if not population.available[who]:
        return ()
    own, found = population.id_of(who), list[_Found[KeyT]]()
    for one, some in _by_call(cases, call_of, today).items():
        offer = _Offer(who, Circumstances(population, history, one.thing, today))
        whole = {key: settled(case, population, offer.call, today) for key, case in some.items()}
        found += offer.look({key: case for key, case in whole.items() if offer.may_help(case)})
    place = {key: number for number, key in enumerate(cases)}  # equals stay as they are given
    ranked: list[Opening[KeyT]] = []
    for _, equals in groupby(sorted(found, key=lambda one: (one.rank, place[one.key])), key=lambda one: one.rank):
        if limit is None or len(ranked) < limit:
            ranked += sorted((_opening(own, one) for one in equals), key=lambda one: -one.after.score)
    return tuple(ranked[:limit])


def _by_call(cases: Mapping[KeyT, Case], call_of: Callable[[str], Call], today: date) -> dict[Same[Call], dict[KeyT, Case]]:
    """The cases by the call that each is under, seen as its variant; without those that are only checked."""
    found: dict[Same[Call], dict[KeyT, Case]] = {}
    calls = {call: call_of(call) for call in dict.fromkeys(case.request.call for case in cases.values())}
    for key, case in cases.items():
        call = seen_as(case.consortium, calls[case.request.call], today)
        if call.is_searched:
            found.setdefault(Same(call), {})[key] = case
    return found


def _opening(organisation: str, found: _Found[KeyT]) -> Opening[KeyT]:
    """The same, assessed."""
    situation = found.situation
    return Opening(
        key=found.key,
        organisation=organisation,
        situation=situation,
        complete=found.complete,
        closes=found.closes,
        nears=found.nears,
        fills=found.fills,
        after=assess(situation, consortium_after(situation, [Step("add", joins=organisation)])),
    )


def _nears(neighbourhood: Neighbourhood, who: int, failing: frozenset[str]) -> tuple[str, ...]:
    """Of the rules that fail with it and without it those that lack less with it."""
    situation = neighbourhood.situation
    home = countries.counts_as(situation.population.facts(situation.position(neighbourhood.coordinator)).country)
    found: dict[str, None] = {}
    for task in situation.tasks:
        before = [task.standing(situation.position(one)) for one in neighbourhood.ids]
        after = [*before, task.standing(who)]
        for one in task.composition.binding:
            if one.rule.id in failing and one.missing(after, home) < one.missing(before, home):
                found[one.rule.id] = None
    return tuple(found)
