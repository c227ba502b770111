"""Where rules keep countries apart each part is searched by itself: the best of all parts is the best of all."""

from random import Random

import numpy as np
import pytest

from matchmaker.matching.clock import Clock, Progress
from matchmaker.matching.searching.parts import PartedSearch, parts
from matchmaker.matching.searching.search import Outcome
from matchmaker.matching.searching.solution import Solution
from tests.matching.test_suggestion import CALM, agree
from tests.matching.ticks import Shared, Ticks
from tests.matching.worlds import question, world


class Listed:
    """A part whose search ends as is written here, one outcome after the other, the last one again and again.

    asked: what need not be looked for, each time.
    """

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes, self.runs, self.asked = list(outcomes), 0, list[float]()

    def __call__(self, clock: Clock, earlier: object = (), *, any_will_do: bool = False, enough: float = -np.inf) -> Outcome:
        self.runs += 1
        self.asked.append(enough)
        return self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]


class Slow:
    """A part that finds its answer only when it is given so many seconds at once."""

    def __init__(self, needed: float, outcome: Outcome) -> None:
        self.needed, self.outcome = needed, outcome

    def __call__(self, clock: Clock, earlier: object = (), *, any_will_do: bool = False, enough: float = -np.inf) -> Outcome:
        return self.outcome if clock.left >= self.needed else Outcome(None, 100.0, complete=False)


def found(points: float) -> Solution:
    return Solution(points, (int(points),))


@pytest.mark.slow
def test_one_region_is_searched_as_brute_force_does() -> None:
    random = Random("one region")
    feasible = [agree(world(random, "cbvet-2026", 10, limit=2, **CALM)) for _ in range(12)]
    assert sum(feasible) >= len(feasible) / 2


def test_parts_are_the_regions_and_everybody_from_programme_countries_is_in_each() -> None:
    asked = question(world(Random(3), "cbvet-2026", 12, coordinator="initiator", members=("o0",)))
    countries = asked.task.population.countries
    masks = parts(asked.task)
    assert masks is not None
    split = [{countries[one] for one in asked.task.population.country[mask]} for mask in masks]
    everywhere = set.intersection(*split)
    assert everywhere <= asked.task.call.counting_countries
    rest = [one - everywhere for one in split]
    assert all(not one & other for number, one in enumerate(rest) for other in rest[:number])
    assert np.logical_or.reduce(masks).all()


def test_no_call_without_such_a_rule_is_searched_in_parts() -> None:
    assert parts(question(world(Random(3), "ka220-vet-2026", 8)).task) is None


def test_best_of_all_parts_is_found_and_proved() -> None:
    first, second = Listed(Outcome(found(40), 40.0, True)), Listed(Outcome(found(50), 50.0, True))
    assert PartedSearch([first, second]).run(Clock.of(60)) == Outcome(found(50), 50.0, True)
    nobody = Listed(Outcome(None, -np.inf, True))
    assert PartedSearch([nobody, nobody]).run(Clock.of(60)) == Outcome(None, -np.inf, True)
    assert PartedSearch([]).run(Clock.of(60)) == Outcome(None, -np.inf, True)


def test_part_that_was_not_done_in_its_share_gets_what_others_left() -> None:
    late = Listed(Outcome(found(40), 60.0, False), Outcome(found(55), 55.0, True))
    assert PartedSearch([late, Listed(Outcome(found(50), 50.0, True))]).run(Clock.of(60)) == Outcome(found(55), 55.0, True)
    hopeless = Listed(Outcome(found(40), 45.0, False))
    assert PartedSearch([hopeless, Listed(Outcome(found(50), 50.0, True))]).run(Clock.of(60)).complete
    assert hopeless.runs == 1


