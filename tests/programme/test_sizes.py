"""How many organisations a call admits: what its rules come to together."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from matchmaker.programme import guides
from matchmaker.programme.calls import Call
from matchmaker.programme.rules import Rule
from matchmaker.programme.sizes import Range, Sizes
from tests.matching.worlds import GUIDE

CALL = guides.load().call("cbvet-2026")
ranges = st.tuples(st.integers(0, 4), st.just(inf) | st.integers(0, 7))
MANY = 30


@given(ranges, ranges, ranges, st.just(-inf) | st.integers(-3, 3), st.just(inf) | st.integers(-3, 3))
def test_sizes_are_those_that_trying_finds(counting, other, everybody, low, high):
    sizes = Sizes(())
    for scope, (least, most) in {"counting": counting, "other": other, "all": everybody}.items():
        sizes.of[scope].narrow(least, most)
    sizes.more_counting = Range(low, high)
    possible = [
        inside + outside
        for inside in range(MANY)
        for outside in range(MANY)
        if inside + outside and counting[0] <= inside <= counting[1] and other[0] <= outside <= other[1]
        if everybody[0] <= inside + outside <= everybody[1] and low <= inside - outside <= high
    ]
    assert sizes.least == min(possible, default=None)
    if possible:
        assert sizes.most == max(possible) or (sizes.most is None and max(possible) >= MANY - 5)


def stating(*rules: dict[str, object]) -> Call:
    """A call with these rules."""
    table = CALL.model_dump(by_alias=True)
    said = [{"id": f"r{number}", "ev": "K", "source": "a test", **rule} for number, rule in enumerate(rules)]
    return Call.model_validate({**table, "rules": [TypeAdapter(Rule).validate_python(rule) for rule in said]})


TWO = {"check": "count_countries", "scope": "counting", "min": 2}
OUTSIDE = {"check": "count_countries", "scope": "other", "min": 1}


@pytest.mark.parametrize(
    ("rules", "smallest", "largest"),
    [
        # Two programme countries with a university each, one other country with two universities and its authority.
        ((TWO, OUTSIDE, {"check": "each_country_has", "scope": "other", "need": {"hei": 2, "school_authority": 1}}), 5, None),
        ((TWO, {"check": "countries_each_have", "scope": "other", "at_least": 2, "need": {"hei": 2}}), 6, None),
        ((TWO, {"check": "countries_each_have", "scope": "other", "at_least": 2, "need": {"hei": 2}, "as": "warning"}), 2, None),
        ((TWO, {"check": "countries_each_have", "scope": "other", "at_least": 2, "need": {"hei": 2}, "settled": False}), 2, None),
        # Not more from programme countries than from others: two and two.
        ((TWO, {"check": "compare", "left": "orgs_counting", "op": "<=", "right": "orgs_other"}), 4, None),
        ((TWO, {"check": "compare", "left": "orgs_counting", "op": "<", "right": "orgs_other"}), 5, None),
        ((TWO, {"check": "compare", "left": "orgs_all", "op": ">", "right": "orgs_counting"}), 3, None),
        ((TWO, {"check": "compare", "left": "orgs_counting", "op": ">=", "right": "orgs_all"}), 2, None),
        ((TWO, {"check": "compare", "left": "orgs_counting", "op": "==", "right": "orgs_other"},
          {"check": "count_orgs", "scope": "counting", "max": 3}), 4, 6),
        (({"check": "count_class", "class": "hei", "scope": "all", "min": 3},), 3, None),
        (({"check": "disjoint_cover", "needs": {"hei": 3, "school": 3}},), 6, None),
        (({"check": "countries_each_have", "scope": "all", "at_least": 2, "need": {"hei": 3},
           "few_heis_exception": 1},), 2, None),
        (({"check": "country_bundles", "bundles": [{"country": "coordinator", "need": {"school": 2}},
                                                  {"country": "other_counting", "at_least": 2, "need": {"school": 1}},
                                                  {"country": "MD", "need": {"hei": 1}}, {"country": "md", "need": {"school": 1}},
                                                  {"country": "PL", "need": {"hei": 5}}]},), 6, None),
        (({"check": "count_orgs", "scope": "counting", "min": 1, "max": 2},
          {"check": "count_orgs", "scope": "other", "max": 3}), 1, 5),
    ],
)  # fmt: skip
def test_smallest_and_largest_consortium_that_rules_admit(rules, smallest, largest):
    call = stating(*rules)
    assert (call.min_size, call.max_size) == (smallest, largest)


def test_numbers_that_exclude_each_other_are_refused():
    enough = {"check": "count_orgs", "scope": "counting", "min": 3}
    with pytest.raises(ValidationError, match="no consortium has at least 3 and at most 2 members"):
        stating(enough, {"check": "count_orgs", "scope": "all", "max": 2})
    with pytest.raises(
        ValidationError, match="no numbers of organisations from programme countries and from others meet them all"
    ):
        stating(enough, {"check": "count_orgs", "scope": "counting", "max": 2})


def test_sizes_of_calls():
    sizes = {
        "cbvet-2026": (4, None), "cove-2025": (8, None), "cove-strict": (4, None), "alliances-lot1-2025": (8, None),
        "each-have": (4, None), "one-country-abroad": (4, None), "bundle-abroad": (4, None), "named-country": (3, None),
        "open-regions": (4, None), "apart": (3, None), "apart-at-home": (4, None), "countries-of-a-class": (3, None),
        "few-countries-of-a-class": (3, None), "few-institutions": (4, None), "less-somewhere": (3, None),
        "wider-classes": (4, None), "ka229-2018": (2, 6), "ka240-sch-2026": (6, None),
    }  # fmt: skip
    assert {key: (GUIDE.call(key).min_size, GUIDE.call(key).max_size) for key in sizes} == sizes
