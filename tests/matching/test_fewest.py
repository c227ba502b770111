"""The smallest number of steps, against trying every sequence of steps."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.repairs import RepairAnswer, repair
from tests.matching.repair_by_trying import Trial, trial
from tests.matching.worlds import GUIDE, SMALL_CALLS

SIZES = {"cove-2025": (10, 6), "alliances-lot1-2025": (10, 6), "cbvet-2026": (8, 4), "ka240-sch-2026": (9, 4)}
"""Calls with larger consortia -> organisations in a world, and members of a consortium in it."""
EVERYTHING = 12
"""More steps than there are organisations."""


def agree(asked: Trial, answer: RepairAnswer) -> int | None:
    """The number of steps is the smallest that trying finds, and the way that is told mends the consortium."""
    fewest = asked.fewest(EVERYTHING)
    assert answer.fewest == fewest
    assert answer.status == ("infeasible" if fewest is None else "repairable" if fewest else "ok")
    if answer.way is None:
        assert fewest is None or fewest < 2
        return fewest
    assert len(answer.way.steps) == fewest
    standing, possible = asked.start, dict(asked.steps(asked.start))
    for step in answer.way.steps:
        standing = possible[step.kind, step.leaves, step.joins or step.coordinator]
        possible = dict(asked.steps(standing))
    assert asked.is_repaired(standing)
    assert answer.way.score == pytest.approx(asked.score(standing), abs=1e-9)
    assert (answer.way.coordinator, {one.id for one in answer.way.effect.after.members}) == (standing[1], standing[0])
    return fewest


@pytest.mark.parametrize("call", [*SMALL_CALLS, *SIZES])
def test_the_fewest_steps_are_those_that_trying_finds(call: str) -> None:
    random = Random(f"fewest {call}")
    size, members = SIZES.get(call, (7, 2))
    found = set()
    for _ in range(10):
        asked = trial(random, call, size, members)
        found.add(agree(asked, repair(asked.case, asked.circumstances, time_limit=600)))
    assert found - {0, 1} or GUIDE.call(call).min_size == 2


@given(st.integers(0, 2**40))
@settings(max_examples=40)
def test_the_fewest_steps_of_any_consortium(seed: int) -> None:
    random = Random(seed)
    asked = trial(random, random.choice(SMALL_CALLS), 7, random.randint(1, 4))
    agree(asked, repair(asked.case, asked.circumstances, time_limit=600))