def test_part_that_finds_nothing_at_a_glance_gets_the_rest_of_the_time() -> None:
    """However many there are, and wherever it stands among them."""
    nobody = Outcome(None, -np.inf, complete=True)
    late = Slow(30.0, Outcome(found(40), 40.0, complete=True))
    assert PartedSearch([late]).run(Clock.of(60)) == Outcome(found(40), 40.0, True)
    assert PartedSearch([Listed(nobody), late]).run(Clock.of(60)) == Outcome(found(40), 40.0, True)
    stuck = Slow(3600.0, nobody)
    some = PartedSearch([stuck, late, Slow(20.0, Outcome(found(30), 30.0, complete=True))])
    assert some.run(Clock.of(120), any_will_do=True).best in (found(30), found(40))
    assert PartedSearch([stuck, stuck]).run(Clock.of(60)) == Outcome(None, 100.0, complete=False)


def test_part_that_nothing_more_can_be_known_of_bounds_the_answer() -> None:
    stuck = Listed(Outcome(found(40), 60.0, False))
    assert PartedSearch([stuck, Listed(Outcome(found(50), 50.0, True))]).run(Clock.of(60)) == Outcome(found(50), 60.0, False)


def test_what_was_proved_of_a_part_is_not_forgotten() -> None:
    stuck = Listed(Outcome(found(40), 60.0, False), Outcome(None, 100.0, False))
    assert PartedSearch([stuck, Listed(Outcome(found(50), 50.0, True))]).run(Clock.of(60)).bound == 60.0


def test_in_each_part_only_what_is_better_than_the_others_is_looked_for() -> None:
    first, second = Listed(Outcome(found(40), 40.0, True)), Listed(Outcome(None, -np.inf, True))
    assert PartedSearch([first, second]).run(Clock.of(60), enough=30.0) == Outcome(found(40), 40.0, True)
    assert (first.asked, second.asked) == ([30.0], [40.0])
    nothing_more = PartedSearch([Listed(Outcome(None, 20.0, False))]).run(Clock.of(60), enough=30.0)
    assert nothing_more == Outcome(None, 30.0, True)


def test_what_is_known_of_a_part_holds_for_answers_that_differ_from_more() -> None:
    high = Listed(Outcome(found(50), 50.0, True), Outcome(found(45), 45.0, True))
    low = Listed(Outcome(found(40), 40.0, True))
    search = PartedSearch([low, high])
    assert search.run(Clock.of(60)).best == found(50)
    another = frozenset({50})
    assert search.run(Clock.of(60), [another]) == Outcome(found(45), 45.0, True)
    assert (high.runs, low.runs) == (2, 1)
    search.run(Clock.of(60), [frozenset({7})])
    assert low.runs == 2


@pytest.mark.parametrize("call", ["cbyouth-2026", "cbvet-2026"])
def test_time_that_is_enough_for_one_region_is_enough_for_several(call: str) -> None:
    """At a glance nobody is found among eight hundred; in what is left of the time somebody is."""
    asked = question(world(Random(call + "0"), call, 800, **CALM))
    assert asked.search(Shared(640)).best is not None


class Noting:
    """Somebody who looks on and writes down what is told."""

    def __init__(self) -> None:
        self.told: list[Progress] = []

    def progress(self, report: Progress) -> None:
        """One more."""
        self.told.append(report)

    def cancelled(self) -> bool:
        """Never."""
        return False


def test_nothing_is_told_that_the_answer_exceeds() -> None:
    feasible = 0
    for seed in range(30):
        watch = Noting()
        outcome = question(world(Random(seed), "cbvet-2026", 14, **CALM, limit=1)).search(Clock.of(60, watch))
        if outcome.best is None:
            continue
        feasible += 1
        assert watch.told
        assert all(one.bound is not None and one.bound >= outcome.best.score - 1e-6 for one in watch.told)
        scores = [one.score for one in watch.told]
        assert scores == sorted(scores)
    assert feasible


def test_time_that_is_up_is_said() -> None:
    asked = question(world(Random("parts"), "cbvet-2026", 12, **CALM, limit=1))
    whole = asked.search(Clock.of(60))
    best = whole.best.score if whole.best else -np.inf
    for ticks in (0, 1, 3, 10, 1000):
        outcome = asked.search(Ticks(ticks))
        assert outcome.bound >= best - 1e-9
