"""Serve, load, watch and judge (`python -m tools.soak MINUTES`): exit code 1 and the reasons when it does not hold."""

import argparse
import asyncio
import random
import sys
from collections.abc import Awaitable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from itertools import count
from statistics import median
from time import monotonic
from urllib.parse import urlencode

from tests.factories import OPEN_CALL
from tools.soak.browser import Browser, Counts, Lost, Pace, Page
from tools.soak.people import DEEDS, JOURNEYS, Town, log_in
from tools.soak.service import Service, services

PEOPLE = 16
"""People who are there at the same time, on each database."""
SLOW = 64
SOON = 1.0
"""Seconds within which `/healthz` is answered beside slow clients and beside forms of thousands of entries."""
QUIET = 15.0
"""Seconds without other load, in which that is looked at."""
SETTLED = 4.0
"""Seconds after which what was asked before is answered."""
GROWTH = 0.2, 60
"""Memory may grow by so much of itself and so many MiB from the end of the first third to the last tenth."""
LONG_ENOUGH = 5.0
"""Minutes from which on memory is judged: the first ones fill what is kept."""


@dataclass
class Soaked:
    """What came of one service."""

    service: Service
    counts: Counts = field(default_factory=Counts)
    taken: float = 0.0
    beside: dict[str, float] = field(default_factory=dict)
    """The longest wait for `/healthz` beside what was tried."""
    reasons: list[str] = field(default_factory=list)
    """Why it does not hold."""


async def soak(service: Service, options: argparse.Namespace) -> Soaked:
    """All of the load on one service."""
    soaked = Soaked(service)
    if not await service.is_there():
        soaked.reasons.append("does not start")
        return soaked
    pace = Pace(options.rate)
    addresses = _addresses()

    def town_of(pace: Pace) -> Town:
        browser = lambda: Browser(service.port, next(addresses), pace, soaked.counts)  # noqa: E731
        return Town(service.database, browser, service.organisations, options.seed)

    town = town_of(pace)
    until = monotonic() + options.minutes * 60
    watching = asyncio.create_task(service.watch())
    await asyncio.gather(
        *(_come_and_go(town, until, service) for _ in range(PEOPLE)),
        _try(soaked, town_of(Pace(1000)), pace, options.minutes * 60),
    )
    soaked.taken = service.seconds
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    _judge(soaked, options)
    return soaked


async def _come_and_go(town: Town, until: float, service: Service) -> None:
    """One after the other, people come for something."""
    journeys, weights = zip(*JOURNEYS, strict=True)
    while monotonic() < until and service.code is None:
        try:
            await town.chance.choices(journeys, weights)[0](town)
        except Lost as lost:
            town.browser().done(f"stopped: {lost}")


async def _try(soaked: Soaked, town: Town, pace: Pace, seconds: float) -> None:
    """Slow clients at one third of the time, alone and then beside the load, and the two forms alone."""
    await asyncio.sleep(seconds / 3)
    with soaked.service.slow_clients(SLOW):
        await _quietly(soaked, pace, f"{SLOW} slow clients", asyncio.sleep(min(QUIET, seconds / 6)))
        await asyncio.sleep(min(45.0, seconds / 6))
    with suppress(Lost):
        await _quietly(soaked, pace, "30,000 topics", _topics(town))
        await _quietly(soaked, pace, "40,000 fields", _fields(town))


async def _quietly(soaked: Soaked, pace: Pace, what: str, deed: Awaitable[object]) -> None:
    """Do it while nobody else asks for anything."""
    pace.goes.clear()
    try:
        await asyncio.sleep(SETTLED)
        began = soaked.service.seconds
        await asyncio.gather(deed, asyncio.sleep(SETTLED))
        soaked.beside[what] = soaked.service.worst(began, soaked.service.seconds)
    finally:
        pace.goes.set()


async def _topics(town: Town) -> Page:
    """An idea about 30,000 topics."""
    number = town.somebody()
    browser = await log_in(town, number)
    page = await browser.get("/ideas/new", call=OPEN_CALL, organisation=str(number))
    _, url, values = page.form("/ideas/new/")
    return await browser.post(url, urlencode(values, doseq=True) + "".join(f"&topics=t{one}" for one in range(30_000)))


async def _fields(town: Town) -> Page:
    """A registration with 40,000 fields."""
    browser = town.browser()
    page = await browser.get("/register")
    _, url, values = page.form("/register")
    return await browser.post(url, urlencode(values, doseq=True) + "".join(f"&fields={one}" for one in range(40_000)))


