"""Whole consortia: the best there is, by the judgement of every combination."""

from random import Random

import pytest

from matchmaker import matching
from matchmaker.matching import History, Population
from tests.matching.brute_force import World
from tests.matching.worlds import SMALL_CALLS, TODAY, world


def ask(judge: World, **options: object) -> matching.Answer:
    population = Population(judge.organisations, judge.apart)
    return matching.suggest(judge.request, population, History(judge.participations), judge.call, TODAY, **options)


def agree(judge: World) -> bool:
    """The search finds what the judge finds, alternative by alternative; whether there was anything to find."""
    answer = ask(judge)
    earlier: list[set[str]] = []
    for proposal in answer.proposals:
        best = judge.best(earlier)
        assert best is not None
        assert proposal.score == pytest.approx(best[0], abs=1e-9)
        partners = [o for o in judge.organisations if o.id in proposal.partners]
        assert judge.score(partners, proposal.coordinator) == pytest.approx(proposal.score, abs=1e-9)
        assert any(ids == set(proposal.partners) and who == proposal.coordinator for _, ids, who in judge.answers(earlier))
        assert proposal.proof.status == "optimal"
        earlier.append(set(proposal.partners))
    if len(answer.proposals) < judge.request.limit:
        assert judge.best(earlier) is None
    assert answer.status == ("ok" if answer.proposals else "infeasible")
    return bool(answer.proposals)


@pytest.mark.parametrize("call", SMALL_CALLS)
def test_suggest_finds_what_brute_force_finds(call: str) -> None:
    random = Random(f"small {call}")
    feasible = [agree(world(random, call, 9)) for _ in range(40)]
    assert sum(feasible) >= len(feasible) / 2
