"""The smallest sets to give up, against trying every set."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.smallest import smallest

reasons = st.lists(st.frozensets(st.integers(0, 7), min_size=1, max_size=4), max_size=6)


def by_trying(number: int, stands: list[frozenset[int]]) -> list[tuple[int, ...]]:
    """All smallest sets that have one of each reason."""
    for size in range(number + 1):
        found = [some for some in combinations(range(number), size) if all(reason & set(some) for reason in stands)]
        if found:
            return found
    return []


@given(reasons)
def test_smallest_sets_are_those_that_trying_finds(stands: list[frozenset[int]]) -> None:
    def helps(some: object) -> bool:
        return all(reason & set(some) for reason in stands)

    expected = by_trying(8, stands)
    found = smallest(range(8), helps, sets=100)
    assert found == expected
    assert smallest(range(8), helps, sets=2) == [one for one in expected if one in smallest(range(8), helps, sets=2)]
    assert len(smallest(range(8), helps, sets=2)) == min(2, len(expected))
    least = len(expected[0])
    assert smallest(range(8), helps, at_most=least)
    assert not smallest(range(8), helps, at_most=least - 1)


@given(reasons)
def test_smallest_asks_far_fewer_questions_than_there_are_sets(stands: list[frozenset[int]]) -> None:
    asked = 0

    def helps(some: object) -> bool:
        nonlocal asked
        asked += 1
        return all(reason & set(some) for reason in stands)

    smallest(range(40), helps)
    # Each reason that is found, of four options at most, costs some questions for each of its options.
    assert asked <= 2 + 32 * (len(stands) + 1)


def test_nothing_is_found_where_not_even_everything_helps() -> None:
    assert smallest("abc", lambda some: False) == []
    assert smallest("", lambda some: False) == []
    assert smallest("", lambda some: True) == [()]
    assert smallest("abc", lambda some: True, sets=3) == [()]


def test_what_the_question_raises_is_passed_on() -> None:
    def over(some: object) -> bool:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        smallest("abc", over)
