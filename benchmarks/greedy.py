"""Greedy composition: seats first, then whoever adds most to the score, one after the other."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product

import numpy as np

from benchmarks.draws import Bools, Floats, Ints
from benchmarks.model import Minima, minima
from benchmarks.pool import Pool
from matchmaker.inputs.organisations import Organisation
from matchmaker.programme import countries
from matchmaker.programme.types import SIX_SECTORS
from oracle.brute_force import World

SUBSETS: Bools = np.array(list(product((False, True), repeat=len(SIX_SECTORS))))
"""All sets of sectors, a row of yes and no each."""


def greedy(world: World, pool: Pool) -> list[list[Organisation]]:
    """The set after each step from the smallest size asked to the largest."""
    state = _State(world, pool)
    filling: list[Bools] = [
        np.array([world.fits(seat, one) for one in pool.candidates]) for seat in world.request.seats for _ in range(seat.count)
    ]
    if world.request.coordinator == "find":
        filling.append(np.array([world.may_coordinate(one) for one in pool.candidates]))
    found = []
    for step in range(world.request.sizes.stop - 1 - len(world.present)):
        if not state.add_best(filling[step] if step < len(filling) else None):
            break
        if 1 + len(state.partners) in world.request.sizes:
            found.append([pool.candidates[at] for at in state.partners])
    return found


class _State:
    """Partners chosen so far, and what the score would be with one more, for all candidates at once."""

    def __init__(self, world: World, pool: Pool) -> None:
        self._world, self._pool, self._least = world, pool, minima(world)
        self.partners: list[int] = []
        formula = pool.formula
        self._touches = _touches(pool.candidates)
        self._covered = SUBSETS.sum(axis=1) + _touches(world.present).sum(axis=0)
        self._offers = np.array([[slug in one.expertise for slug in formula.expertise] for one in pool.candidates], dtype=bool)
        self._there = np.array([any(slug in one.expertise for one in world.present) for slug in formula.expertise], dtype=bool)
        weights = np.array(list(formula.expertise.values()))
        self._expertise = 100.0 * formula.weight("expertise") * weights / weights.sum() if len(weights) else weights
        self._possible = np.ones(len(pool.candidates), dtype=bool)

    def add_best(self, fitting: Bools | None) -> bool:
        """Add whoever gives the highest score, of those that fit; False when nobody is left."""
        possible = self._possible if fitting is None else self._possible & fitting
        if not possible.any():
            return False
        best = int(np.where(possible, self._with_each(), -np.inf).argmax())
        chosen = self._pool.candidates[best]
        self.partners.append(best)
        self._covered = self._covered + self._touches[best]
        self._there = self._there | self._offers[best]
        for at in np.flatnonzero(self._possible).tolist():
            if at == best or self._world.in_conflict(self._pool.candidates[at], chosen):
                self._possible[at] = False
        return True

    def _with_each(self) -> Floats:
        """The score with each candidate added."""
        formula, number = self._pool.formula, len(self.partners) + 1
        own = 100.0 * (self._pool.own[self.partners].sum() + self._pool.own) / number
        sectors = np.minimum((self._covered + self._touches).min(axis=1), formula.target)
        points = own + 100.0 * formula.weight("cross_sector") * sectors / formula.target
        points += (self._offers | self._there) @ self._expertise
        known = {one.newcomer for one in [*self._world.present, *(self._pool.candidates[at] for at in self.partners)]}
        lacking = {True, False} - known
        if len(lacking) < 2:
            completes = np.array([lacking <= {one.newcomer} for one in self._pool.candidates])
            points += 100.0 * formula.weight("newcomers") * completes
        return np.asarray(points + 100.0 * formula.weight("robustness") * self._robust(), dtype=np.float64)

    def _robust(self) -> Floats:
        """The share of partners that could leave, with each candidate added."""
        there = [self._counted(one) for one in self._world.present]
        chosen = [self._counted(self._pool.candidates[at]) for at in self.partners]
        new = [self._counted(one) for one in self._pool.candidates]
        share = {country: _share(there, [*chosen, country], self._least) for country in set(new)}
        return np.array([share[country] for country in new])

    def _counted(self, one: Organisation) -> str | None:
        """The country of the programme that an organisation counts for."""
        country = countries.counts_as(one.country)
        return country if country in self._world.call.counting_countries else None


def _share(present: Sequence[str | None], partners: Sequence[str | None], least: Minima) -> float:
    """The share of partners without whom there are still enough organisations and countries of the programme."""
    counting = Counter(country for country in [*present, *partners] if country is not None)
    organisations = sum(counting.values())
    staying = 0
    for country in partners:
        left = organisations - (country is not None)
        represented = len(counting) - (country is not None and counting[country] == 1)
        staying += left >= least.organisations and represented >= least.countries
    return staying / len(partners)


def _touches(organisations: Iterable[Organisation]) -> Ints:
    """For each organisation and set of sectors: 1 if it stands for one outside the set (see König's theorem)."""
    standing = np.array([[sector in one.sectors for sector in SIX_SECTORS] for one in organisations], dtype=np.int64)
    return np.asarray((standing.reshape(-1, len(SIX_SECTORS)) @ ~SUBSETS.T > 0).astype(np.int64))
