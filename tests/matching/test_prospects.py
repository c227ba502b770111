"""What chosen sorts can bring: the table against every choice, and automata against reading members one by one."""

from collections.abc import Iterable, Iterator
from itertools import combinations_with_replacement, permutations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.clock import Clock
from matchmaker.matching.searching.automata import Automaton, Together, TooManyStates, fewer
from matchmaker.matching.searching.filling import filling
from matchmaker.matching.searching.matters import Estimated
from matchmaker.matching.searching.prospects import Prospect, Prospects, Size
from matchmaker.matching.searching.sorts import Sorts
from matchmaker.matching.standing import Standing
from matchmaker.matching.tuning import TUNING
from tests.examples import examples

seeds = st.integers(0, 2**40)
ALL = -1e9
CLOCK = Clock.of(3600)


def automaton(random: Random, sorts: int) -> Automaton:
    """A counter, or a set of things that were seen."""
    if random.random() < 0.5:
        enough, column = random.randint(1, 3), [random.random() < 0.5 for _ in range(sorts)]
        step = [[min(enough, state + one) for one in column] for state in range(enough + 1)]
        worth = [random.choice((0.0, -np.inf)), *(random.randint(0, 9) for _ in range(enough))]
    else:
        bits = random.randint(1, 3)
        seen = [random.randrange(2**bits) for _ in range(sorts)]
        step = [[state | one for one in seen] for state in range(2**bits)]
        weights = [random.randint(0, 9) for _ in range(bits)]
        worth = [sum(weight for bit, weight in enumerate(weights) if state >> bit & 1) for state in range(2**bits)]
    prize = bool(np.isfinite(worth).all()) and worth == sorted(worth) and len(worth) <= 2
    return Automaton.of(random.randrange(len(worth)), np.array(step), np.array(worth, dtype=np.float64), prize=prize)


def read(parts: list[Automaton], chosen: tuple[int, ...]) -> float:
    total = 0.0
    for part in parts:
        state = part.start
        for sort in chosen:
            state = int(part.step[state, sort])
        total += float(part.worth[state])
    return total


def sorted_out(random: Random, number: int) -> tuple[Sorts, np.ndarray]:
    sizes = [random.randint(1, 3) for _ in range(number)]
    points = np.concatenate([sorted((random.randint(0, 20) / 2 for _ in range(size)), reverse=True) for size in sizes])
    sorts = Sorts(
        start=np.cumsum([0, *sizes]),
        at=np.arange(sum(sizes)),
        abilities=np.zeros((number, 1), dtype=bool),
        able=(False,) * number,
        countries=(frozenset(),) * number,
        standing=(Standing(None, True, 0),) * number,
        alike=(0,) * number,
    )
    return sorts, points


def choices(sorts: Sorts, points: np.ndarray, parts: list[Automaton], places: int) -> Iterator[tuple[tuple[int, ...], float]]:
    """Every choice that can be filled, with what it is worth."""
    for chosen in combinations_with_replacement(range(len(sorts.able)), places):
        top = 0.0
        for sort in set(chosen):
            own = points[sorts.start[sort] : sorts.start[sort + 1]]
            top += float(own[: chosen.count(sort)].sum()) if chosen.count(sort) <= len(own) else -np.inf
        if (worth := top + read(parts, chosen)) > -np.inf:
            yield chosen, worth


@given(seeds)
@examples(150)
def test_prospects_are_all_choices_above_a_number_of_points(seed: int) -> None:
    random = Random(seed)
    sorts, points = sorted_out(random, random.randint(1, 5))
    parts = [automaton(random, len(sorts.able)) for _ in range(random.randint(0, 4))]
    places = random.randint(0, 4)
    every = dict(choices(sorts, points, parts, places))
    floor = random.choice((ALL, *(worth - random.choice((0.0, 0.5)) for worth in every.values())))
    most_own = float(np.sort(points)[::-1][:places].sum())
    reading = Together(parts, np.ones(len(sorts.able), dtype=bool), places, CLOCK, TUNING).above(floor - most_own, 10_000)
    ending = np.where(reading.ended, reading.worth, -np.inf)
    estimated = Estimated(reading, np.zeros(len(sorts.able)), 0.0)
    prospects = Prospects(Size(places, places), estimated, ending, sorts, points, clock=CLOCK, tuning=TUNING)
    above = {chosen: worth for chosen, worth in every.items() if worth > floor + 1e-9}
    if above:
        assert prospects.bound == pytest.approx(max(above.values()))
    assert bounds(prospects.above(lambda: floor + 1e-9)) == pytest.approx(above)
    # Once from the highest floor on, and then, what is known already included, from lower ones.
    higher = random.choice([*above.values(), floor])
    for least in (higher + 1e-9, floor + 1e-9, higher + 1e-9):
        listed = list(prospects.listed(least))
        assert bounds(listed) == pytest.approx({chosen: worth for chosen, worth in above.items() if worth > least})
        assert [one.bound for one in listed] == sorted((one.bound for one in listed), reverse=True)


def bounds(found: Iterable[Prospect]) -> dict[tuple[int, ...], float]:
    """Chosen sorts, each as often as it is chosen, with their points."""
    return {one.sorts: one.bound for one in found}


@given(seeds)
@examples(100)
def test_parts_in_pairs_say_the_same(seed: int) -> None:
    random = Random(seed)
    sorts = random.randint(1, 4)
    parts = [automaton(random, sorts) for _ in range(random.randint(1, 5))]
    in_pairs = fewer(parts, random.choice((1, 8, 40, 1000)))
    for chosen in combinations_with_replacement(range(sorts), 3):
        assert read(in_pairs, chosen) == pytest.approx(read(parts, chosen))
    ahead = sum(part.ahead(3)[3][part.start] for part in in_pairs)
    best = max((read(parts, chosen) for chosen in combinations_with_replacement(range(sorts), 3)), default=-np.inf)
    assert best <= ahead <= sum(part.ahead(3)[3][part.start] for part in parts) + 1e-9


def test_too_many_states_are_refused() -> None:
    parts = [Automaton.of(0, np.array([[0, 1], [1, 1]]), np.array([0.0, 1.0])) for _ in range(4)]
    with pytest.raises(TooManyStates):
        Together(parts, np.ones(2, dtype=bool), 3, CLOCK, TUNING).above(-np.inf, 2)


@given(seeds)
@examples(150)
def test_places_fill_as_the_best_assignment_fills_them(seed: int) -> None:
    random = Random(seed)
    capacity = tuple(random.randint(1, 2) for _ in range(random.randint(1, 3)))
    kinds = tuple(sorted({random.randrange(2 ** len(capacity)) for _ in range(3)}))
    there = tuple(random.randrange(2 ** len(capacity)) for _ in range(random.randint(0, 2)))
    enough, members = random.randint(0, sum(capacity)), random.randint(0, 3)
    found = filling(capacity, there, kinds, enough, members)
    chosen = tuple(random.randrange(len(kinds)) for _ in range(members))
    state = 0
    for kind in chosen:
        state = found.step[state][kind]
    stools = [place for place, number in enumerate(capacity) for _ in range(number)]
    sitting = [*there, *(kinds[kind] for kind in chosen)]
    empty = [*sitting, *[0] * len(stools)]
    best = max(
        sum(fits >> stool & 1 for fits, stool in zip(order, stools, strict=False)) for order in permutations(empty, len(stools))
    )
    assert found.most[state] == min(enough, best)
