"""Few searched first, and nobody else who can matter: the same answers as a search among everybody gives."""

from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.clock import Clock
from matchmaker.matching.question import Question
from matchmaker.matching.searching.candidates import Candidates, Restricted
from matchmaker.matching.searching.left_out import LeftOut
from matchmaker.matching.searching.restricted_search import RestrictedSearch
from matchmaker.matching.searching.search import Outcome, Search
from matchmaker.matching.task import Task
from matchmaker.programme.types import SIX_SECTORS
from oracle.brute_force import World
from tests.examples import examples
from tests.matching.small import in_small
from tests.matching.ticks import Ticks
from tests.matching.worlds import MAKE_UP, SMALL_CALLS, plain, question, world

seeds = st.integers(0, 2**40)
CALLS = (*SMALL_CALLS, *MAKE_UP)
HOUR = Clock.of(3600)


def steep(random: Random, number: int) -> World:
    """Some bring all that was asked and others next to nothing, whatever else they bring."""
    calm = {"seats": [], "expertise": [], "countries": {}, "include": [], "coordinator": "initiator", "min_difference": 1}
    made = world(random, "ka202-2018", number, topics=["inclusion"], limit=3, **calm)
    brings = {"fields": tuple(made.request.fields), "topics": ("inclusion",), "priorities": made.request.project.priorities}
    organisations = [
        replace(
            one,
            **({**brings, "responsiveness": random.choice((0.9, 1.0))} if random.random() < 0.6 else {"responsiveness": 0.0}),
            languages=frozenset(),
            sectors=one.sectors | {random.choice(SIX_SECTORS)},
            newcomer=random.random() < 0.5,
        )
        for one in made.organisations
    ]
    return replace(made, organisations=organisations, _by_id={})


def any_world(random: Random, most: int) -> World:
    """Of any call, sometimes of organisations that are much alike; so many of them at most."""
    kind = random.random()
    if kind < 0.25:
        return plain(random, random.choice(("ka202-2018", "ka205-2018", "ka229-2018")), random.randint(4, most))
    if kind < 0.5:
        return steep(random, random.randint(4, most + 4))
    call = random.choice(CALLS)
    made = world(random, call, random.randint(2, most), limit=random.choice((1, 3)))
    others = [one.id for one in made.organisations if one not in made.present and one.id not in made.request.exclude]
    return made.without(include=tuple(random.sample(others, 1))) if others and random.random() < 0.2 else made


class Noting(Candidates):
    """Candidates that note whom they were asked for."""

    asked: tuple[str, ...] = ()

    def few(self, spare: int) -> Restricted | None:
        found = super().few(spare)
        self.asked = (*self.asked, "no few" if found is None else "few")
        return found

    def reaching(self, points: float, spare: int) -> Restricted:
        self.asked = (*self.asked, "reaching")
        return super().reaching(points, spare)

    def all(self, spare: int) -> Restricted:
        self.asked = (*self.asked, "all")
        return super().all(spare)


def spare(asked: Question) -> int:
    """More than three answers have partners."""
    return 3 * max(asked.task.partner_numbers, default=0)


def small(random: Random, asked: Question) -> Task:
    """The task of a question, to be searched piece by piece."""
    return replace(asked.task, tuning=in_small(random))


def same_answers(asked: Question, noting: Candidates, everybody: Search) -> None:
    """Up to three answers, each as good as that of everybody, and no bound too low."""
    few, earlier = RestrictedSearch(noting, spare(asked)), []
    for _ in range(3):
        found, best = few.run(HOUR, earlier), everybody.run(HOUR, earlier)
        assert found.complete
        assert best.complete
        assert (found.best is None) == (best.best is None)
        if found.best is None or best.best is None:
            return
        assert found.best.score == pytest.approx(best.best.score, abs=1e-9)
        assert best.best.score - 1e-9 <= found.bound <= found.best.score + 1e-9
        earlier.append(frozenset(found.best.partners))


@given(seeds)
@examples(100)
def test_few_looked_at_first_give_the_answers_of_everybody(seed: int) -> None:
    random = Random(seed)
    asked = question(any_world(random, 14))
    if asked.is_contradictory:
        return
    among = None
    if random.random() < 0.2:
        among = np.array([random.random() < 0.8 for _ in range(asked.task.population.size)])
    some = Candidates(small(random, asked), asked.formula, asked.own, among)
    same_answers(asked, some, Search(some.everybody()))


def test_every_way_to_widen_is_taken() -> None:
    """In so many worlds, so that the comparison above says something about each of them."""
    ways: Counter[tuple[str, ...]] = Counter()
    random = Random("every way")
    for _ in range(160):
        asked = question(any_world(random, 14))
        if not asked.is_contradictory:
            noting = Noting(small(random, asked), asked.formula, asked.own)
            same_answers(asked, noting, Search(noting.everybody()))
            ways[noting.asked] += 1
    taken = {way for way, times in ways.items() if times > 1}
    assert {("few",), ("no few", "all"), ("few", "reaching"), ("few", "all"), ("few", "reaching", "reaching")} <= taken


