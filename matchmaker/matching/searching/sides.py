"""How many members come from each side, from programme countries and from elsewhere, as an automaton."""

from functools import cache

import numpy as np

from matchmaker.matching.searching.automata import Automaton
from matchmaker.matching.searching.equivalence import Equivalence
from matchmaker.matching.standing import Standing
from matchmaker.matching.task import Task

_INSIDE, _OUTSIDE = Standing(None, True, 0), Standing(None, False, 0)


def sides_automaton(task: Task, equivalence: Equivalence, more: int) -> Automaton | None:
    """Its states count both sides up to `more` members, who may come yet; None where rules do not tell the sides apart."""
    asked = [one for one in task.composition.binding if one.by_sides]
    sides = {one.counting for one in equivalence.standing}
    if not any(one.can_be_broken or (len(sides) > 1 and one.tells_sides_apart) for one in asked):
        return None
    width = more + 1
    there = [task.standing(one).counting for one in (*task.present, *task.included)]
    inside, outside = sum(there), len(there) - sum(there)
    partners = [task.standing(one).counting for one in task.included]

    @cache
    def holds(counting: int, other: int) -> bool:
        members = [_INSIDE] * (inside + counting) + [_OUTSIDE] * (outside + other)
        return all(one.missing(members, "") == 0 for one in asked)

    side = np.array([one.counting for one in equivalence.standing], dtype=bool)
    states = np.arange(width * width)
    from_inside, from_outside = np.divmod(states, width)
    one_inside = np.minimum(from_inside + 1, more) * width + from_outside
    one_outside = from_inside * width + np.minimum(from_outside + 1, more)
    step = np.where(side, one_inside[:, None], one_outside[:, None])
    worth, stuck = np.full(width * width, -np.inf), np.zeros(width * width, dtype=np.int64)
    for counting in range(width):
        for other in range(width - counting):
            state = counting * width + other
            if holds(counting, other):
                worth[state] = 0.0
            counted, others = counting + sum(partners), other + len(partners) - sum(partners)
            if counted and not holds(counting - 1, other):
                stuck[state] += counted
            if others and not holds(counting, other - 1):
                stuck[state] += others
    return Automaton.of(0, step, worth, stuck=stuck)
