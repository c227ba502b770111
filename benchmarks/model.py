"""A request for consortia of one size as an integer program: what the referees are given, complete and in its best form.

Of rules it knows those of the calls that the requests name: at least so many organisations, and so many countries, of the
programme. Candidates are 0/1. Who stands for which sector and who fills which seat are flows from groups of candidates that
can fill the same places, so that few variables are needed. Robustness is counted country by country: a partner can leave
when there are more organisations than the rules need, and more countries, or another member of its country stays.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from benchmarks.pool import Pool
from benchmarks.program import Program
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import conditions
from matchmaker.matching.population import Population, identities
from matchmaker.programme import countries, rules
from matchmaker.programme.types import SIX_SECTORS
from oracle.brute_force import World

KeyT = TypeVar("KeyT", bound=Hashable)
PlaceT = TypeVar("PlaceT", str, int)


@dataclass(frozen=True, slots=True)
class Model:
    """The program; its first variables say which candidates are chosen."""

    program: Program
    candidates: tuple[Organisation, ...]


class Unmodelled(ValueError):
    """The request holds something that the program does not know."""


@dataclass(frozen=True, slots=True)
class Minima:
    """The least numbers of organisations and of countries of the programme."""

    organisations: int
    countries: int


def build(world: World, population: Population, today: date, earlier: Sequence[Iterable[str]] = ()) -> Model:
    """The program of a request for one size. earlier: ids of the partners of each earlier proposal. Raises `Unmodelled`."""
    size, request = world.request.size, world.request
    if size.min is None or size.min != size.max or request.include or request.confirmed_only or len(world.present) > 1:
        raise Unmodelled("it asks for more than one size, for someone by name, or for confirmed facts only")
    made = _Building(world, population, size.min - 1)
    made.differ(earlier)
    made.conflicts()
    made.expertise()
    made.newcomers()
    made.sectors()
    made.seats()
    made.rules(minima(world), made.able(today) if request.coordinator == "find" else None)
    return Model(made.program, made.candidates)


def minima(world: World) -> Minima:
    """What the call's rules ask. Raises `Unmodelled` for rules of other kinds."""
    organisations = counted = 0
    for rule in world.call.rules:
        if isinstance(rule, rules.CountOrgs) and rule.scope == "counting" and rule.max is None and rule.settled:
            organisations = max(organisations, rule.min)
        elif isinstance(rule, rules.CountCountries) and rule.scope == "counting" and rule.settled:
            counted = max(counted, rule.min)
        else:
            raise Unmodelled(f"rule {rule.id}")
    return Minima(organisations, counted)


