"""Measure check and suggest on an invented population (`make bench`).

Times are given as multiples of a fixed piece of work too, so that reports of different machines compare.
"""

import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter

from matchmaker.demo.population import population as invented
from matchmaker.eligibility import check
from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import Request, parse
from matchmaker.matching import suggest
from matchmaker.matching.history import History
from matchmaker.matching.population import Population
from matchmaker.programme.calls import Call
from matchmaker.programme.guides import load

REPORT = Path(__file__).parent / "report.md"
SEED = 2018
TODAY = date(2026, 11, 23)
SIZES = (500, 2_000, 8_000)
CONSORTIA = 300
CALLS = ("ka202-2018", "ka220-vet-2026")
SEATS = [{"sector": "HED", "count": 1}, {"class": "labour_market_actor"}]
WISHES: Mapping[str, Mapping[str, object]] = {
    "a field": {},
    "a field, two seats": {"seats": SEATS},
    "many wishes": {
        "seats": SEATS,
        "topics": ["work-based-learning", "inclusion"],
        "expertise": [{"slug": "graduate-tracking", "weight": 2}],
        "language": "en",
        "coordinator": "find",
    },
}
REPORTED = """# What it costs

`make bench` with Python {python} on an invented population (seed {seed}). One unit is the time the same machine needs to sort
200,000 numbers by how they are written, {one:.3f} s in this run: compare units, not seconds. Each row is the best of three.

| what | units | seconds | outcome |
|---|---:|---:|---|
{table}
"""


def best(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of the quickest of several runs: what else the machine does can only slow a run down."""
    seconds = []
    for _ in range(times):
        started = perf_counter()
        work()
        seconds.append(perf_counter() - started)
    return min(seconds)


def unit() -> float:
    """Seconds of the fixed piece of work: sort 200,000 numbers by how they are written."""
    numbers = [Random(SEED).random() for _ in range(200_000)]
    return best(lambda: sorted(numbers, key=str), times=7)


def consortia(organisations: tuple[Organisation, ...]) -> list[Consortium]:
    """Random consortia of three to seven organisations."""
    rng = Random(SEED)

    def member(organisation: Organisation, place: int) -> Member:
        facts = {
            name: getattr(organisation, name) for name in ("id", "name", "country", "type", "flags", "established", "oid", "pic")
        }
        return Member(role="partner" if place else "coordinator", **facts)

    return [
        Consortium(tuple(member(one, place) for place, one in enumerate(rng.sample(organisations, rng.randint(3, 7)))))
        for _ in range(CONSORTIA)
    ]


def request(call: Call, organisations: tuple[Organisation, ...], wishes: Mapping[str, object]) -> Request:
    """What a VET school that may coordinate asks for."""
    initiator = next(one for one in organisations if one.type == "EPLUS-EDU-VOC-SEC" and one.country == "PL" and one.established)
    document = {"call": call.id, "initiator": initiator.id, "fields": list(initiator.fields[:1]), "limit": 3, **wishes}
    return parse(document, lambda _: call)


def measurements() -> Iterator[tuple[str, float, str]]:
    """What was done, seconds, and what came out."""
    calls = [load().call(name) for name in CALLS]
    everyone = {size: tuple(one.facts for one in invented(size, SEED)) for size in SIZES}
    given = consortia(everyone[SIZES[0]])
    for call in calls:
        checks = partial(lambda call: [check(consortium, call, TODAY) for consortium in given], call)
        eligible = sum(report.verdict == "eligible" for report in checks())
        yield f"check {CONSORTIA} consortia, {call.id}", best(checks), f"{eligible} eligible"
    for size, organisations in everyone.items():
        yield f"read {size:,} organisations", best(partial(Population, organisations)), ""
        population = Population(organisations)
        for call in calls:
            for name, wishes in WISHES.items():
                asked = request(call, organisations, wishes)
                answers = partial(suggest, asked, population, History(), call, TODAY)
                answer = answers()
                proofs = ", ".join(proposal.proof.status for proposal in answer.proposals)
                yield f"suggest among {size:,}, {call.id}, {name}", best(answers), f"{answer.status}: {proofs}"


def main() -> None:
    """Measure, print and write the report."""
    one = unit()
    rows = []
    for what, seconds, outcome in measurements():
        rows.append(f"| {what} | {seconds / one:.2f} | {seconds:.3f} | {outcome} |")
        print(rows[-1], file=sys.stderr)
    table = "\n".join(rows)
    REPORT.write_text(REPORTED.format(python=platform.python_version(), seed=SEED, one=one, table=table), "utf-8")


if __name__ == "__main__":
    main()
