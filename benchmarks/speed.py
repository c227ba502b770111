"""How long a request takes, as a multiple of the floor: all sizes 3 to 6, five alternatives, each proved.

`python -m benchmarks.speed --organisations 30000 --requests 20` measures part of it, `--only 7` one request.
"""

import argparse
import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from time import perf_counter, process_time
from typing import Any, Final

import numpy as np

from benchmarks.floor import Floor
from benchmarks.generator import World, world
from benchmarks.pieces import save
from benchmarks.requests import GUIDE, TODAY, requests
from matchmaker.inputs.request import Request
from matchmaker.matching import Answer, suggest
from matchmaker.matching.fitting import count

SIZES: Final = {3_000: 200, 30_000: 200, 300_000: 200, 1_000_000: 60}
"""Organisations -> requests; the largest is for the growth curve."""
BLOCK: Final = 20
"""Requests between two measurements of the floor."""
WARM_UP: Final = 3


@dataclass(frozen=True, slots=True)
class Timing:
    """One request: its number, seconds that passed, seconds of computing, the floor around it (both), whether all was proved."""

    request: int
    seconds: float
    computing: float
    floor: float
    floor_computing: float
    complete: bool
    proposals: int

    @property
    def ratio(self) -> float:
        """The multiple of the floor."""
        return self.seconds / self.floor


def ask(request: Request, given: World, *, limit: int | None = None) -> tuple[Answer, float]:
    """The answer and the seconds it took."""
    answer, seconds, _ = timed(request, given, limit=limit)
    return answer, seconds


def timed(request: Request, given: World, *, limit: int | None = None) -> tuple[Answer, float, float]:
    """The answer, the seconds that passed, and the seconds of computing."""
    call = GUIDE.call(request.call)
    started, computed = perf_counter(), process_time()
    answer = suggest(request, given.population, given.history, call, TODAY, limit=limit)
    return answer, perf_counter() - started, process_time() - computed


def is_complete(answer: Answer) -> bool:
    """Whether each proposal was proved, or it was proved that there is none."""
    return answer.status != "unknown" and all(one.proof.status == "optimal" for one in answer.proposals)


def timings(given: World, asked: Sequence[tuple[int, Request]]) -> Iterator[Timing]:
    """Each request once; the floor around a block of them is the mean of what it is before and after."""
    floor = Floor(given.population)
    for _, request in asked[:WARM_UP]:
        ask(request, given)
    before = floor.measure()
    for start in range(0, len(asked), BLOCK):
        block = [(number, *timed(request, given)) for number, request in asked[start : start + BLOCK]]
        after = floor.measure()
        for number, answer, seconds, computing in block:
            around = (before.seconds + after.seconds) / 2, min(before.computing, after.computing)
            yield Timing(number, seconds, computing, *around, is_complete(answer), len(answer.proposals))
        before = after


def measure(organisations: int, number: int, only: int | None = None) -> dict[str, Any]:
    """The measurement for one population, as the report keeps it."""
    started = perf_counter()
    given = world(organisations)
    built = perf_counter() - started
    gc.collect()
    asked = list(enumerate(requests(number)))
    found = list(timings(given, asked if only is None else [asked[only]]))
    return {
        "organisations": organisations,
        "requests": len(found),
        "built_seconds": built,
        "load": os.getloadavg()[0],
        "timings": [asdict(one) for one in found],
        **summary(found),
        **counting(given, [request for _, request in asked]),
    }


def counting(given: World, asked: Sequence[Request]) -> dict[str, float]:
    """Milliseconds in which those who fit are counted, as the page does on which an idea is described."""
    taken = []
    for number, request in enumerate([*asked[:WARM_UP], *asked]):
        started = perf_counter()
        count(request, given.population, GUIDE.call(request.call), TODAY)
        if number >= WARM_UP:
            taken.append(1000 * (perf_counter() - started))
    return {"counting_ms_p50": float(np.median(taken)), "counting_ms_p95": float(np.quantile(taken, 0.95))}


def summary(found: Sequence[Timing]) -> dict[str, float]:
    """The figures that the targets are about."""
    ratios, seconds = [one.ratio for one in found], [one.seconds for one in found]
    quickest = min(one.floor_computing for one in found)
    own = [one.computing / quickest for one in found]
    return {
        "floor_ms": 1000 * float(np.median([one.floor for one in found])),
        "quickest_floor_ms": 1000 * quickest,
        "ratio_p50": float(np.median(ratios)),
        "ratio_p95": float(np.quantile(ratios, 0.95)),
        "ratio_max": max(ratios),
        "own_p50": float(np.median(own)),
        "own_p95": float(np.quantile(own, 0.95)),
        "seconds_p50": float(np.median(seconds)),
        "seconds_p95": float(np.quantile(seconds, 0.95)),
        "complete": sum(one.complete for one in found) / len(found),
        "five": sum(one.proposals == 5 for one in found) / len(found),
    }


def told(found: Mapping[str, Any]) -> str:
    """One line for a person at a terminal."""
    return (
        "{organisations:>9,} organisations, {requests} requests: floor {floor_ms:.3f} ms; p50 {ratio_p50:.0f} x, "
        "p95 {ratio_p95:.0f} x, largest {ratio_max:.0f} x; own time p50 {own_p50:.0f} x, p95 {own_p95:.0f} x; "
        "p50 {seconds_p50:.3f} s, p95 {seconds_p95:.3f} s; complete {complete:.1%}, five answers {five:.1%}; load {load:.1f}"
    ).format(**found)


def main() -> None:
    """Measure and print; with `--save` keep it for the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, action="append", help="size of the population; may be repeated")
    parser.add_argument("--requests", type=int, help="how many requests")
    parser.add_argument("--only", type=int, help="only the request with this number")
    parser.add_argument("--slowest", type=int, default=0, help="also print so many of the slowest requests")
    parser.add_argument("--save", action="store_true", help="keep the result for the report")
    options = parser.parse_args()
    found = []
    for size in options.organisations or SIZES:
        number = options.requests or SIZES.get(size, 200)
        one = measure(size, max(number, 1 + (options.only or 0)), options.only)
        found.append(one)
        print(told(one), flush=True)
        for timing in sorted(timings_of(one), key=lambda timing: -timing.seconds)[: options.slowest]:
            print(f"    request {timing.request}: {timing.seconds:.3f} s = {timing.ratio:.0f} x", flush=True)
    if options.save:
        save("speed", found)


def timings_of(found: Mapping[str, Any]) -> list[Timing]:
    """The timings kept in a measurement."""
    return [Timing(**one) for one in found["timings"]]


if __name__ == "__main__":
    main()
