"""The smallest number of steps after which a consortium meets its rules.

Some leave, others join, and the coordination may be handed over. That takes as many steps as the larger of the two groups has
members, and one more for the coordination, unless the coordinator is replaced by its successor (`changes.between`). So for
one number of steps after another each option of `leaving.py` is tried, and the search is asked whether enough can join.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement, islice

import numpy as np

from matchmaker.inputs.request import Seat, Size
from matchmaker.matching.clock import Clock, TimeIsUp
from matchmaker.matching.mending.leaving import FIND, Leaving, Option
from matchmaker.matching.mending.neighbourhood import Neighbourhood
from matchmaker.matching.population import Bools
from matchmaker.matching.question import Question
from matchmaker.matching.searching.solution import Solution
from matchmaker.matching.task import Task


@dataclass(frozen=True, slots=True)
class Turnover:
    """Who leaves, who joins, and who coordinates then; ids."""

    leaving: tuple[str, ...]
    joining: tuple[str, ...]
    coordinator: str


@dataclass(slots=True)
class _Tried:
    """How far an option was tried. upto: so many joining; hopeful: more could be enough, False when no number is."""

    upto: int
    hopeful: bool | None = None


def fewest(neighbourhood: Neighbourhood, clock: Clock, least: int) -> tuple[int, Turnover] | None:
    """The fewest steps, `least` or more, with one such turnover; None when no number is enough. Raises `TimeIsUp`."""
    searches, steps = [_Fewest(neighbourhood, task, clock) for task in neighbourhood.situation.tasks], least
    while searches:
        for search in searches:
            if found := search.of(steps):
                return steps, found
        searches = [search for search in searches if not search.is_done(steps)]
        steps += 1
    return None


def possible(neighbourhood: Neighbourhood, clock: Clock, without: Iterable[str] = ()) -> bool:
    """Whether some number of steps is enough. without: ids of rules to leave out. Raises `TimeIsUp`."""
    dropped = frozenset(without)
    return any(_Fewest(neighbourhood, task, clock, dropped).possible() for task in neighbourhood.situation.tasks)


class _Fewest:
    """The search for the fewest steps after which the rules of one task hold."""

    def __init__(self, neighbourhood: Neighbourhood, task: Task, clock: Clock, without: frozenset[str] = frozenset()) -> None:
        self._neighbourhood, self._task, self._clock, self._without = neighbourhood, task, clock, without
        self._leaving = Leaving(neighbourhood, task, clock, without)
        self._tuning = neighbourhood.situation.given.tuning
        self._tried: dict[Option, _Tried] = {}

    def of(self, steps: int) -> Turnover | None:
        """A turnover of so many steps, fewer having been tried. Raises `TimeIsUp`."""
        numbers = self._leaving.numbers
        for number in numbers[: max(0, steps - numbers.start + 1)]:
            for option in self._leaving.options(number):
                self._clock.check()
                state = self._tried.setdefault(option, _Tried(option.least - 1))
                if found := self._try(option, state, steps - option.cost):
                    return found
        return None

    def is_done(self, steps: int) -> bool:
        """Whether more steps than these, which were tried, are not enough either."""
        return steps >= self._leaving.numbers.stop - 1 and all(one.hopeful is False for one in self._tried.values())

    def possible(self) -> bool:
        """Whether some number of steps is enough. Raises `TimeIsUp`."""
        options = (option for number in self._leaving.numbers for option in self._leaving.options(number))
        return any(self._is_ever_joined(option, option.least) for option in options)

    def _try(self, option: Option, state: _Tried, room: int) -> Turnover | None:
        """A turnover in which `room` join at most, and more than were tried before."""
        if state.hopeful is False or room < max(len(option.leaving), option.least):
            return None
        least, most = state.upto + 1, min(room, self._most(option))
        grows = most > self._room(option)
        if found := self._joined(option, least, most, choose=not grows):
            return (grows and self._chosen(option, least, most, room)) or found
        state.upto = room
        if state.hopeful is None:
            state.hopeful = self._is_ever_joined(option, room + 1)
        return None

    def _chosen(self, option: Option, least: int, most: int, room: int) -> Turnover | None:
        """A good turnover of as few steps, if possible one by which the consortium does not grow beyond what we suggest.

        Then some are replaced instead. None when time ends before there is one.
        """
        steps = room + option.cost
        others = islice(self._leaving.with_more(option, range(1, room - len(option.leaving) + 1)), self._tuning.others)
        try:
            if found := self._joined(option, least, self._room(option), choose=True):
                return found
            for other in others:
                most = min(steps - other.cost, self._room(other))
                if len(other.leaving) + other.cost <= steps and (found := self._joined(other, other.least, most, choose=True)):
                    return found
            return self._joined(option, least, most, choose=True)
        except TimeIsUp:
            return None

    def _room(self, option: Option) -> int:
        """So many can join without making the consortium larger than it is and than what we suggest."""
        there = len(self._leaving.members)
        return max(self._tuning.largest, there) - (there - len(option.leaving))

    def _is_ever_joined(self, option: Option, least: int) -> bool:
        """Whether `least` or more can join; a few are asked for first, which is quickly answered where they are enough."""
        most = self._most(option)
        few = min(least + self._tuning.a_few, most)
        return self._joined(option, least, few) is not None or self._joined(option, few + 1, most) is not None

    def _most(self, option: Option) -> int:
        """So many that asking for more tells nothing new. No rule knows a largest consortium; what we suggest does."""
        staying = len(self._leaving.members) - len(option.leaving)
        return max(self._tuning.largest - staying, self._leaving.enough(option, self._neighbourhood.seats))

    def _joined(self, option: Option, least: int, most: int, *, choose: bool = False) -> Turnover | None:
        """A turnover in which `least` to `most` join; with `choose` a good one. Raises `TimeIsUp`."""
        if most < least:
            return None
        for seats in self._seats(option):
            question = self._question(option, seats, least, most)
            among = self._among(option)
            outcome = question.search(self._clock, any_will_do=True, among=among)
            if outcome.best is None:
                if not outcome.complete:
                    raise TimeIsUp
                continue
            best = outcome.best
            if choose:
                better = question.search(
                    Clock.of(min(self._clock.left, self._tuning.seconds_to_choose), self._clock.watch), among=among
                )
                best = better.best or best
            return self._turnover(option, question, best)
        return None

    def _question(self, option: Option, seats: tuple[Seat, ...], least: int, most: int) -> Question:
        """Who could join those who stay, asked as a request."""
        situation = self._neighbourhood.situation
        staying = list(dict.fromkeys(self._leaving.members[place].id for place in self._leaving.staying(option)))
        changed = {
            "initiator": staying[0],
            "members": tuple(staying),
            "coordinator": option.lead,
            "size": Size.model_construct(min=len(staying) + least, max=len(staying) + most),
            "seats": seats,
            "exclude": (),
        }
        request = situation.request.model_copy(update=changed)
        return Question(request, situation.given, self._without, situation.weighing, [self._task.call])

    def _among(self, option: Option) -> Bools:
        """Who may join: nobody who is there, is excluded, or is one body with somebody who leaves."""
        situation = self._neighbourhood.situation
        known = (situation.population.index.get(one.id) for one in situation.case.consortium.members)
        among = np.ones(situation.population.size, dtype=bool)
        among[[position for position in known if position is not None]] = False
        among[[situation.position(one) for one in situation.request.exclude]] = False
        for place in option.leaving:
            among[list(situation.twins(self._leaving.positions[place]))] = False
        return among

    def _seats(self, option: Option) -> Iterator[tuple[Seat, ...]]:
        """What those who join must fill, so that as many seats are filled as before: every choice of the places that lack."""
        situation = self._neighbourhood.situation
        task = situation.task
        staying = situation.fillers(self._leaving.members[place].id for place in self._leaving.staying(option))
        fits = [situation.fits_of(situation.position(one)) for one in staying]
        lacking = self._neighbourhood.seats - situation.filled(fits)
        for chosen in combinations_with_replacement(range(len(task.seats)), max(0, lacking)):
            left = [number - chosen.count(place) for place, number in enumerate(task.seat_counts)]
            if min(left, default=0) >= 0 and situation.filled(fits, left) >= self._neighbourhood.seats - len(chosen):
                yield tuple(
                    seat.model_copy(update={"count": chosen.count(place)})
                    for place, seat in enumerate(task.seats)
                    if place in chosen
                )

    def _turnover(self, option: Option, question: Question, best: Solution) -> Turnover:
        population = self._neighbourhood.situation.population
        lead = option.lead
        if lead == FIND and best.coordinator is not None:
            lead = population.id_of(best.coordinator)
        leaving = tuple(self._leaving.members[place].id for place in option.leaving)
        return Turnover(leaving, tuple(population.id_of(one) for one in best.partners), lead)
