"""Shares add up the same way, by work package and by organisation."""

from hypothesis import given
from hypothesis import strategies as st

from matchmaker.programme.budget import budget

shares = st.lists(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 500_000)), max_size=6)


@given(shares, st.none() | st.integers(1, 4_000_000))
def test_packages_and_organisations_come_to_the_same(given_shares: list[dict[str, int]], asked: int | None) -> None:
    found = budget(given_shares, asked)
    assert found.total == sum(found.organisations.values()) == sum(sum(one.values()) for one in given_shares)
    assert len(found.packages) == len(given_shares)
    assert found.left == (None if asked is None else asked - found.total)


def test_more_shared_out_than_asked_for_is_below_zero() -> None:
    assert budget([{"a": 70}, {"a": 20, "b": 30}], 100).left == -20
