"""Whether ours is the optimum: against every combination, against CP-SAT and against HiGHS, on the same requests.

The referees get the whole request as an integer program (`model.py`). A set that anybody proposes is judged and scored by
`judge.py`; two answers are the same when these scores are.
"""

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, Final

from benchmarks.environments import Peer, Unavailable
from benchmarks.generator import World as Given
from benchmarks.judge import Setting, judge, of_size, setting, worth
from benchmarks.model import build
from benchmarks.pieces import save
from benchmarks.requests import TODAY, requests
from benchmarks.speed import ask
from matchmaker.inputs.request import Request
from matchmaker.matching import Proposal
from oracle.brute_force import World

SAME: Final = 1e-6
"""Points by which two scores of one optimum may differ through rounding."""
SMALL: Final = ((40, 4, 12), (24, 5, 12), (14, 6, 16))
"""Against all combinations: organisations, largest size, requests."""
MIDDLE: Final = 3_000
LARGE: Final = 20_000
WHOLE_REQUESTS: Final = 8
"""Requests of which every alternative is compared, over all sizes, among `MIDDLE`."""
SINGLE_ANSWERS: Final = 40
"""Requests for one size of which the best answer is compared, among `LARGE`."""
OF_THESE_HIGHS: Final = 3
"""HiGHS needs half a minute for each of those, so it is given only so many."""
SECONDS: Final = 120.0
WORKERS: Final = 8
"""Of 1, 2 and 8 workers tried on these programs, CP-SAT was quickest with 8, even on two cores: it runs a portfolio."""


@dataclass(slots=True)
class Comparison:
    """Ours against one referee. worst: the largest difference in points; against: who did better, in words."""

    referee: str
    organisations: int
    requests: int
    answers: int = 0
    agree: int = 0
    stopped: int = 0
    worst: float = 0.0
    against: list[str] = field(default_factory=list)

    def add(self, ours: float | None, theirs: float | None, what: str) -> None:
        """One answer; None: there is none."""
        self.answers += 1
        if ours is None or theirs is None:
            same = ours is theirs
        else:
            self.worst = max(self.worst, abs(ours - theirs))
            same = abs(ours - theirs) <= SAME
        self.agree += same
        if not same:
            self.against.append(f"{what}: ours {ours}, {self.referee} {theirs}")


def judged(proposal: Proposal | None, world: World) -> float | None:
    """The score of a proposal as the judge sees it. Raises `AssertionError` when rules fail or the score is another."""
    if proposal is None:
        return None
    by_id = {one.id: one for one in world.organisations}
    found = worth(world, [by_id[one] for one in proposal.partners])
    if not found.meets or abs(found.score - proposal.score) > SAME:
        raise AssertionError(f"{proposal.partners}: {found} instead of {proposal.score}")
    return found.score


def against_all(number: int, largest: int, requested: int) -> Comparison:
    """Every alternative of small requests against the best of all combinations that differ enough from the earlier ones."""
    given = setting(number)
    ours = given.world
    found = Comparison("every combination", number, requested)
    for place, whole in enumerate(requests(requested, first=number)):
        request = whole.model_copy(update={"size": whole.size.model_copy(update={"max": largest})})
        world = judge(request, given)
        answers = sorted(world.answers(), key=lambda answer: -answer[0])
        proposals = ask(request, ours)[0].proposals
        earlier: list[frozenset[str]] = []
        for step in range(request.limit):
            proposal = proposals[step] if step < len(proposals) else None
            left = (a for a in answers if all(len(a[1] - other) >= request.min_difference for other in earlier))
            best = next(left, None)
            found.add(judged(proposal, world), best and best[0], f"request {place}, answer {step + 1}")
            if proposal is None:
                break
            earlier.append(frozenset(proposal.partners))
    return found


class Referee:
    """A solver that is given programs; keeps the seconds it took. folder: for the programs."""

    def __init__(self, peer: Peer, folder: Path, workers: int) -> None:
        self.peer, self._path, self._workers = peer, folder / f"{peer.name}.npz", workers
        self.solving: list[float] = []
        self.building: list[float] = []

    def best(self, world: World, given: Given, earlier: Iterable[Iterable[str]] = ()) -> tuple[str, float | None]:
        """Its status and, judged like ours, the score of its answer. Raises `AssertionError` if its program is not the score."""
        model = build(world, given.population, TODAY, tuple(earlier))
        model.program.save(self._path)
        answer = self.peer.ask(path=str(self._path), seconds=SECONDS, workers=self._workers)
        self.solving.append(answer["solving"])
        self.building.append(answer["building"])
        if answer["value"] is None:
            return answer["status"], None
        chosen = [model.candidates[at] for at in answer["chosen"] if at < len(model.candidates)]
        found = worth(world, chosen)
        if not found.meets or abs(found.score - answer["value"]) > SAME:
            raise AssertionError(f"{self.peer.name}: {[one.id for one in chosen]}: {found} instead of {answer['value']}")
        return answer["status"], found.score


