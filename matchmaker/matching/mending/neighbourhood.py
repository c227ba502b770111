"""The neighbourhood of a consortium: what one step leads to, who could join, take a place or leave, counted and ranked."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matchmaker.inputs.request import Seat
from matchmaker.matching import conditions, membership
from matchmaker.matching.clock import Clock
from matchmaker.matching.mending import column_scores
from matchmaker.matching.mending.changes import place_of
from matchmaker.matching.mending.column_scores import Staying
from matchmaker.matching.mending.equivalence import Cell, Equivalence, Seated, Verdicts
from matchmaker.matching.mending.situation import Situation
from matchmaker.matching.population import Bools
from matchmaker.programme import countries

DIGITS = 9
"""Scores that agree in so many digits after the point are equal; what is left is rounding."""
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ranked:
    """Somebody by position, with the score of the consortium it would be part of."""

    score: float
    who: int


@dataclass(frozen=True, slots=True)
class Takers:
    """Who could take a place: how many, and the best of them, highest score first."""

    count: int
    best: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """Those who stay when somebody joins. lead: the place of the coordinator, None when whoever joins is to coordinate."""

    seated: tuple[Seated, ...]
    lead: int | None
    staying: Staying

    def after(self, one: Seated) -> tuple[tuple[Seated, ...], int]:
        """All with the one who joins, and the place of who coordinates."""
        return (*self.seated, one), len(self.seated) if self.lead is None else self.lead


class Neighbourhood:
    """What one step leads to (a neighbourhood as in local search) from the members of a situation, one of whom coordinates.

    Among N organisations `takers` asks the check once for each cell, and scores those who fit in columns, in O(N log N).
    """

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self._members = situation.case.taking_part
        self.equivalence = Equivalence(situation, self._members)
        self._verdicts = Verdicts(situation)
        self._seated = tuple(self.equivalence.seat(one) for one in self._members)
        self._lead = next(place for place, one in enumerate(self._members) if one.role == "coordinator")

    def heed(self, clock: Clock | None) -> None:
        """From now on questions raise `TimeIsUp` once the clock has run out; with None they take the time they need."""
        self._verdicts.clock = clock

    @property
    def time_is_up(self) -> bool:
        """Whether the clock that is heeded has run out."""
        return self._verdicts.clock is not None and not self._verdicts.clock.left

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The members, each once."""
        return tuple(dict.fromkeys(one.id for one in self._members))

    @property
    def coordinator(self) -> str:
        """Who coordinates now."""
        return self._members[self._lead].id

    @cached_property
    def fails(self) -> frozenset[str]:
        """The rules that fail now."""
        return self._verdicts.failing(self._seated, self._lead)

    @cached_property
    def may_leave(self) -> tuple[str, ...]:
        """Who may leave; the last one stays."""
        case = self.situation.case
        if len(self._members) < 2:
            return ()
        return tuple(one for one in self.ids if case.anyone_may_leave or one not in case.request.members)

    @cached_property
    def seats(self) -> int:
        """How many of the seats asked for are filled."""
        return self._filled(self.ids)

    def takers(self, leaving: str | None, limit: int, tolerated: frozenset[str] = NOTHING) -> Takers:
        """Who could take the place of somebody, or join all of them (None), so that no rule fails but those tolerated.

        Whoever takes the coordinator's place coordinates. No seat that is filled stays empty.
        """
        rest = self.rest(leaving)
        if not self._beyond_help(rest) <= tolerated:
            return Takers(0, ())
        cells = self.equivalence.cells(self._may_take(rest, leaving))
        fitting = [cell for cell in cells if self._verdicts.failing(*rest.after(cell.example)) <= tolerated]
        return Takers(sum(len(cell.who) for cell in fitting), self._best(rest, fitting, limit))

    def goes_without(self, leaving: str) -> bool:
        """Whether no rule fails, and no seat is emptied, when somebody leaves who does not coordinate."""
        rest = self.rest(leaving)
        if rest.lead is None or self._verdicts.failing(rest.seated, rest.lead):
            return False
        return self._filled(rest.staying.members) >= self.seats

    def can_be_led_by(self, member: str) -> bool:
        """Whether no rule fails when another member coordinates."""
        lead = next(place for place, one in enumerate(self._members) if one.id == member)
        return member != self.coordinator and not self._verdicts.failing(self._seated, lead)

    def fails_with(self, who: int) -> frozenset[str]:
        """The rules that fail when an organisation joins."""
        rest = self.rest(None)
        return self._verdicts.failing(*rest.after(self.equivalence.example(who)))

    def fills(self, who: int) -> tuple[Seat, ...]:
        """The seats that are empty and that an organisation could fill: who is there fills as many without one of them."""
        situation, there, counts = self.situation, self._fits(self.ids), self.situation.task.seat_counts
        without = {place: [number - (other == place) for other, number in enumerate(counts)] for place in situation.fits_of(who)}
        return tuple(
            situation.task.seats[place] for place, left in without.items() if situation.filled(there, left) == self.seats
        )

    def rest(self, leaving: str | None) -> Rest:
        """Those who stay when somebody leaves, or nobody (None)."""
        gone = len(self._members) if leaving is None else place_of(self._members, leaving)
        seated = (*self._seated[:gone], *self._seated[gone + 1 :])
        lead = None if gone == self._lead else self._lead - (gone < self._lead)
        ids = tuple(dict.fromkeys(one.member.id for one in seated))
        there = [one for one in self.situation.request.members if one in ids]
        core = tuple(there) or (() if lead is None else (self.coordinator,))
        return Rest(seated, lead, Staying(core, tuple(one for one in ids if one not in core)))

    def _beyond_help(self, rest: Rest) -> frozenset[str]:
        """The rules that fail whoever joins.

        Conditions of each member by itself, of who applies, and one entity twice; and what one more is too little for. None where
        a country may count or not, for then what fails in one reading decides nothing.
        """
        if not self.situation.countries_settled:
            return NOTHING
        fails, helped = self._verdicts.failing(rest.seated, rest.lead), {rule.id for rule in self.situation.given.call.rules}
        if rest.lead is None:
            given = self.situation.given
            return fails - helped - {one.id for one in conditions.of_coordinator(given.call, given.today)}
        task = self.situation.task
        standing = [task.standing(self.situation.position(one)) for one in rest.staying.members]
        home = countries.counts_as(rest.seated[rest.lead].member.country)
        lacking = {one.rule.id for one in task.composition.binding if one.missing(standing, home) > 1}
        return (fails - helped) | (fails & lacking)

    def _may_take(self, rest: Rest, leaving: str | None) -> Bools:
        """Who may join those who stay: wishes and conflicts, and every seat stays filled."""
        situation = self.situation
        may = (situation.coordinates if rest.lead is None else situation.may_join).copy()
        for one in self._positions(rest.staying.members):
            may[list(situation.rivals(one))] = False
        if leaving is not None:
            # Nobody is replaced by itself under another name.
            may[list(situation.twins(situation.position(leaving)))] = False
        if self._filled(rest.staying.members) < self.seats:
            may &= self._fills_one_more(rest.staying.members)
        return may

    def _fills_one_more(self, members: Sequence[str]) -> Bools:
        """Who lets as many seats be filled as are filled now."""
        situation, there = self.situation, self._fits(members)
        known: dict[tuple[int, ...], bool] = {}
        natures = np.empty(len(situation.population.natures), dtype=bool)
        for nature in range(len(natures)):
            fits = situation.fits(nature)
            if fits not in known:
                known[fits] = bool(fits) and situation.filled([*there, fits]) >= self.seats
            natures[nature] = known[fits]
        return np.asarray(natures[situation.population.nature], dtype=bool)

    def _filled(self, members: Sequence[str]) -> int:
        return self.situation.filled(self._fits(members))

    def _fits(self, members: Sequence[str]) -> list[tuple[int, ...]]:
        return [self.situation.fits_of(one) for one in self._positions(self.situation.fillers(members))]

    def _positions(self, ids: Sequence[str]) -> list[int]:
        return [self.situation.position(one) for one in ids]

    def _best(self, rest: Rest, cells: Sequence[Cell], limit: int) -> tuple[Ranked, ...]:
        """The best of these. Robustness is asked of one cell after another, until no other cell can come near any more."""
        if not cells:
            return ()
        situation = self.situation
        robust = situation.formula.points("robustness")
        who = np.concatenate([cell.who for cell in cells])
        points = column_scores.scores(situation, rest.staying, who)
        first = situation.position(situation.request.initiator)
        order = situation.population.visiting_order(first)
        scored = [
            (cell, part) for cell, part in zip(cells, np.split(points, np.cumsum([len(g.who) for g in cells])[:-1]), strict=True)
        ]
        best: list[tuple[float, int, int]] = []
        for cell, part in sorted(scored, key=lambda one: -float(one[1].max())):
            if len(best) == limit and part.max() + robust < -best[-1][0] - 10.0**-DIGITS:
                break
            total = np.round(part + robust * self._robustness(rest, cell.example), DIGITS)
            chosen = np.lexsort((order[cell.who], -total))[:limit]
            best += [(-float(total[at]), int(order[cell.who[at]]), int(cell.who[at])) for at in chosen.tolist()]
            best = sorted(best)[:limit]
        return tuple(Ranked(-score, one) for score, _, one in best)

    def _robustness(self, rest: Rest, one: Seated) -> float:
        """The share of P whose single withdrawal leaves a consortium that the check does not refuse."""
        seated, lead = rest.after(one)
        partners = (*rest.staying.partners, *([one.member.id] if rest.staying.core else []))
        return membership.robustness(self._verdicts.withdrawals(seated, lead, partners), partners)