@given(seeds)
@examples(60)
def test_search_of_few_stopped_at_any_moment_has_a_bound_that_holds(seed: int) -> None:
    random = Random(seed)
    asked = question(any_world(random, 11))
    if asked.is_contradictory:
        return
    some = Candidates(small(random, asked), asked.formula, asked.own)
    everybody, few = Search(some.everybody()), RestrictedSearch(some, spare(asked))
    earlier: list[frozenset[int]] = []
    for _ in range(2):
        best = everybody.run(HOUR, earlier).best
        true, found = best.score if best else -np.inf, -np.inf
        for ticks in (0, 1, 2, 4, 8, 16, 32, 64, 200, 1000, 100_000):
            outcome = (few if random.random() < 0.5 else RestrictedSearch(some, spare(asked))).run(Ticks(ticks), earlier)
            assert outcome.bound >= true - 1e-9
            if outcome.best:
                found = outcome.best.score
                assert found <= true + 1e-9
            if outcome.complete:
                assert (outcome.best.score if outcome.best else -np.inf, outcome.bound) == pytest.approx((true, true))
        assert outcome.complete
        if best is None:
            return
        earlier.append(frozenset(best.partners))


@given(seeds)
@examples(60)
def test_any_answer_will_do_where_there_is_one(seed: int) -> None:
    random = Random(seed)
    asked = question(any_world(random, 12))
    if asked.is_contradictory:
        return
    some = Candidates(small(random, asked), asked.formula, asked.own)
    best, found = Search(some.everybody()).run(HOUR), RestrictedSearch(some, spare(asked)).run(HOUR, any_will_do=True)
    assert (found.best is None) == (best.best is None)
    if found.best and best.best:
        assert found.best.score <= best.best.score + 1e-9
        assert found.bound >= best.best.score - 1e-9
        assert not found.complete or found.bound == pytest.approx(best.best.score, abs=1e-9)
    else:
        assert found == Outcome(None, -np.inf, complete=True)


@given(seeds)
@examples(60)
def test_whoever_is_needed_for_the_best_answer_reaches_its_points(seed: int) -> None:
    random = Random(seed)
    asked = question(any_world(random, 12))
    if asked.is_contradictory:
        return
    some = Candidates(asked.task, asked.formula, asked.own)
    best = Search(some.everybody()).run(HOUR)
    if best.best is not None:
        below = best.best.score - random.choice((1e-6, 0.1, 5.0))
        reaching = some.reaching(below, spare(asked))
        assert reaching.left_out == below
        found = Search(reaching.shortlist).run(HOUR)
        assert found.best is not None
        assert found.best.score == pytest.approx(best.best.score, abs=1e-9)


@given(seeds)
@examples(60)
def test_nobody_exceeds_what_own_values_allow(seed: int) -> None:
    """Every allowed consortium, scored in the plainest way: its lowest own value limits its score, and so says who is needed."""
    random = Random(seed)
    judge = any_world(random, 9)
    asked = question(judge)
    if asked.is_contradictory:
        return
    task, index = asked.task, asked.task.population.index
    own = asked.own.value(asked.formula)
    included = set(task.included)
    others = sorted((float(own[one]) for one in np.flatnonzero(task.suggestible) if one not in included), reverse=True)
    together = float(own[list(task.included)].sum())
    left_out = LeftOut(task, asked.formula, together, others[: max(task.partner_numbers, default=0)])
    lowest: dict[float, float] = {}
    for score, partners, _ in judge.answers():
        chosen = [float(own[index[one]]) for one in partners if index[one] not in included]
        if chosen:
            lowest[min(chosen)] = max(score, lowest.get(min(chosen), -np.inf))
    for value, score in lowest.items():
        assert score <= left_out.bound(value) + 1e-9
        assert value >= left_out.needed(score) - 1e-9
    tried = small(random, asked)
    some = Candidates(tried, asked.formula, asked.own)
    if (few := some.few(0)) is not None:
        value = others[max(tried.tuning.few, max(task.partner_numbers, default=0)) - 1 :][:1]
        assert all(score <= few.left_out + 1e-9 for own_value, score in lowest.items() if value and own_value < value[0])


@given(st.integers(0, 2**40), st.floats(-50, 150), st.floats(-1, 2))
@examples(40)
def test_what_is_needed_and_what_it_allows_are_each_others_inverse(seed: int, points: float, own: float) -> None:
    random = Random(seed)
    asked = question(any_world(random, 9))
    values = sorted((random.random() / 2 for _ in range(20)), reverse=True)
    left_out = LeftOut(asked.task, asked.formula, random.random(), values)
    if left_out.needed(points) == np.inf:
        assert left_out.bound(own) == -np.inf
        return
    assert left_out.bound(left_out.needed(points)) == pytest.approx(points, abs=1e-9)
    assert left_out.needed(left_out.bound(own)) == pytest.approx(own, abs=1e-9)
