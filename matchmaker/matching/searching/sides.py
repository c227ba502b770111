"""How many members come from programme countries and how many do not, as an automaton, where it matters which."""

from functools import cache

import numpy as np

from matchmaker.matching.composition import Standing
from matchmaker.matching.searching.automata import Automaton
from matchmaker.matching.searching.sorts import Sorts
from matchmaker.matching.task import Task
from matchmaker.programme import rules

_INSIDE, _OUTSIDE = Standing(None, True, 0), Standing(None, False, 0)


def sides_matter(task: Task, sorts: Sorts, more: int) -> Automaton | None:
    """The automaton, None where it does not matter; more: so many more members may come."""
    asked = [one for one in task.composition.binding if isinstance(one.rule, rules.CountOrgs | rules.Compare)]
    sides = {one.counting for one in sorts.standing}
    matters = len(sides) > 1 and any(one.rule.scope != "all" if isinstance(one.rule, rules.CountOrgs) else True for one in asked)
    limited = any(isinstance(one.rule, rules.CountOrgs) and one.rule.max is not None for one in asked)
    if not matters and not limited:
        return None
    width = more + 1
    there = [task.standing(one).counting for one in (*task.present, *task.included)]
    inside, outside = sum(there), len(there) - sum(there)
    partners = [task.standing(one).counting for one in task.included]

    @cache
    def holds(counting: int, other: int) -> bool:
        members = [_INSIDE] * (inside + counting) + [_OUTSIDE] * (outside + other)
        return all(one.missing(members, "") == 0 for one in asked)

    step = np.zeros((width * width, len(sorts.standing)), dtype=np.int64)
    side = np.array([one.counting for one in sorts.standing], dtype=bool)
    worth, stuck = np.zeros(width * width), np.zeros(width * width, dtype=np.int64)
    for counting in range(width):
        for other in range(width):
            state = counting * width + other
            one_inside = min(counting + 1, width - 1) * width + other
            one_outside = counting * width + min(other + 1, width - 1)
            step[state] = np.where(side, one_inside, one_outside)
            worth[state] = 0.0 if holds(counting, other) else -np.inf
            from_inside, from_outside = counting + sum(partners), other + len(partners) - sum(partners)
            if from_inside and not holds(counting - 1, other):
                stuck[state] += from_inside
            if from_outside and not holds(counting, other - 1):
                stuck[state] += from_outside
    return Automaton.of(0, step, worth, stuck=stuck)
