"""What chosen cells can bring: the table against every choice, and automata against reading members one by one."""

from collections.abc import Iterable, Iterator
from itertools import combinations_with_replacement, permutations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.clock import Clock
from matchmaker.matching.searching.assignment import assignment_automaton
from matchmaker.matching.searching.automata import Automaton, Product, TooManyStates, fewer
from matchmaker.matching.searching.dynamic_program import RelaxedSpace
from matchmaker.matching.searching.equivalence import Equivalence
from matchmaker.matching.searching.upper_bounds import Branch, Size, UpperBounds
from matchmaker.matching.standing import Standing
from matchmaker.matching.tuning import TUNING
from tests.examples import examples

seeds = st.integers(0, 2**40)
ALL = -1e9
CLOCK = Clock.of(3600)


def automaton(random: Random, cells: int) -> Automaton:
    """A counter, or a set of things that were seen."""
    if random.random() < 0.5:
        enough, column = random.randint(1, 3), [random.random() < 0.5 for _ in range(cells)]
        step = [[min(enough, state + one) for one in column] for state in range(enough + 1)]
        worth = [random.choice((0.0, -np.inf)), *(random.randint(0, 9) for _ in range(enough))]
    else:
        bits = random.randint(1, 3)
        seen = [random.randrange(2**bits) for _ in range(cells)]
        step = [[state | one for one in seen] for state in range(2**bits)]
        weights = [random.randint(0, 9) for _ in range(bits)]
        worth = [sum(weight for bit, weight in enumerate(weights) if state >> bit & 1) for state in range(2**bits)]
    submodular = bool(np.isfinite(worth).all()) and worth == sorted(worth) and len(worth) <= 2
    return Automaton.of(random.randrange(len(worth)), np.array(step), np.array(worth, dtype=np.float64), submodular=submodular)


def read(parts: list[Automaton], chosen: tuple[int, ...]) -> float:
    total = 0.0
    for part in parts:
        state = part.start
        for cell in chosen:
            state = int(part.step[state, cell])
        total += float(part.worth[state])
    return total


def partitioned(random: Random, number: int) -> tuple[Equivalence, np.ndarray]:
    sizes = [random.randint(1, 3) for _ in range(number)]
    points = np.concatenate([sorted((random.randint(0, 20) / 2 for _ in range(size)), reverse=True) for size in sizes])
    equivalence = Equivalence(
        start=np.cumsum([0, *sizes]),
        at=np.arange(sum(sizes)),
        abilities=np.zeros((number, 1), dtype=bool),
        able=(False,) * number,
        countries=(frozenset(),) * number,
        standing=(Standing(None, True, 0),) * number,
        alike=(0,) * number,
    )
    return equivalence, points


def branches(
    equivalence: Equivalence, points: np.ndarray, parts: list[Automaton], places: int
) -> Iterator[tuple[tuple[int, ...], float]]:
    """Every choice that can be filled, with what it is worth."""
    for chosen in combinations_with_replacement(range(len(equivalence.able)), places):
        top = 0.0
        for cell in set(chosen):
            own = points[equivalence.start[cell] : equivalence.start[cell + 1]]
            top += float(own[: chosen.count(cell)].sum()) if chosen.count(cell) <= len(own) else -np.inf
        if (worth := top + read(parts, chosen)) > -np.inf:
            yield chosen, worth


@given(seeds)
@examples(150)
def test_branches_are_all_choices_above_a_number_of_points(seed: int) -> None:
    random = Random(seed)
    equivalence, points = partitioned(random, random.randint(1, 5))
    parts = [automaton(random, len(equivalence.able)) for _ in range(random.randint(0, 4))]
    places = random.randint(0, 4)
    every = dict(branches(equivalence, points, parts, places))
    floor = random.choice((ALL, *(worth - random.choice((0.0, 0.5)) for worth in every.values())))
    most_own = float(np.sort(points)[::-1][:places].sum())
    states = Product(parts, np.ones(len(equivalence.able), dtype=bool), places, CLOCK, TUNING).above(floor - most_own, 10_000)
    ending = np.where(states.ended, states.worth, -np.inf)
    space = RelaxedSpace(states, np.zeros(len(equivalence.able)), 0.0)
    upper_bounds = UpperBounds(Size(places, places), space, ending, equivalence, points, clock=CLOCK, tuning=TUNING)
    above = {chosen: worth for chosen, worth in every.items() if worth > floor + 1e-9}
    if above:
        assert upper_bounds.bound == pytest.approx(max(above.values()))
    assert bounds(upper_bounds.above(lambda: floor + 1e-9)) == pytest.approx(above)
    # Once from the highest floor on, and then, what is known already included, from lower ones.
    higher = random.choice([*above.values(), floor])
    for least in (higher + 1e-9, floor + 1e-9, higher + 1e-9):
        listed = list(upper_bounds.listed(least))
        assert bounds(listed) == pytest.approx({chosen: worth for chosen, worth in above.items() if worth > least})
        assert [one.bound for one in listed] == sorted((one.bound for one in listed), reverse=True)


def bounds(found: Iterable[Branch]) -> dict[tuple[int, ...], float]:
    """Chosen cells, each as often as it is chosen, with their points."""
    return {one.cells: one.bound for one in found}


@given(seeds)
@examples(100)
def test_parts_in_pairs_say_the_same(seed: int) -> None:
    random = Random(seed)
    cells = random.randint(1, 4)
    parts = [automaton(random, cells) for _ in range(random.randint(1, 5))]
    in_pairs = fewer(parts, random.choice((1, 8, 40, 1000)))
    for chosen in combinations_with_replacement(range(cells), 3):
        assert read(in_pairs, chosen) == pytest.approx(read(parts, chosen))
    to_go = sum(part.to_go(3)[3][part.start] for part in in_pairs)
    best = max((read(parts, chosen) for chosen in combinations_with_replacement(range(cells), 3)), default=-np.inf)
    assert best <= to_go <= sum(part.to_go(3)[3][part.start] for part in parts) + 1e-9


def test_too_many_states_are_refused() -> None:
    parts = [Automaton.of(0, np.array([[0, 1], [1, 1]]), np.array([0.0, 1.0])) for _ in range(4)]
    with pytest.raises(TooManyStates):
        Product(parts, np.ones(2, dtype=bool), 3, CLOCK, TUNING).above(-np.inf, 2)


@given(seeds)
@examples(150)
def test_places_fill_as_the_best_assignment_fills_them(seed: int) -> None:
    random = Random(seed)
    capacity = tuple(random.randint(1, 2) for _ in range(random.randint(1, 3)))
    symbols = tuple(sorted({random.randrange(2 ** len(capacity)) for _ in range(3)}))
    there = tuple(random.randrange(2 ** len(capacity)) for _ in range(random.randint(0, 2)))
    enough, members = random.randint(0, sum(capacity)), random.randint(0, 3)
    found = assignment_automaton(capacity, there, symbols, enough, members)
    chosen = tuple(random.randrange(len(symbols)) for _ in range(members))
    state = 0
    for symbol in chosen:
        state = found.step[state][symbol]
    stools = [place for place, number in enumerate(capacity) for _ in range(number)]
    sitting = [*there, *(symbols[symbol] for symbol in chosen)]
    empty = [*sitting, *[0] * len(stools)]
    best = max(
        sum(fits >> stool & 1 for fits, stool in zip(order, stools, strict=False)) for order in permutations(empty, len(stools))
    )
    assert found.most[state] == min(enough, best)