def _judge(soaked: Soaked, options: argparse.Namespace) -> None:
    """Write down why it does not hold, if it does not."""
    service, counts, reasons = soaked.service, soaked.counts, soaked.reasons
    if service.code is not None:
        reasons.append(f"the process has ended with code {service.code}")
    said = service.log.read_text("utf-8", "replace")
    reasons += [
        f"the log says: {_from(word, said)}" for word in ("Fatal Python error", "Traceback", "unforeseen") if word in said
    ]
    reasons += [f"{what} ({number} times)" for what, number in counts.troubles.most_common()]
    reasons += [f"nobody {deed}" for deed in DEEDS if not counts.done[deed] and options.minutes >= LONG_ENOUGH]
    reasons += [f"/healthz took {wait:.1f} s beside {what}" for what, wait in soaked.beside.items() if wait > SOON]
    warm, end = _memory(soaked)
    share, more = GROWTH
    if options.minutes >= LONG_ENOUGH and end > warm * (1 + share) + more:
        reasons.append(f"memory grew from {warm} to {end} MiB")


def _from(word: str, said: str) -> str:
    """The first place where a log says this, with what comes before and after it."""
    place = said.index(word)
    return said[max(0, place - 500) : place + 3000]


def _memory(soaked: Soaked) -> tuple[int, int]:
    """MiB at the end of the first third, and in the last tenth."""
    return _around(soaked, 0.25, 0.35), _around(soaked, 0.9, 1.0)


def _around(soaked: Soaked, begin: float, end: float) -> int:
    """MiB in the middle of a part of the time."""
    taken = max(soaked.taken, 1)
    return round(median([mib for at, mib in soaked.service.memory if begin <= at / taken <= end] or [0]))


def _addresses() -> Iterator[str]:
    """Where people come from: each from somewhere else, as a proxy says it."""
    return (f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}" for number in count(random.randrange(2**20)))


def _table(all_of_them: list[Soaked]) -> Iterator[tuple[str, ...]]:
    yield "", *(one.service.kind for one in all_of_them)
    yield "requests", *(f"{len(one.counts.seconds):,}" for one in all_of_them)
    yield "a second", *(f"{len(one.counts.seconds) / max(one.taken, 1):.1f}" for one in all_of_them)
    for name, place in (("half within", 0.5), ("95 % within", 0.95), ("99 % within", 0.99), ("all within", 1.0)):
        yield name, *(f"{_within(one.counts.seconds, place):.2f} s" for one in all_of_them)
    for status in sorted(set().union(*(one.counts.statuses for one in all_of_them))):
        yield f"status {status}", *(f"{one.counts.statuses[status]:,}" for one in all_of_them)
    yield "not answered, or our fault", *(f"{one.counts.troubles.total():,}" for one in all_of_them)
    yield "/healthz at worst", *(f"{one.service.worst(0, one.taken):.2f} s" for one in all_of_them)
    for what in dict.fromkeys(what for one in all_of_them for what in one.beside):
        yield f"beside {what}", *(f"{one.beside.get(what, float('nan')):.2f} s" for one in all_of_them)
    yield "MiB at the start", *(f"{(one.service.memory or [(0, 0)])[0][1]:,}" for one in all_of_them)
    for tenth in range(10):
        yield f"MiB after {tenth + 1} tenths", *(f"{_around(one, tenth / 10, (tenth + 1) / 10):,}" for one in all_of_them)
    for deed in sorted(set().union(*(one.counts.done for one in all_of_them))):
        yield deed, *(f"{one.counts.done[deed]:,}" for one in all_of_them)


def _within(seconds: list[float], share: float) -> float:
    ordered = sorted(seconds) or [float("nan")]
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


async def _all(served: list[Service], options: argparse.Namespace) -> list[Soaked]:
    return list(await asyncio.gather(*(soak(service, options) for service in served)))


def main() -> int:
    """Soak, show, judge."""
    parser = argparse.ArgumentParser(prog="python -m tools.soak", description=__doc__)
    parser.add_argument("minutes", type=float)
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    parser.add_argument("--rate", type=float, default=25.0, help="requests a second on each database")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with services(options) as served, ExitStack() as running:
        for service in served:
            running.enter_context(service.served())
        print(f"Python {sys.version.split()[0]}: {options.minutes:g} minutes on {', '.join(options.databases)}", flush=True)
        soaked = asyncio.run(_all(served, options))
    for name, *columns in _table(soaked):
        print(f"{name:44}", *(f"{one:>14}" for one in columns))
    reasons = [f"{one.service.kind}: {reason}" for one in soaked for reason in one.reasons]
    for one in soaked:
        longest = sorted(one.counts.longest.items(), key=lambda item: -item[1])[:5]
        print(f"longest on {one.service.kind}:", ", ".join(f"{what} {seconds:.1f} s" for what, seconds in longest))
    print(*(reasons or ["It holds."]), sep="\n")
    return 1 if reasons else 0


if __name__ == "__main__":
    sys.exit(main())
