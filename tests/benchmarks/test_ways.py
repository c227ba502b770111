"""The other ways to compose consortia keep to what they are: distinct candidates, of the sizes asked."""

import pytest

from benchmarks.competitors import Way, rank
from benchmarks.greedy import greedy
from benchmarks.judge import Setting, judge, setting, worth
from benchmarks.pool import Pool
from benchmarks.rarest_first import by_book, by_worth
from benchmarks.requests import requests


@pytest.fixture(scope="module")
def given() -> Setting:
    return setting(400)


@pytest.mark.parametrize("way", [rank, greedy, by_book, by_worth])
def test_way_gives_different_candidates_for_each_size(way: Way, given: Setting) -> None:
    population = given.world.population
    met = 0
    for request in requests(8, first=400):
        world = judge(request, given)
        pool = Pool(world, population)
        sets = way(world, pool)
        for partners in sets:
            assert len({one.id for one in partners}) == len(partners) > 0
            assert set(partners) <= set(pool.candidates)
        met += any(worth(world, partners).meets for partners in sets)
    assert met > 0


def test_greedy_looks_ahead_by_one_member(given: Setting) -> None:
    """Its first step without seats is the best single partner, as the judge scores it."""
    population = given.world.population
    request = requests(1, first=400)[0].model_copy(update={"seats": (), "coordinator": "initiator"})
    request = request.model_copy(update={"size": request.size.model_copy(update={"min": 2, "max": 2})})
    world = judge(request, given)
    pool = Pool(world, population)
    ((chosen,),) = greedy(world, pool)
    best = max(worth(world, [one]).score for one in pool.candidates)
    assert worth(world, [chosen]).score == pytest.approx(best)
