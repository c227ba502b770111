"""Who may have to leave a consortium so that it meets its rules, and who could coordinate then.

A member can help by leaving only if it has a reason to:

- it breaks a rule by itself, so it must; or it is one legal entity with another member, of whom all but one must;
- somebody who may join cannot sit with it;
- it coordinates, and its successor may come from outside;
- or the call has a rule that more members can break, such as a largest number or a balance.

Of members that rules, seats and conflicts cannot tell apart the first leave first.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Final

import numpy as np

from matchmaker.eligibility.reading import identifiers
from matchmaker.inputs.request import LARGEST
from matchmaker.matching import conditions
from matchmaker.matching.clock import Clock
from matchmaker.matching.composition import Composition
from matchmaker.matching.conditions import roles
from matchmaker.matching.mending.enough import enough
from matchmaker.matching.mending.neighbourhood import Neighbourhood
from matchmaker.matching.population import Bools
from matchmaker.matching.rules.kind import NEVER
from matchmaker.matching.standing import Standing
from matchmaker.matching.task import Task
from matchmaker.programme import countries

FIND: Final = "find"


@dataclass(frozen=True, slots=True)
class Option:
    """Who leaves, by place among the members; who coordinates then: an id, or `find` for somebody who joins.

    cost: steps for handing over the coordination. least: the fewest that must join, before anybody is looked at.
    """

    leaving: tuple[int, ...]
    lead: str
    cost: int
    least: int


class Leaving:
    """The options of a neighbourhood for one of its tasks.

    without: ids of rules to leave out, to see whether they stand in the way.
    """

    def __init__(self, neighbourhood: Neighbourhood, task: Task, clock: Clock, without: Iterable[str] = ()) -> None:
        situation, dropped = neighbourhood.situation, frozenset(without)
        self._clock = clock
        self.call, population = task.call, situation.population
        call = self.call
        self._neighbourhood = neighbourhood
        self._composition = Composition(call, without=dropped)
        today = situation.given.today
        self._of_coordinator = conditions.of_coordinator(call, today, dropped)
        self.members = situation.case.taking_part
        self.positions = [situation.position(one.id) for one in self.members]
        self._facts = [population.facts(one) for one in self.positions]
        self._task = replace(task, composition=self._composition)
        self._standing = [self._task.standing(one) for one in self.positions]
        self._dropped = dropped
        self._in_reach: dict[str, bool] = {}
        asked = conditions.of_members(call, today, dropped)
        self._must = [
            place
            for place, (one, seen) in enumerate(zip(self._facts, self._standing, strict=True))
            if self._composition.barring(seen) or any(each.holds(one) is False for each in asked)
        ]
        self._twice = [] if "one-entity-once" in dropped else self._pairs()
        self._choice = self._classes()

    @property
    def numbers(self) -> range:
        """How many may leave; empty when somebody must who may not."""
        stays = not set(self._must) <= set(self._free())
        most = min(len(self._must) + sum(map(len, self._choice)), len(self.members) - 1)
        least = max(len(self._must), self._too_many())
        return range(least, least if stays else max(least, most + 1))

    def options(self, number: int) -> Iterator[Option]:
        """The options in which so many leave and the rules can hold once others join. Raises `TimeIsUp`."""
        for chosen in _choices(self._choice, number - len(self._must)):
            self._clock.check()
            gone = {*self._must, *chosen}
            if all(one in gone or other in gone for one, other in self._twice):
                yield from self._led(tuple(sorted(gone)))

    def staying(self, option: Option) -> list[int]:
        """The places of those who stay."""
        return [place for place in range(len(self.members)) if place not in option.leaving]

    def enough(self, option: Option, seats: int) -> int:
        """So many need join at most, with so many seats to fill: where a larger number mends it, no larger one is needed."""
        return enough(self._composition, [self._standing[place] for place in self.staying(option)], seats)

    def with_more(self, option: Option, numbers: Iterable[int]) -> Iterator[Option]:
        """Options with so many more leaving, whether they have a reason to or not; who is listed last leaves first."""
        situation, found = self._neighbourhood.situation, dict[object, list[int]]()
        for place in reversed([one for one in self._free() if one not in option.leaving]):
            position = self.positions[place]
            fits = situation.fits_of(position)
            leads = self.members[place].role == "coordinator"
            found.setdefault((self._standing[place], fits, frozenset(situation.rivals(position)), leads), []).append(place)
        for number in numbers:
            # Somebody stays.
            if len(option.leaving) + number < len(self.members):
                for chosen in _choices(list(found.values()), number):
                    self._clock.check()
                    yield from self._led(tuple(sorted((*option.leaving, *chosen))))

    def _led(self, leaving: tuple[int, ...]) -> Iterator[Option]:
        """The options for who coordinates; of members that rules cannot tell apart one."""
        staying = [place for place in range(len(self.members)) if place not in leaving]
        there = [self._standing[place] for place in staying]
        leads = [place for place in staying if self.members[place].role == "coordinator"]
        seen = set()
        for place in (*leads, *(one for one in staying if one not in leads)):
            kind = (place in leads, self._standing[place])
            if kind not in seen and all(each.holds(self._facts[place]) is not False for each in self._of_coordinator):
                seen.add(kind)
                home = self._standing[place].country or ""
                least = self._composition.missing(there, home)
                if least < NEVER and self._can_hold(home):
                    yield Option(leaving, self.members[place].id, 0 if place in leads else 1, least)
        if homes := [home for home in self._homes if self._can_hold(home)]:
            least = min(self._composition.missing(there, home) for home in homes)
            if least < NEVER:
                yield Option(leaving, FIND, 1 if leads else 0, max(1, least))

    @cached_property
    def _joining(self) -> Bools:
        """Who may join at most, and perhaps more: without some rules more may than the wishes and rules say."""
        situation = self._neighbourhood.situation
        return situation.population.available if self._dropped else situation.may_join

    @cached_property
    def _homes(self) -> list[str]:
        """The countries that somebody who joins could coordinate from."""
        population = self._neighbourhood.situation.population
        codes = np.unique(population.country[self._joining & roles.column(population)[0]])
        return sorted({countries.counts_as(population.countries[code]) for code in codes.tolist()})

    def _can_hold(self, home: str) -> bool:
        """Whether the rules that more members can only help would hold if all stayed and everybody joined."""
        if home not in self._in_reach:
            self._in_reach[home] = self._composition.in_reach(self._everybody, home)
        return self._in_reach[home]

    @cached_property
    def _everybody(self) -> list[Standing]:
        """The members and whoever may join; of those whom these rules cannot tell apart as many as any rule asks for."""
        population, task = self._neighbourhood.situation.population, self._task
        who = np.flatnonzero(self._joining)
        alike = population.nature[who] * len(population.countries) + population.country[who]
        _, examples, numbers = np.unique(alike, return_index=True, return_counts=True)
        found: Counter[Standing] = Counter()
        for example, number in zip(who[examples].tolist(), numbers.tolist(), strict=True):
            found[task.standing(example)] += number
        return [*self._standing, *(one for one, number in found.items() for _ in range(min(number, LARGEST)))]

    def _too_many(self) -> int:
        """By how many organisations the consortium is larger than a rule allows; whoever joins does not help."""
        counted = {one.id: standing for one, standing in zip(self.members, self._standing, strict=True)}.values()
        return max((one.too_many(counted) for one in self._composition.binding), default=0)

    def _free(self) -> list[int]:
        """The places of those who may leave; of several entries of one id not the one that coordinates."""
        case = self._neighbourhood.situation.case
        entries = Counter(one.id for one in self.members)
        return [
            place
            for place, one in enumerate(self.members)
            if (case.anyone_may_leave or one.id not in case.request.members)
            and not (one.role == "coordinator" and entries[one.id] > 1)
        ]

    def _pairs(self) -> list[tuple[int, int]]:
        """Members that are one legal entity."""
        keys = [set(identifiers(one)) for one in self.members]
        return [(one, other) for one, other in combinations(range(len(keys)), 2) if keys[one] & keys[other]]

    def _classes(self) -> list[list[int]]:
        """Those who may leave and need not, but could help by it, each class with those that are alike."""
        situation = self._neighbourhood.situation
        twice = {place for pair in self._twice for place in pair}
        breakable = any(one.can_be_broken for one in Composition(self.call).binding)
        found: dict[object, list[int]] = {}
        for place in self._free():
            if place in self._must:
                continue
            rivals = frozenset(one for one in situation.rivals(self.positions[place]) if situation.may_join[one])
            leads = self.members[place].role == "coordinator"
            if breakable or rivals or leads or place in twice:
                fits = situation.fits_of(self.positions[place])
                core = self.members[place].id in situation.request.members
                alone = place if leads or place in twice else None
                found.setdefault((self._standing[place], rivals, fits, core, alone), []).append(place)
        return list(found.values())


def _choices(classes: Sequence[Sequence[int]], number: int) -> Iterator[tuple[int, ...]]:
    """All ways to take so many, the first of each class first."""
    if not classes:
        if number == 0:
            yield ()
        return
    after = sum(map(len, classes[1:]))
    for taken in range(max(0, number - after), min(number, len(classes[0])) + 1):
        for rest in _choices(classes[1:], number - taken):
            yield (*classes[0][:taken], *rest)
