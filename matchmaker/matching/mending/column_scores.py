"""The score of a consortium with one more member, in columns: an entry for each organisation that could be the one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.matching import affinity, past, score
from matchmaker.matching.mending.situation import Situation
from matchmaker.matching.population import Floats, Ints
from matchmaker.programme.types import SIX_SECTORS


@dataclass(frozen=True, slots=True)
class Staying:
    """The members who stay, whom somebody joins. core: S of the score; partners: P without the one who joins.

    Where S is empty, whoever joins becomes S; else it is one more of P.
    """

    core: tuple[str, ...]
    partners: tuple[str, ...]

    @property
    def members(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.core, *self.partners)


def scores(situation: Situation, staying: Staying, who: Ints) -> Floats:
    """The score with each of `who`, 0..100, robustness left out; one entry for each of `who`."""
    population, formula = situation.population, situation.formula
    there = [situation.position(one) for one in staying.members]
    total = 100.0 * _own(situation, staying, who)
    total += _expertise(situation, there)[who]
    total += formula.points("cross_sector") * _sectors(situation, there, who)
    stated = {int(population.newcomer[one]) for one in there}
    new = (population.newcomer[who] == 1) | (1 in stated)
    experienced = (population.newcomer[who] == 0) | (0 in stated)
    total += formula.points("newcomers") * (new & experienced)
    return np.asarray(total, dtype=np.float64)


def _own(situation: Situation, staying: Staying, who: Ints) -> Floats:
    """The mean own value of P."""
    partners = [situation.position(one) for one in staying.partners]
    if staying.core:
        value = situation.own(staying.core).value(situation.formula)
        return np.asarray((value[partners].sum() + value[who]) / (len(partners) + 1), dtype=np.float64)
    # Whoever joins is S, and somebody of P is there: the past projects are its own, those with each of P.
    alone = situation.own(()).value(situation.formula)
    ties = np.zeros(situation.population.size)
    for one in partners:
        shares = past.shares_of(situation.population, situation.given.history, one, situation.request.topics)
        ties[list(shares)] += affinity.filled(np.array(list(shares.values()), dtype=np.float64))
    return np.asarray((alone[partners].sum() + situation.formula.weight("ties") * ties[who]) / len(partners), dtype=np.float64)


def _expertise(situation: Situation, there: Iterable[int]) -> Floats:
    """Points for the expertise wanted that is offered with each organisation of the population."""
    population, wanted = situation.population, situation.formula.expertise_points
    offered = {slug for one in there for slug in population.facts(one).expertise}
    column = np.full(population.size, sum(points for slug, points in wanted.items() if slug in offered), dtype=np.float64)
    for slug, points in wanted.items():
        if slug not in offered:
            column[population.holding(f"expertise:{slug}")] += points
    return column


def _sectors(situation: Situation, there: Sequence[int], who: Ints) -> Floats:
    """The cross-sector part with each of `who`."""
    population, formula = situation.population, situation.formula
    standing = [population.facts(one).sectors for one in there]
    if formula.sectors(len(score.sectors_covered(standing))) == 1.0:
        return np.ones(len(who))
    natures, nature_of = np.unique(population.nature[who], return_inverse=True)
    known: dict[frozenset[str], float] = {}
    shares = np.empty(len(natures))
    for place, nature in enumerate(natures.tolist()):
        sectors = population.natures[nature].sectors.intersection(SIX_SECTORS)
        if sectors not in known:
            known[sectors] = formula.sectors(len(score.sectors_covered([*standing, sectors])))
        shares[place] = known[sectors]
    return shares[nature_of]
