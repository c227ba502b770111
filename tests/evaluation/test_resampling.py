"""Confidence intervals: projects drawn again, paired."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.evaluation.resampling import Difference, Resampling

EVERYBODY = np.ones(6, dtype=bool)
PROJECTS = np.array([4, 4, 4, 9, 9, 2])


def test_equal_rankers_differ_by_nothing_and_a_constant_lead_is_certain() -> None:
    resampling = Resampling(PROJECTS, 200, 1)
    reached = np.array([0.0, 1.0, 0.5, 1.0, 0.0, 0.25])
    assert resampling.difference(reached, reached, EVERYBODY) == Difference(0, 0, 0)
    lead = resampling.difference(reached + 0.125, reached, EVERYBODY)
    assert lead is not None
    assert [lead.mean, lead.low, lead.high] == pytest.approx([0.125] * 3)


def test_nobody_has_no_difference() -> None:
    assert Resampling(PROJECTS, 10, 1).difference(np.ones(6), np.zeros(6), np.zeros(6, dtype=bool)) is None


def test_partners_of_one_project_stand_or_fall_together() -> None:
    """A hundred partners in two projects are two observations, not a hundred."""
    better = np.array([1.0] * 50 + [0.0] * 50)
    together = Resampling(np.repeat([0, 1], 50), 500, 1).difference(better, np.zeros(100), np.ones(100, dtype=bool))
    apart = Resampling(np.arange(100), 500, 1).difference(better, np.zeros(100), np.ones(100, dtype=bool))
    assert together is not None
    assert apart is not None
    assert (together.low, together.high) == (0, 1)
    assert 0.35 < apart.low < 0.45
    assert 0.55 < apart.high < 0.65


def test_interval_covers_the_truth_about_95_times_in_100() -> None:
    covered = 0
    for world in range(100):
        draw = np.random.default_rng(world)
        projects = np.repeat(np.arange(60), draw.integers(1, 6, 60))
        lead = draw.normal(0.1, 0.2, 60)[projects] + draw.normal(0, 0.1, len(projects))
        found = Resampling(projects, 300, world).difference(lead, np.zeros(len(projects)), np.ones(len(projects), dtype=bool))
        assert found is not None
        covered += found.low <= 0.1 <= found.high
    assert 88 <= covered <= 99


@given(st.integers(0, 5))
def test_same_seed_same_interval(seed: int) -> None:
    reached = np.array([0.0, 1.0, 0.5, 1.0, 0.0, 0.25])
    told = [Resampling(PROJECTS, 50, seed).difference(reached, reached[::-1], EVERYBODY) for _ in range(2)]
    assert told[0] == told[1]
