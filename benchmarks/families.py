"""Every family of calls there is: how soon three alternatives are proved, how soon there is a first answer, how much it weighs.

Default sizes. Per-country rules and largest consortia are in it, which the requests of `requests.py` have not.
"""

import argparse
import resource
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, Final

from benchmarks.generator import SEED, World, authorities, organisations, world
from benchmarks.pieces import reported, save
from benchmarks.requests import ABOUT, FIRST, SKILLS, TODAY, some
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import Request, parse
from matchmaker.matching import conditions
from matchmaker.matching.clock import Clock
from matchmaker.matching.question import Circumstances
from matchmaker.matching.questions import Questions
from matchmaker.matching.suggestion import suggest
from matchmaker.programme import guides
from matchmaker.programme.calls import Call

CALLS: Final = (
    "ka220-vet-2026", "ka202-2018", "ka240-sch-2026", "cove-2026", "cove-bundles", "alliances-lot1-2026", "alliances-lot2-2026",
    "alliances-lot3-2026", "cbvet-2026", "cbsport-2026", "emjm-2026",
    "cbhe-strand1-2026", "cbhe-strand2-2026", "cbhe-strand3-2026", "cbyouth-2026", "sport-events-2026",
)  # fmt: skip
AUTHORITIES: Final = frozenset({"cbhe-strand3-2026"})
"""Calls that ask for a national authority of each third country: they get a population that has them."""
LIMITS: Final = {3_000: 60.0, 30_000: 120.0}
"""Organisations -> seconds within which all alternatives are to be proved."""
ALTERNATIVES: Final = 3
GUIDE: Final = guides.load(Path(__file__).parent / "calls")


def asked(call: Call, number: int, able: Sequence[Organisation]) -> list[Request]:
    """So many requests by those who may apply under the call."""
    random = Random(f"{SEED} {call.id}")
    return [_request(call, random.choice(able), random) for _ in range(number)]


def able_for(call: Call, today: date) -> list[Organisation]:
    """Those of the first organisations who may coordinate under the call as far as is known."""
    known = (one for one in organisations(FIRST) if "coordinator" in one.roles)
    return [one for one in known if all(each.holds(one) is not False for each in conditions.asked(call, today))]


def _request(call: Call, initiator: Organisation, random: Random) -> Request:
    document = {
        "call": call.id,
        "initiator": initiator.id,
        "fields": list(initiator.fields[: random.choice((1, 1, 2))]),
        "topics": some(ABOUT, random.choice((0, 1, 1, 2, 3)), random),
        "expertise": [
            {"slug": slug, "weight": random.choice((1, 1, 2))} for slug in some(SKILLS, random.choice((0, 1, 2, 3)), random)
        ],
        "limit": ALTERNATIVES,
        "min_difference": 2,
    }
    return parse(document, GUIDE.call)


def measure(call: Call, among: World, requests: Sequence[Request], number: int) -> Mapping[str, Any]:
    """What came of the requests for one call among so many organisations."""
    seconds = LIMITS[number]
    taken, firsts, gaps, proved = list[float](), list[float](), list[float](), 0
    for request in requests:
        began = perf_counter()
        questions = Questions(request, Circumstances(among.population, among.history, call, TODAY))
        questions.search(Clock.of(seconds), any_will_do=True)
        firsts.append(perf_counter() - began)
        answer = suggest(request, among.population, among.history, call, TODAY, time_limit=seconds)
        taken.append(perf_counter() - began - firsts[-1])
        gaps += [one.proof.gap for one in answer.proposals]
        proved += answer.complete
        gaps += [100.0] if not answer.complete and not answer.proposals else []
    return {
        "call": call.id,
        "organisations": number,
        "requests": len(requests),
        "proved": proved,
        "limit": seconds,
        "median": median(taken),
        "longest": max(taken),
        "gap": max(gaps, default=0.0),
        "first": max(firsts),
        "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def among_others(found: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows found, each in its place among those that the report has."""
    rows = {(one["organisations"], one["call"]): one for one in (*(reported("families") or ()), *found)}
    return [rows[number, call] for number in LIMITS for call in CALLS if (number, call) in rows]


def main() -> None:
    """Measure and print; with `--save` keep it for the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, action="append", choices=list(LIMITS))
    parser.add_argument("--requests", type=int, default=10)
    parser.add_argument("--call", action="append", choices=list(CALLS), help="only this call; may be repeated")
    parser.add_argument("--save", action="store_true", help="keep the result for the report")
    options = parser.parse_args()
    found = []
    for number in options.organisations or LIMITS:
        plain, with_authorities = (cache(partial(world, number, beside=beside)) for beside in ((), tuple(authorities())))
        for call_id in options.call or CALLS:
            call, among = GUIDE.call(call_id), with_authorities() if call_id in AUTHORITIES else plain()
            found.append(measure(call, among, asked(call, options.requests, able_for(call, TODAY)), number))
            print(found[-1], flush=True)
    if options.save:
        save("families", found if not options.call else among_others(found))


if __name__ == "__main__":
    main()
