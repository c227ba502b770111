"""Fair exposure: among answers nearly as good as the best, the one whose most-shown partner was shown least."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.clock import Clock
from matchmaker.matching.population import Ints, Population
from matchmaker.matching.questions import Questions
from matchmaker.matching.searching.search import Outcome
from matchmaker.matching.searching.solution import CLOSE


@dataclass(frozen=True, slots=True)
class Fair:
    """What is proposed instead of the best answer, or that one itself. price: points given up for it."""

    outcome: Outcome
    price: float


def times_shown(population: Population, exposure: Mapping[str, int]) -> Ints:
    """How often each organisation of the population was shown lately; exposure: id -> times."""
    shown = np.zeros(population.size, dtype=np.int64)
    for one, times in exposure.items():
        if (position := population.index.get(one)) is not None:
            shown[position] = times
    return shown


def fairest(questions: Questions, best: Outcome, shown: Ints, clock: Clock, earlier: Sequence[frozenset[int]]) -> Fair:
    """The fairest answer within the request's `fairness` points of the best one.

    With partners shown at most so many times, the best score can only rise with that number: halving finds the least number
    that is good enough, and the best answer with it. Who was asked for by name is in every answer and does not count. What
    could not be searched in the time given is not chosen.
    """
    task = questions.of(best).task
    if best.best is None:
        return Fair(best, 0.0)
    chosen = [one for one in best.best.partners if one not in task.included]
    levels = np.unique(shown[np.any([one.suggestible for question in questions.each for one in question.tasks], axis=0)])
    low, high = 0, int(np.searchsorted(levels, max((int(shown[one]) for one in chosen), default=0)))
    found = best
    while low < high:
        middle = (low + high) // 2
        outcome = questions.search(clock.part(0.5), earlier, among=shown <= levels[middle])
        if outcome.best is not None and outcome.best.score >= best.best.score - task.request.fairness - CLOSE:
            found, high = outcome, middle
        else:
            low = middle + 1
    price = 0.0 if found.best is None else max(0.0, best.best.score - found.best.score)
    return Fair(found, price)
