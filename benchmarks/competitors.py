"""What other ways to compose consortia give for the same requests: how often rules and wishes are met, at what value.

Each way may give a set for every size; the best one that meets everything counts. Value: its score as a share of the optimum.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from statistics import mean
from time import perf_counter
from typing import Any, Final

import numpy as np

from benchmarks.environments import Peer, Unavailable
from benchmarks.greedy import greedy
from benchmarks.judge import judge, setting, worth
from benchmarks.pieces import save
from benchmarks.pool import Pool
from benchmarks.rarest_first import by_book, by_worth
from benchmarks.requests import requests
from benchmarks.speed import ask
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.population import Population
from oracle.brute_force import World

ORGANISATIONS: Final = 3_000
REQUESTS: Final = 60
ROSTER: Final = 30
"""The most relevant that `team-formation` is given to divide; it makes a variable for each of them and each team."""
SHORTLISTED: Final = 0.1
"""The share of the candidates that counts as relevant among the quotas for `sortition-algorithms`."""
SECONDS: Final = 5
PATIENCE: Final = 40.0

Sets = list[list[Organisation]]
Way = Callable[[World, Pool], Sets]


@dataclass(slots=True)
class Result:
    """One way. met: requests whose rules and wishes its answer meets; values: shares of the optimum, of those."""

    name: str
    requests: int = 0
    met: int = 0
    values: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    note: str = ""

    def add(self, world: World, sets: Sets, optimum: float, seconds: float) -> None:
        """One request."""
        self.requests += 1
        self.seconds.append(seconds)
        meeting = [found.score for one in sets if (found := worth(world, one)).meets]
        if meeting:
            self.met += 1
            self.values.append(max(meeting) / optimum)


def rank(world: World, pool: Pool) -> Sets:
    """The top of a list by relevance, for each size."""
    best = np.argsort(-pool.relevance, kind="stable")[: world.request.sizes.stop].tolist()
    return [[pool.candidates[at] for at in best[: size - len(world.present)]] for size in world.request.sizes]


def teams(peer: Peer, most: int | None = ROSTER) -> Way:
    """`team-formation`: divides the initiator and the most relevant into teams; the team of the initiator is the answer."""

    def way(world: World, pool: Pool) -> Sets:
        by_relevance = np.argsort(-pool.relevance, kind="stable")[:most].tolist()
        roster = [*world.present, *(pool.candidates[at] for at in by_relevance)]
        known = {one.id: one for one in roster}
        rows = [{"id": one.id, "country": one.country, "sector": min(one.sectors, default="none")} for one in roster]
        size = world.request.sizes.start + 1
        found = peer.ask(PATIENCE, roster=rows, size=size, seconds=SECONDS)["team"]
        return [[known[one] for one in found]] if found else []

    return way


def panels(peer: Peer, share: float = SHORTLISTED, algorithm: str = "legacy") -> Way:
    """`sortition-algorithms`: a panel drawn by lot from the relevant tenth, one from a country, quotas for the seats."""

    def way(world: World, pool: Pool) -> Sets:
        least = max(1, int(len(pool.candidates) * share))
        kept = [pool.candidates[at] for at in np.argsort(-pool.relevance, kind="stable")[:least].tolist()]
        number = world.request.sizes.start + 1 - len(world.present)
        people = [_person(world, one) for one in kept]
        quotas = [_quota("country", country, 0, 1) for country in sorted({one.country for one in kept})]
        for place, seat in enumerate(world.request.seats):
            quotas += [_quota(f"seat{place}", "yes", seat.count, number), _quota(f"seat{place}", "no", 0, number)]
        if world.request.coordinator == "find":
            quotas += [_quota("leads", "yes", 1, number), _quota("leads", "no", 0, number)]
        found = peer.ask(PATIENCE, people=people, quotas=quotas, number=number, algorithm=algorithm, seconds=SECONDS)
        known = {one.id: one for one in kept}
        return [[known[one] for one in found["panel"]]] if found["panel"] else []

    return way


def _person(world: World, one: Organisation) -> dict[str, str]:
    said = {f"seat{place}": world.fits(seat, one) for place, seat in enumerate(world.request.seats)}
    said["leads"] = world.may_coordinate(one)
    return {"id": one.id, "country": one.country, **{name: "yes" if yes else "no" for name, yes in said.items()}}


def _quota(feature: str, value: str, least: int, most: int) -> dict[str, str]:
    return {"feature": feature, "value": value, "min": str(least), "max": str(most)}


def measure(number: int) -> dict[str, Any]:
    """Every way on the same requests; a way that fails is left out from there on, with what it said."""
    given = setting(ORGANISATIONS)
    ours = given.world
    ways: dict[str, Way] = {"rank": rank, "greedy": greedy, "RarestFirst": by_book, "RarestFirst by worth": by_worth}
    results = {name: Result(name) for name in ("ours", *ways, "team-formation", "sortition-algorithms")}
    peers = []
    packages: dict[str, tuple[str, Callable[[Peer], Way]]] = {
        "teams": ("team-formation", teams),
        "panels": ("sortition-algorithms", panels),
    }
    for program, (name, way_of) in packages.items():
        try:
            peers.append(Peer(program))
            ways[name] = way_of(peers[-1])
        except Unavailable as error:
            results[name].note = str(error)
    for request in requests(number):
        world = judge(request, given)
        pool = Pool(world, ours.population)
        answer, seconds = ask(request, ours, limit=1)
        proposal = answer.proposals[0]
        results["ours"].add(world, [[proposal.facts[one] for one in proposal.partners]], proposal.score, seconds)
        for name, way in list(ways.items()):
            started = perf_counter()
            try:
                sets = way(world, pool)
            except Unavailable as error:
                results[name].note = str(error)
                del ways[name]
                continue
            results[name].add(world, sets, proposal.score, perf_counter() - started)
    for peer in peers:
        peer.close()
    for name, said in _given_all(judge(requests(1)[0], given), ours.population):
        results[name].note = f"{results[name].note} {said}".strip()
    return {"organisations": ORGANISATIONS, "requests": number, "results": [summary(one) for one in results.values()]}


def _given_all(world: World, population: Population) -> Iterator[tuple[str, str]]:
    """What the packages do with all candidates of a request: name, and how it went."""
    pool = Pool(world, population)
    attempts: tuple[tuple[str, str, str, Callable[[Peer], Way]], ...] = (
        ("team-formation", "teams", "all", lambda peer: teams(peer, None)),
        ("sortition-algorithms", "panels", "all, drawn at random", lambda peer: panels(peer, 1.0)),
        ("sortition-algorithms", "panels", "all, with equal chances (maximin)", lambda peer: panels(peer, 1.0, "maximin")),
    )
    for name, program, how, way_of in attempts:
        try:
            with Peer(program) as peer:
                started = perf_counter()
                sets = way_of(peer)(world, pool)
                yield name, f"Given {how}: {'an answer' if sets else 'no answer'} after {perf_counter() - started:.1f} seconds."
        except Unavailable as error:
            yield name, f"Given {how}: {error}."


def summary(result: Result) -> dict[str, Any]:
    """What the report says of a way."""
    kept = asdict(result)
    del kept["values"], kept["seconds"]
    return {
        **kept,
        "value": mean(result.values) if result.values else None,
        "least_value": min(result.values, default=None),
        "seconds": mean(result.seconds) if result.seconds else None,
    }


def main() -> None:
    """Measure and print; with `--save` keep it for the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--save", action="store_true", help="keep the result for the report")
    options = parser.parse_args()
    found = measure(options.requests)
    for one in found["results"]:
        print(one)
    if options.save:
        save("competitors", found)


if __name__ == "__main__":
    main()
