"""The number of organisations that fit a request so far, against those the search and the judge choose from."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.inputs.request import Request
from matchmaker.matching import History, Population
from matchmaker.matching.fitting import Fit, count
from matchmaker.matching.question import Circumstances
from matchmaker.matching.questions import Questions
from matchmaker.matching.searching.candidates import Candidates
from matchmaker.programme.calls import Call
from oracle.brute_force import World
from tests.examples import examples
from tests.matching import worlds
from tests.matching.worlds import GUIDE, TODAY

CALLS = ("ka202-2018", "ka220-vet-2027", "ka210-vet-2026", "cove-2026", "sport-events-2026", "cbhe-strand3-2026", "open-regions")
seeds = st.integers(0, 2**40)


def population_of(world: World) -> Population:
    return Population(world.organisations, world.apart)


def looked_at(request: Request, population: Population, call: Call) -> set[int]:
    """Everybody among the candidates of a search for the request."""
    questions = Questions(request, Circumstances(population, History([]), call, TODAY))
    return {
        int(one)
        for question in questions.each
        for task in question.tasks
        for one in Candidates(task, question.formula, question.own)._who
    }


@pytest.mark.parametrize(
    "call_id",
    CALLS,
)
@examples(12)
@given(seed=seeds)
def test_as_many_fit_as_the_search_looks_at(call_id: str, seed: int) -> None:
    world = worlds.world(Random(seed), call_id, 30, include=[])
    population = population_of(world)
    found = looked_at(world.request, population, world.call)
    fields = {one.id for one in world.organisations if set(one.fields) & set(world.request.fields)}
    in_field = {one for one in found if population.id_of(one) in fields}
    assert count(world.request, population, world.call, TODAY) == Fit(len(found), len(in_field))


@pytest.mark.parametrize("call_id", ["ka220-vet-2026", "ka202-2018", "cove-2025", "kinds-of-project"])
@examples(6)
@given(seed=seeds)
def test_whoever_the_judge_would_take_is_counted(call_id: str, seed: int) -> None:
    world = worlds.world(Random(seed), call_id, 9, include=[])
    taken = {one for _, partners, _ in world.answers() for one in partners}
    population = population_of(world)
    assert len(taken) <= count(world.request, population, world.call, TODAY).partners
    assert taken <= {population.id_of(one) for one in looked_at(world.request, population, world.call)}


def test_each_wish_leaves_fewer() -> None:
    plain = {"include": [], "exclude": [], "language": None, "confirmed_only": False, "same_country": True, "members": ["o0"]}
    nowhere: dict[str, list[str]] = {"include": [], "exclude": []}
    world = worlds.world(Random(7), "ka220-vet-2026", 400, **plain, countries=nowhere, coordinator="initiator")
    population, call = population_of(world), GUIDE.call("ka220-vet-2026")
    numbers = []
    wished = {}
    for wish in (
        {},
        {"same_country": False},
        {"countries": {"include": ["DE", "FR", "ES"], "exclude": []}},
        {"countries": {"include": ["DE", "FR", "ES"], "exclude": ["ES"]}},
        {"language": "de"},
        {"confirmed_only": True},
    ):
        wished |= wish
        asked = Request.model_validate({**world.request.model_dump(by_alias=True, exclude_none=True), **wished})
        numbers.append(count(asked, population, call, TODAY).partners)
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == len(numbers)
    assert numbers[-1] > 0
