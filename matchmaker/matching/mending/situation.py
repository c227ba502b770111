"""A case put to its circumstances: the formula, what each organisation brings, who may join, and who cannot sit with whom."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from matchmaker.eligibility import seen_as
from matchmaker.matching import seats
from matchmaker.matching.mending.cases import Case, settled
from matchmaker.matching.past import Ties
from matchmaker.matching.population import Bools, Population
from matchmaker.matching.question import Circumstances, Weighing
from matchmaker.matching.score import Formula, Own
from matchmaker.matching.task import Task, tasks
from matchmaker.programme import countries, plain


class Situation:
    """One case in its circumstances, its call seen as the variant that the consortium is of, or fits best.

    Raises `Invalid` when they do not suit each other.

    tasks: one for each plain call that matters; what meets one of them meets the call, though something may be unknown.

    counts: the population whose size and counts the formula takes, when it is not the one that is looked at.
    """

    def __init__(self, case: Case, given: Circumstances, counts: Population | None = None) -> None:
        given = given.under(seen_as(case.consortium, given.call, given.today))
        self.case = settled(case, given.population, given.call, given.today)
        self.given = given = given.in_round(self.case.consortium.round)
        self.request = self.case.request
        there = {one.country for one in self.case.taking_part} | {*self.request.countries.include}
        self._concerned = {countries.counts_as(code) for code in there}
        # Asked as if a coordinator were to be found, so that the tasks say who else could be one.
        self.tasks = tasks(
            self.request.model_copy(update={"coordinator": "find"}),
            given.population,
            given.call,
            given.today,
            tuning=given.tuning,
            calls=plain.widest(given.call, self._concerned),
        )
        self.weighing = Weighing(self.request, given, counts)
        self.formula: Formula = self.weighing.formula

    @property
    def task(self) -> Task:
        """One of the tasks, for what all share: the request, who is there, the seats."""
        return self.tasks[0]

    @property
    def countries_settled(self) -> bool:
        """Whether it is known of everybody there, and of all who may join, if their countries count."""
        return self.given.call.open_countries.isdisjoint(self._concerned)

    @property
    def population(self) -> Population:
        """The organisations that are looked at."""
        return self.given.population

    def position(self, member: str) -> int:
        """The member's position in the population."""
        return self.population.index[member]

    def core(self, members: Iterable[str], coordinator: str) -> tuple[str, ...]:
        """S of a consortium: who of the request's members is in it; if nobody is, its coordinator."""
        there = set(members)
        return tuple(one for one in self.request.members if one in there) or (coordinator,)

    def ties(self, core: Iterable[str]) -> Ties:
        """The past projects of S and of others with it."""
        return self.weighing.ties(tuple(map(self.position, core)))

    def own(self, core: Iterable[str]) -> Own:
        """What each organisation brings beside S."""
        return self.weighing.own(tuple(map(self.position, core)))

    @cached_property
    def may_join(self) -> Bools:
        """Who meets the wishes and breaks no rule by itself; not the members, and not who is associated with the consortium."""
        may = np.any([task.suggestible for task in self.tasks], axis=0)
        known = (self.population.index.get(one.id) for one in self.case.consortium.members)
        may[[position for position in known if position is not None]] = False
        return np.asarray(may, dtype=bool)

    def rivals(self, who: int) -> set[int]:
        """Who may not sit with an organisation, see `rivals`."""
        return rivals(self.population, who)

    def twins(self, who: int) -> set[int]:
        """Who may be the same body, see `twins`."""
        return twins(self.population, who)

    def fillers(self, members: Iterable[str]) -> list[str]:
        """Who of the members may fill the seats asked for: all but those of the request, whose partners the seats are for."""
        return [one for one in dict.fromkeys(members) if one not in self.request.members]

    def assigned(self, fits: Sequence[Iterable[int]], counts: Sequence[int] | None = None) -> dict[int, list[int]]:
        """The seats asked for, as many filled as can be: seat of the task -> places in `fits`, the seats each one can fill.

        counts: how many there are of each seat, where it is not as many as are asked for.
        """
        return seats.filled(fits, self.task.seat_counts if counts is None else counts)

    def filled(self, fits: Sequence[Iterable[int]], counts: Sequence[int] | None = None) -> int:
        """How many of the seats asked for are filled at most."""
        return sum(map(len, self.assigned(fits, counts).values()))

    def fits_of(self, who: int) -> tuple[int, ...]:
        """The seats that an organisation can fill."""
        return self.fits(int(self.population.nature[who]))

    def fits(self, nature: int) -> tuple[int, ...]:
        """The seats that organisations of a nature can fill."""
        one = self.population.natures[nature]
        return seats.fitting(self.task.seats, one.type, one.flags, one.sectors)

    @cached_property
    def coordinates(self) -> Bools:
        """Who may take over the coordination when it joins: it offers to, and nothing known speaks against it."""
        return np.asarray(np.any([task.able for task in self.tasks], axis=0) & self.may_join, dtype=bool)


def rivals(population: Population, who: int) -> set[int]:
    """Who may not sit with an organisation: its twins, and those between whom and it one has blocked the other."""
    return twins(population, who) | {b for pair in population.blocks for a, b in (pair, pair[::-1]) if a == who}


def twins(population: Population, who: int) -> set[int]:
    """Who may be the same body."""
    groups = (population.shared_identities[number] for number in population.groups_of.get(who, ()))
    return {one for group in groups for one in group.tolist()} - {who}
