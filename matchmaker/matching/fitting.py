"""How many organisations fit a request so far: those the search would choose partners from, counted and not searched."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from matchmaker.inputs.request import Request
from matchmaker.matching.mending.situation import rivals
from matchmaker.matching.population import Bools, Population
from matchmaker.matching.rounds import in_round, round_of_request
from matchmaker.matching.task import Task, tasks
from matchmaker.programme import plain
from matchmaker.programme.calls import Call


@dataclass(frozen=True, slots=True)
class Fit:
    """How many organisations may be suggested as a partner for a request, and how many of them list one of its fields."""

    partners: int
    in_field: int


def count(request: Request, population: Population, call: Call, today: date) -> Fit:
    """Whom the search would look at, in one pass over the columns. Raises `Invalid` when it does not suit the population."""
    seen, asked = population.seen_from(call), request.for_call(call)
    there = np.zeros(seen.size, dtype=bool)
    for one in plain.asked(call, asked.project.variant):
        if not one.is_searched:
            continue
        own = asked.for_call(one)
        number = round_of_request(one, own, seen, today)
        for task in tasks(own.model_copy(update={"round": number}), seen, in_round(one, number), today):
            there |= _partners(task)
    trade = np.zeros(seen.size, dtype=bool)
    for code in request.fields:
        trade[seen.holding(f"field:{code}")] = True
    return Fit(int(np.count_nonzero(there)), int(np.count_nonzero(there & trade)))


def _partners(task: Task) -> Bools:
    """Who may be suggested and can sit with those who are there."""
    found = task.suggestible.copy()
    found[[one for member in task.present for one in rivals(task.population, member)]] = False
    return found