def whole_requests(referee: Referee, given: Setting, asked: list[Request], alternatives: int) -> Comparison:
    """All sizes together: the best of a referee's optima for each size must be ours, alternative by alternative."""
    ours = given.world
    found = Comparison(referee.peer.name, len(given.organisations), len(asked))
    for place, request in enumerate(asked):
        earlier: list[frozenset[str]] = []
        proposals = ask(request, ours)[0].proposals
        for step, proposal in enumerate(proposals[:alternatives]):
            optima = []
            for size in request.sizes:
                status, score = referee.best(judge(of_size(request, size), given), ours, earlier)
                found.stopped += status == "stopped"
                optima.append(score)
            best = max((one for one in optima if one is not None), default=None)
            found.add(judged(proposal, judge(request, given)), best, f"request {place}, answer {step + 1}")
            earlier.append(frozenset(proposal.partners))
    return found


@dataclass(frozen=True, slots=True)
class Race:
    """Seconds for the best answer of one size: ours (median of three), and of CP-SAT solving and building its model."""

    size: int
    ours: float
    solving: float
    building: float


def single_answers(referee: Referee, given: Setting, asked: list[Request]) -> tuple[Comparison, list[Race]]:
    """The best answer of one size: is it the same, and who was quicker?"""
    ours = given.world
    found = Comparison(referee.peer.name, len(given.organisations), len(asked))
    races = []
    for place, request in enumerate(asked):
        world = judge(request, given)
        answers = [ask(request, ours) for _ in range(3)]
        (proposal,) = answers[0][0].proposals or (None,)
        status, score = referee.best(world, ours)
        found.stopped += status == "stopped"
        found.add(judged(proposal, world), score, f"request {place}")
        seconds = median(seconds for _, seconds in answers)
        races.append(Race(len(proposal.members) if proposal else 0, seconds, referee.solving[-1], referee.building[-1]))
    return found, races


def one_size(requested: int) -> list[Request]:
    """Requests for the best answer of one size, 3 to 6 in turn."""
    return [of_size(one, 3 + place % 4, limit=1) for place, one in enumerate(requests(requested))]


def measure(scale: float) -> dict[str, Any]:
    """All comparisons, as the report keeps them. scale: the share of the requests that is asked."""

    def some(number: int) -> int:
        return max(1, round(number * scale))

    compared = [against_all(number, largest, some(asked)) for number, largest, asked in SMALL]
    races: list[Race] = []
    missing: list[str] = []
    middle, large = setting(MIDDLE), setting(LARGE)
    whole, single = requests(some(WHOLE_REQUESTS)), one_size(some(SINGLE_ANSWERS))
    for name, workers, alternatives, of_large in (("cp_sat", WORKERS, 5, len(single)), ("highs", 1, 1, some(OF_THESE_HIGHS))):
        try:
            with Peer(name) as peer, TemporaryDirectory() as folder:
                referee = Referee(peer, Path(folder), workers)
                compared.append(whole_requests(referee, middle, whole, alternatives))
                of_one_size, raced = single_answers(referee, large, single[:of_large])
                compared.append(of_one_size)
                races += raced if name == "cp_sat" else []
        except Unavailable as error:
            missing.append(f"{name}: {error}")
    return {
        "compared": [asdict(one) for one in compared],
        "races": [asdict(one) for one in races],
        "race": summary(races) if races else None,
        "missing": missing,
    }


def summary(races: Sequence[Race]) -> dict[str, float]:
    """Medians over the same instances."""
    return {
        "organisations": LARGE,
        "requests": len(races),
        "ours_ms": 1000 * median(one.ours for one in races),
        "solving_ms": 1000 * median(one.solving for one in races),
        "building_ms": 1000 * median(one.building for one in races),
        "ratio": median(one.solving / one.ours for one in races),
        "ratio_with_building": median((one.solving + one.building) / one.ours for one in races),
    }


def main() -> None:
    """Compare and print; with `--save` keep it for the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="share of the requests, 0.1 for a tenth")
    parser.add_argument("--save", action="store_true", help="keep the result for the report")
    options = parser.parse_args()
    started = perf_counter()
    found = measure(options.scale)
    for one in found["compared"]:
        print("{referee}, {organisations} organisations: {agree} of {answers} answers agree, worst {worst:.1e}".format(**one))
        print(*one["against"], sep="\n", end="")
    print(found["race"], *found["missing"], f"{perf_counter() - started:.0f} s", sep="\n")
    if options.save:
        save("exactness", found)


if __name__ == "__main__":
    main()
