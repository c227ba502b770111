"""A request resolved against a population: who is there, who may be suggested, and which places must be filled.

A call that is in doubt is several plain calls (`programme/plain.py`), and each is a task by itself.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import Request, Seat
from matchmaker.matching import conditions, screening
from matchmaker.matching.composition import Composition
from matchmaker.matching.conditions import Condition
from matchmaker.matching.population import Bools, Population
from matchmaker.matching.roster import look_up, renamed
from matchmaker.matching.standing import Standing
from matchmaker.matching.tuning import TUNING, Tuning
from matchmaker.programme import classes, countries, plain
from matchmaker.programme.calls import Call


@dataclass(frozen=True, slots=True)
class Task:
    """All positions are positions of the population.

    call: about which nothing is in doubt.
    request: with each organisation under its first id. present: the members already there, the initiator first.
    included: suggested partners asked for by name. coordinator: None when one is to be found. seats: one entry per different
    seat, `seat_counts` how many of it.
    suggestible: who may be suggested, everything about it alone considered (the included too, if they may).
    able: who may be the coordinator that is found. broken: ids of rules that a member present breaks by itself.
    """

    population: Population
    call: Call
    request: Request
    today: date
    present: tuple[int, ...]
    included: tuple[int, ...]
    coordinator: int | None
    composition: Composition
    seats: tuple[Seat, ...]
    seat_counts: tuple[int, ...]
    suggestible: Bools
    able: Bools
    broken: tuple[str, ...]
    tuning: Tuning
    # Not carried over to a task with other rules, which see something else.
    _standings: dict[tuple[int, int], Standing] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def initiator(self) -> int:
        """Who starts."""
        return self.present[0]

    @property
    def partner_numbers(self) -> range:
        """How many suggested partners there may be, the included counted."""
        sizes, there = self.request.sizes, len(self.present)
        return range(max(sizes.start - there, len(self.included), int(self.coordinator is None)), sizes.stop - there)

    def standing(self, who: int) -> Standing:
        """What the rules see of an organisation."""
        population = self.population
        key = int(population.nature[who]), int(population.country[who])
        if (known := self._standings.get(key)) is None:
            nature, country = population.natures[key[0]], population.countries[key[1]]
            known = self._standings[key] = standing(self.call, self.composition, country, nature.type, nature.flags)
        return known


def tasks(
    request: Request,
    population: Population,
    call: Call,
    today: date,
    without: Iterable[str] = (),
    *,
    tuning: Tuning = TUNING,
    calls: Sequence[Call] | None = None,
) -> tuple[Task, ...]:
    """The tasks, of which any answer to one is an answer to the request, and each answer to the request is one to a task.

    What meets the rules of a call in one reading is an answer, with `confirmed_only` what does however its rules are meant.
    calls: the readings, if they are chosen already. Raises like `resolve`.
    """
    readings = _readings(request, population, call) if calls is None else calls
    return tuple(
        resolve(request, population, one, today, without, tuning=tuning, left_out=call.open_countries) for one in readings
    )


def _readings(request: Request, population: Population, call: Call) -> tuple[Call, ...]:
    """The plain calls that matter for who is there and who may be suggested."""
    found = look_up(request, population)
    there = [population.countries[code] for code in population.country[[*found.present, *found.included]].tolist()]
    concerned = {countries.counts_as(code) for code in (*there, *request.countries.include)}
    return plain.widest(call, concerned, strictly=request.confirmed_only)


def resolve(
    request: Request,
    population: Population,
    call: Call,
    today: date,
    without: Iterable[str] = (),
    *,
    tuning: Tuning = TUNING,
    left_out: frozenset[str] = frozenset(),
) -> Task:
    """The task under a plain call.

    without: ids of rules to leave out, to see whether they stand in the way. left_out: countries from which partners are
    suggested only where they are wished. Raises `Invalid` for ids nobody has and for members that contradict the wishes.
    """
    found, dropped = look_up(request, population), frozenset(without)
    present = [population.facts(one) for one in found.present]
    coordinating = [] if found.coordinator is None else [present[found.present.index(found.coordinator)]]
    counts: Counter[Seat] = Counter()
    for seat in request.seats:
        counts[seat.model_copy(update={"count": 1})] += seat.count
    composition = Composition(call, without=dropped)
    there = [standing(call, composition, one.country, one.type, one.flags) for one in present]
    return Task(
        population=population,
        call=call,
        request=renamed(request, found, population),
        today=today,
        present=found.present,
        included=found.included,
        coordinator=found.coordinator,
        composition=composition,
        seats=tuple(counts),
        seat_counts=tuple(counts.values()),
        suggestible=screening.suggestible(
            request, population, call, today, found, composition=composition, dropped=dropped, left_out=left_out
        ),
        able=screening.able(request, population, call, today, dropped=dropped)
        if found.coordinator is None
        else np.zeros(population.size, dtype=bool),
        broken=(
            *dict.fromkeys(rule for one in there for rule in composition.barring(one)),
            *_broken(conditions.of_members(call, today, dropped), present),
            *_broken(conditions.of_coordinator(call, today, dropped), coordinating),
            *(["one-entity-once"] if "one-entity-once" not in dropped and _same_entity(present) else []),
        ),
        tuning=tuning,
    )


def standing(call: Call, composition: Composition, country: str, type_code: str, flags: frozenset[str]) -> Standing:
    """What the rules of a call, compiled, see of such an organisation."""
    bits = (1 << place for place, name in enumerate(composition.classes) if classes.is_in(name, type_code, flags))
    return Standing(countries.counts_as(country), conditions.counts(call, country), sum(bits))


def _broken(asked: Iterable[Condition[Any]], members: Sequence[Organisation]) -> list[str]:
    """Ids of the conditions that one of the members does not meet."""
    return [condition.id for condition in asked if any(condition.holds(one) is False for one in members)]


def _same_entity(present: Sequence[Organisation]) -> bool:
    for number in ("oid", "pic"):
        known = [value for one in present if (value := getattr(one, number))]
        if len(set(known)) < len(known):
            return True
    return False
