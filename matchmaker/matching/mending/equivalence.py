"""Equivalence classes of members that no rule of a call tells apart: of each, called a *cell* as elsewhere, the check judges one.

A rule looks at the classes an organisation is in, at what it declares, and at its country: which one it is where somebody in
the consortium is from it too, else only whether it counts, and what conditions and kinds of rule ask of it. Who
coordinates is looked at closely, and so is who may be one legal entity with another member; both are told apart from everybody.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np

from matchmaker import eligibility
from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.eligibility.reading import identifiers
from matchmaker.matching import conditions
from matchmaker.matching.clock import Clock
from matchmaker.matching.composition import Composition
from matchmaker.matching.mending.situation import Situation
from matchmaker.matching.population import Bools, Ints
from matchmaker.programme import classes, countries

Traits: TypeAlias = Hashable


@dataclass(frozen=True, slots=True)
class Seated:
    """A member as the check reads it. cell: what rules can tell of it, equal for those of one cell."""

    member: Member
    cell: Traits


@dataclass(frozen=True, slots=True)
class Cell:
    """Organisations that no rule tells apart. who: their positions; example: one of them as a partner."""

    who: Ints
    example: Seated


class Equivalence:
    """The cells of members, and of who may join, beside those of one consortium."""

    def __init__(self, situation: Situation, members: Sequence[Member]) -> None:
        call, self._population = situation.given.call, situation.population
        self._call, self._classes = call, sorted(call.classes)
        # However its rules are meant, they look at the same of a country.
        self._composition = Composition(call)
        self._conditions = conditions.asked(call, situation.given.today)
        self._flags = sorted({flag for condition in call.conditions for flag in condition.named_flags})
        self._there = {countries.counts_as(one.country) for one in members}
        self._shared = Counter(key for one in members for key in identifiers(one))

    def seat(self, member: Member) -> Seated:
        """A member of the consortium."""
        alone = all(self._shared[key] == 1 for key in identifiers(member))
        entity = None if alone else tuple(identifiers(member))
        return Seated(member, (self._nature(member.type, member.flags), self._country(member.country), entity))

    def cells(self, may: Bools) -> list[Cell]:
        """Those who may join, by cell; may: an entry for each organisation of the population. Takes O(N log N)."""
        who = np.flatnonzero(may)
        cell = self._number_of[who]
        order = np.argsort(cell, kind="stable")
        starts = np.flatnonzero(np.diff(cell[order], prepend=-1))
        return [Cell(who[alike], self.example(int(who[alike[0]]))) for alike in np.split(order, starts)[1:]]

    @cached_property
    def _number_of(self) -> Ints:
        """A number for the cell of each organisation."""
        population = self._population
        natures = _numbers(self._nature(one.type, one.flags) for one in population.natures)
        places = _numbers(self._country(code) for code in population.countries)
        number = natures[population.nature] * (int(places.max(initial=0)) + 1) + places[population.country]
        return np.asarray(number, dtype=np.int64)

    def example(self, who: int) -> Seated:
        """An organisation as a partner, known only by what rules look at."""
        population = self._population
        nature, country = population.natures[population.nature[who]], population.countries[population.country[who]]
        member = Member(population.id_of(who), "partner", "", country, nature.type, nature.flags)
        return Seated(member, (self._nature(nature.type, nature.flags), self._country(country), None))

    def _nature(self, type_code: str, flags: frozenset[str]) -> Traits:
        known = tuple((flag in flags, f"no_{flag}" in flags) for flag in self._flags)
        return tuple(classes.belongs([name], type_code, flags) for name in self._classes), known

    def _country(self, code: str) -> Traits:
        counted = countries.counts_as(code)
        if counted in self._there or counted in self._call.open_countries:
            return counted
        seen = tuple(one.of_country(code) for one in self._conditions)
        return conditions.counts(self._call, code), seen, self._composition.of_country(counted)


class Verdicts:
    """Which rules fail, asked of the check once for all consortia of the same cells; while there is a clock, only in its time."""

    def __init__(self, situation: Situation) -> None:
        self._given, self._consortium = situation.given, situation.case.consortium
        self._strictly = situation.request.confirmed_only
        self._known: dict[Hashable, frozenset[str]] = {}
        self.clock: Clock | None = None

    def failing(self, members: Sequence[Seated], coordinator: int | None) -> frozenset[str]:
        """The ids of the composition rules that fail when these take part and the one at that place coordinates."""
        if self.clock is not None:
            self.clock.check()
        others = Counter(one.cell for place, one in enumerate(members) if place != coordinator)
        lead = None if coordinator is None else members[coordinator]
        # Its founding date matters too; who joins to coordinate is old enough as far as is known.
        leads = lead and (lead.member.country, lead.member.type, lead.member.flags, lead.member.established, lead.cell)
        key = (leads, frozenset(others.items()))
        if key not in self._known:
            self._known[key] = self._ask(members, coordinator)
        return self._known[key]

    def _ask(self, members: Sequence[Seated], coordinator: int | None) -> frozenset[str]:
        return eligibility.check(self._of(members, coordinator), self._given.call, self._given.today).failing

    def withdrawals(self, members: Sequence[Seated], coordinator: int, leaving: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The rules that fail once one of these ids has left, as `eligibility.withdrawals`."""
        consortium, given = self._of(members, coordinator), self._given
        failing = self.failing(members, coordinator)
        return eligibility.withdrawals(consortium, given.call, given.today, leaving, failing, strictly=self._strictly)

    def _of(self, members: Sequence[Seated], coordinator: int | None) -> Consortium:
        taking_part = tuple(
            replace(one.member, role="coordinator" if place == coordinator else "partner") for place, one in enumerate(members)
        )
        return replace(self._consortium, members=(*taking_part, *self._consortium.associated))


def _numbers(traits: Iterable[Traits]) -> Ints:
    """A number for each of these, the same for equal ones."""
    known: dict[Traits, int] = {}
    return np.array([known.setdefault(one, len(known)) for one in traits], dtype=np.int64)
