"""Measures: the mean over every order of those that are equal, tried out one by one."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.evaluation.measures import MEASURES, Places


def by_trying(ahead: int, level: int, measure: str) -> float:
    """The hidden one is the first of the level ones; each order of them is as likely."""
    ranks = [ahead + order.index(0) + 1 for order in permutations(range(level))]
    if measure == "MRR":
        return sum(1 / rank for rank in ranks) / len(ranks)
    return sum(rank <= int(measure.removeprefix("recall@")) for rank in ranks) / len(ranks)


@given(st.integers(0, 60), st.integers(1, 5), st.sampled_from(MEASURES))
def test_measure_is_the_mean_over_all_orders_of_the_equal(ahead: int, level: int, measure: str) -> None:
    found = Places(np.array([ahead]), np.array([level])).of(measure)
    assert found.tolist() == [pytest.approx(by_trying(ahead, level, measure))]


def test_measures_of_nobody_are_empty() -> None:
    nobody = Places(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
    assert [nobody.of(measure).tolist() for measure in MEASURES] == [[]] * 4