class _Building:
    """A program being put together, part by part. number: how many partners are suggested."""

    def __init__(self, world: World, population: Population, number: int) -> None:
        pool = Pool(world, population)
        self.world, self.number, self.program = world, number, Program()
        self.formula, self.candidates = pool.formula, pool.candidates
        for value in pool.own.tolist():
            self.program.add(100.0 * value / number)
        self._place = {one.id: place for place, one in enumerate(self.candidates)}

    def _groups(self, key: Callable[[Organisation], KeyT]) -> dict[KeyT, list[int]]:
        """Candidates with the same key together, by their places."""
        found: dict[KeyT, list[int]] = defaultdict(list)
        for place, one in enumerate(self.candidates):
            found[key(one)].append(place)
        return found

    def differ(self, earlier: Sequence[Iterable[str]]) -> None:
        """So many partners are chosen, and enough of them are not in each earlier proposal."""
        self.program.between(self.number, range(len(self.candidates)), self.number)
        for ids in earlier:
            again = [self._place[one] for one in ids if one in self._place]
            self.program.between(0, again, self.number - self.world.request.min_difference)

    def conflicts(self) -> None:
        """At most one of those who may be one body, and of two who have blocked each other."""
        sharing: dict[Hashable, list[int]] = defaultdict(list)
        for place, one in enumerate(self.candidates):
            for identity in identities(one):
                sharing[identity].append(place)
        apart = [[self._place[one] for one in pair if one in self._place] for pair in self.world.apart]
        for group in [*sharing.values(), *apart]:
            if len(group) > 1:
                self.program.between(0, group, 1)

    def expertise(self) -> None:
        """Each wanted expertise counts once when anybody has it."""
        whole = sum(self.formula.expertise.values())
        for slug, weight in self.formula.expertise.items():
            points = 100.0 * self.formula.weight("expertise") * weight / whole
            if any(slug in one.expertise for one in self.world.present):
                self.program.constant += points
            else:
                self.program.at_most(
                    [self.program.add(points)], [at for at, one in enumerate(self.candidates) if slug in one.expertise]
                )

    def newcomers(self) -> None:
        """There is a stated newcomer and a stated experienced organisation."""
        both = self.program.add(100.0 * self.formula.weight("newcomers"))
        for answer in (True, False):
            if not any(one.newcomer is answer for one in self.world.present):
                self.program.at_most([both], [at for at, one in enumerate(self.candidates) if one.newcomer is answer])

    def sectors(self) -> None:
        """Different members stand for different sectors; each sector counts once, up to the target."""
        six, target = frozenset(SIX_SECTORS), self.formula.target
        points = 100.0 * self.formula.weight("cross_sector") / target
        standing: dict[str, list[int]] = defaultdict(list)
        for one in self.world.present:
            self._flow([], one.sectors & six, standing, there=1)
        for sectors, group in self._groups(lambda one: one.sectors & six).items():
            self._flow(group, sectors, standing)
        for flows in standing.values():
            self.program.between(0, flows, 1)
        self.program.at_most([self.program.add(points, target)], [one for flows in standing.values() for one in flows])

    def seats(self) -> None:
        """Each seat is filled by a partner of its own."""
        asked = dict(enumerate(self.world.request.seats))
        filling: dict[int, list[int]] = defaultdict(list)
        fits = self._groups(lambda one: frozenset(at for at, seat in asked.items() if self.world.fits(seat, one)))
        for seats, group in fits.items():
            self._flow(group, seats, filling)
        for at, seat in asked.items():
            self.program.between(seat.count, filling[at], seat.count)

    def _flow(self, group: Sequence[int], places: Iterable[PlaceT], into: dict[PlaceT, list[int]], there: int = 0) -> None:
        """Members of a group, `there` of them sitting already, go to places that all of them can fill."""
        flows = []
        for place in sorted(places):
            flows.append(self.program.add(upper=self.number if group else there))
            into[place].append(flows[-1])
        if flows:
            self.program.at_most(flows, group, there)

    def able(self, today: date) -> frozenset[int]:
        """Who may be the coordinator that is found."""
        asked = conditions.of_coordinator(self.world.call, today)
        return frozenset(
            place
            for place, one in enumerate(self.candidates)
            if self.world.may_coordinate(one) and not any(each.holds(one) is False for each in asked)
        )

    def rules(self, least: Minima, able: frozenset[int] | None) -> None:
        """Enough organisations and countries, somebody who coordinates, and who can leave without breaking that.

        able: who may be the coordinator that is found, None when it is known already.
        """
        program = self.program
        programme = self.world.call.counting_countries
        there = [counted for one in self.world.present if (counted := countries.counts_as(one.country)) in programme]
        by_country = self._groups(lambda one: countries.counts_as(one.country))
        counting = {country: group for country, group in by_country.items() if country in programme}
        spare_organisation, spare_country = program.add(), program.add()
        everybody = [place for group in counting.values() for place in group]
        program.at_most([spare_organisation], everybody, len(there) - least.organisations)
        new = {country: program.add() for country in counting if country not in there}
        for country, represented in new.items():
            program.at_most([represented], counting[country])
        program.at_most([spare_country], new.values(), len(set(there)) - least.countries)
        leads = []
        for country, group in by_country.items():
            leaving = program.add(100.0 * self.formula.weight("robustness") / self.number, self.number)
            staying = [leaving]
            if able and (able_here := [place for place in group if place in able]):
                leads.append(program.add())
                program.at_most(leads[-1:], able_here)
                staying.append(leads[-1])
            program.at_most(staying, group)
            if country in programme:
                another = program.add()
                program.at_most([another, another], group, there.count(country))
                program.at_most([leaving], [spare_country, another], times=self.number)
                program.at_most([leaving], [spare_organisation], times=self.number)
        if able is not None:
            program.between(1, leads, 1)
