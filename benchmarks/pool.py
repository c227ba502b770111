"""Who may be suggested for a request, one by one, and what each brings alone: what every competitor starts from."""

import numpy as np

from benchmarks.draws import Floats
from matchmaker.matching import conditions, past, score
from matchmaker.matching.history import History
from matchmaker.matching.population import Population
from oracle.brute_force import World


class Pool:
    """The candidates: each meets the wishes about one partner, breaks no rule by itself and conflicts with nobody present.

    own: the weighted own value of each, 0..1; relevance: its relevance, 0..1.
    """

    def __init__(self, world: World, population: Population) -> None:
        call, request = world.call, world.request
        self.formula = score.formula(call, request, population.size, {t: population.df(t) for t in score.asked_terms(request)})
        alone = conditions.of_members(call, world.today)
        self.candidates = tuple(
            one
            for one in world.organisations
            if world.may_be_suggested(one)
            and not any(each.holds(one) is False for each in alone)
            and not any(world.in_conflict(one, other) for other in world.present)
        )
        at = np.array([population.index[one.id] for one in self.candidates], dtype=np.int64)
        present = [population.index[one.id] for one in world.present]
        shares = past.ties(population, History(world.participations, topics=world.topics), present, request.topics).shares
        own = score.own(population, self.formula, shares)
        self.own: Floats = own.value(self.formula)[at]
        self.relevance: Floats = own.relevance[at]
