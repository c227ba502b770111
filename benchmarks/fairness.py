"""Who is shown when 60 ask at the same time: spread over many, or always the same few; and what spreading costs.

Ten schools ask for each of six ideas. Whoever answers sees who was shown to those answered before (the ledger), if it looks.
"""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from statistics import mean
from typing import Any, Final

import numpy as np

from benchmarks.generator import SEED, World
from benchmarks.judge import Setting, judge, setting
from benchmarks.pieces import save
from benchmarks.pool import Pool
from benchmarks.requests import GUIDE, TODAY, able, requests
from matchmaker.inputs.request import Request
from matchmaker.matching import suggest

ORGANISATIONS: Final = 3_000
IDEAS: Final = 6
ASKING: Final = 10
"""Schools that ask for the same idea."""
POINTS: Final = (0.0, 1.0, 3.0, 5.0)
"""What may be given up for fair exposure."""
CAPACITIES: Final = (1, 2, 2, 3, 3, 4)
"""In how many projects an organisation can take part at once: drawn from these, as in the demo."""
FEW: Final = 15


@dataclass(slots=True)
class Shown:
    """Who was shown: for how many requests in any proposal, and in the first one. price: points given up in the first ones."""

    everywhere: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    price: list[float] = field(default_factory=list)


def asked(number: int) -> list[Request]:
    """The requests of so many schools, idea by idea in turn."""
    ideas = [one.model_copy(update={"coordinator": "initiator"}) for one in requests(IDEAS, SEED + 1)]
    schools = [one.id for one in able() if one.type.startswith("EPLUS-EDU-")]
    return [
        ideas[place % IDEAS].model_copy(update={"initiator": school, "members": (), "seats": ()})
        for place, school in enumerate(Random(SEED).sample(schools, number))
    ]


def ours(given: World, wanted: Sequence[Request], points: float) -> Shown:
    """What is suggested when so many points may be given up; without any, nobody looks at the ledger."""
    shown = Shown()
    for request in wanted:
        fair = request.model_copy(update={"fairness": points})
        call = GUIDE.call(request.call)
        answer = suggest(fair, given.population, given.history, call, TODAY, exposure=dict(shown.everywhere))
        shown.everywhere.update({one for proposal in answer.proposals for one in proposal.partners})
        shown.first.update(answer.proposals[0].partners)
        shown.price.append(answer.proposals[0].price)
    return shown


def by_relevance(given: Setting, population: World, wanted: Sequence[Request], length: int) -> Shown:
    """The top of a list by relevance; as many as a largest consortium takes stand for the first proposal."""
    shown = Shown()
    for request in wanted:
        pool = Pool(judge(request, given), population.population)
        best = [pool.candidates[at].id for at in np.argsort(-pool.relevance, kind="stable")[:length].tolist()]
        shown.everywhere.update(best)
        shown.first.update(best[: request.sizes.stop - 2])
    return shown


def measure(number: int = IDEAS * ASKING) -> dict[str, Any]:
    """Every way of choosing on the same requests."""
    given = setting(ORGANISATIONS)
    population, wanted = given.world, asked(number)
    newcomers = {one.id for one in given.organisations if one.newcomer}
    random = Random(SEED)
    capacity = {one.id: random.choice(CAPACITIES) for one in given.organisations}
    found = {f"fairness {points:g}": ours(population, wanted, points) for points in POINTS}
    length = round(found["fairness 0"].everywhere.total() / number)
    found = {f"list of {length}": by_relevance(given, population, wanted, length), **found}
    return {
        "organisations": ORGANISATIONS,
        "requests": number,
        "ideas": IDEAS,
        "newcomers": len(newcomers) / ORGANISATIONS,
        "ways": [{"name": name, **summary(one, newcomers, capacity)} for name, one in found.items()],
    }


def summary(shown: Shown, newcomers: set[str], capacity: Mapping[str, int]) -> dict[str, float]:
    """The figures: a place is an organisation that a request is shown; overloads are of first proposals alone."""
    places = shown.everywhere.total()
    over = {one: times - capacity[one] for one, times in shown.first.items() if times > capacity[one]}
    return {
        "places": places,
        "distinct": len(shown.everywhere),
        "top": sum(times for _, times in shown.everywhere.most_common(FEW)) / places,
        "newcomers": sum(times for one, times in shown.everywhere.items() if one in newcomers) / places,
        "gini": gini(shown.everywhere, len(capacity)),
        "most": max(shown.everywhere.values()),
        "overloaded": len(over),
        "too_often": sum(over.values()),
        "price": mean(shown.price) if shown.price else 0.0,
        "largest_price": max(shown.price, default=0.0),
    }


def gini(shown: Counter[str], organisations: int) -> float:
    """0 when all organisations are shown equally often, near 1 when all places go to one of them."""
    times = np.zeros(organisations)
    times[: len(shown)] = sorted(shown.values())
    times.sort()
    ranks = np.arange(1, organisations + 1)
    return float(2 * (ranks * times).sum() / (organisations * times.sum()) - (organisations + 1) / organisations)


def main() -> None:
    """Measure and print; with `--save` keep it for the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=IDEAS * ASKING)
    parser.add_argument("--save", action="store_true", help="keep the result for the report")
    options = parser.parse_args()
    found = measure(options.requests)
    for one in found["ways"]:
        print(one)
    if options.save:
        save("fairness", found)


if __name__ == "__main__":
    main()
