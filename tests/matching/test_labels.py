"""Each alternative is labelled by what it is best at: nothing twice, and nothing where they are equal."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.language import Message
from matchmaker.matching.saying.labels import LEAD, LEAD_IN_POINTS, Profile, label, label_profiles
from matchmaker.matching.saying.wording import name_of
from matchmaker.matching.score import PARTS
from tests.examples import examples
from tests.matching.worlds import ask, world

WEIGHTS = {"relevance": 30.0, "expertise": 20.0, "cross_sector": 20.0, "robustness": 10.0, "responsiveness": 10.0, "ties": 5.0,
           "newcomers": 5.0}  # fmt: skip
EQUAL = dict.fromkeys(PARTS, 0.25)


def alternative(parts: Mapping[str, float] | None = None, **more: object) -> Profile:
    """One like all others but for some parts."""
    weighed = {part: (value, WEIGHTS[part]) for part, value in {**EQUAL, **(parts or {})}.items()}
    given = {"score": 50.0, "fit": "known", "alone": True, "shown": None, "open": 2, "newcomers": 1, "experienced": 2,
             "countries": 3, "members": 4, **more}  # fmt: skip
    return Profile(weighed=weighed, **given)  # type: ignore[arg-type]


def labels(*profiles: Profile) -> list[str | None]:
    return [None if found is None else str(found) for found in label_profiles(profiles)]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"relevance": 0.3}, "closest to what you want to work on"),
        ({"expertise": 0.5}, "covers the most of the expertise you want"),
        ({"expertise": 1.0}, "covers all the expertise you want"),
        ({"cross_sector": 0.5}, "brings the most sectors together"),
        ({"robustness": 0.5}, "depends least on single partners"),
        ({"robustness": 1.0}, "stays valid whichever partner leaves"),
        ({"responsiveness": 0.6}, "most likely to answer"),
        ({"ties": 0.5}, "has worked most with you before"),
        ({"newcomers": 1.0}, "gives somebody new to the programme a chance"),
        ({"relevance": 0.26, "newcomers": 1.0}, "gives somebody new to the programme a chance"),
        ({"relevance": 0.5, "newcomers": 1.0}, "closest to what you want to work on"),
        ({"responsiveness": 0.5}, None),
        ({"relevance": 0.25 + LEAD / 2}, None),
    ],
)
def test_a_lead_in_a_part_is_named(parts: Mapping[str, float], said: str | None) -> None:
    assert labels(alternative(), alternative(parts), alternative()) == [None, said, None]


def test_the_first_to_have_worked_with_somebody_is_told_from_the_one_who_did_most() -> None:
    nobody, some = alternative({"ties": 0.0}), alternative({"ties": 0.5})
    assert labels(nobody, some)[1] == "has worked with you before"
    assert labels(nobody, replace(some, alone=False))[1] == "has worked with your members before"
    assert labels(alternative(), replace(some, alone=False))[1] == "has worked most with your members before"


def test_the_highest_score_is_said_beside_what_it_comes_from() -> None:
    best = alternative({"relevance": 0.5}, score=57.5)
    assert labels(best, alternative()) == ["highest score; closest to what you want to work on", None]
    assert labels(replace(best, weighed=alternative().weighed), alternative()) == ["highest score", None]
    assert labels(replace(best, score=50 + LEAD_IN_POINTS / 2), alternative())[0] == "closest to what you want to work on"
    assert labels(replace(best, fit="unknown"), alternative())[0] == "closest to what you want to work on"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"shown": 2}, "shown least often of late"),
        ({"open": 1}, "least to be confirmed"),
        ({"newcomers": 2}, "the most members new to the programme"),
        ({"experienced": 3}, "the most members with experience"),
        ({"countries": 4}, "the most countries"),
        ({"members": 3}, "the fewest partners"),
        ({"open": 3, "countries": 2, "members": 5, "shown": 4}, None),
    ],
)
def test_what_leads_in_no_part_may_lead_in_something_else(more: Mapping[str, object], said: str | None) -> None:
    usual, other = alternative(shown=3), alternative(**{"shown": 3, **more})
    assert labels(usual, other, usual) == [None, said, None]
    assert labels(usual, replace(other, weighed=alternative({"ties": 0.5}).weighed))[1] == "has worked most with you before"


def test_nothing_is_said_without_anything_to_compare_with_or_where_all_is_equal() -> None:
    assert labels() == []
    assert labels(alternative()) == [None]
    assert labels(alternative(), alternative(), alternative()) == [None] * 3


shares = st.sampled_from((0.0, 0.25, 0.5, 0.75, 1.0))
profiles = st.builds(
    alternative,
    st.dictionaries(st.sampled_from(PARTS), shares),
    score=st.sampled_from((50.0, 51.0, 52.5)),
    open=st.integers(0, 3),
    countries=st.integers(2, 4),
    members=st.integers(3, 5),
)


def names(found: Message | None) -> list[str | None]:
    """The labels in one, without the one that joins two."""
    if found is None:
        return []
    if name_of(found) != "first-and":
        return [name_of(found)]
    return [name_of(part) for _, part in found.args if isinstance(part, Message)]


@given(st.lists(profiles, max_size=5))
@examples(300)
def test_no_label_stands_twice_and_order_does_not_matter(listed: list[Profile]) -> None:
    found = label_profiles(listed)
    used = [name for one in found for name in names(one)]
    assert len(set(used)) == len(used)
    assert label_profiles(listed[::-1]) == found[::-1]
    for one, said in zip(listed, found, strict=True):
        if listed.count(one) > 1:
            assert said is None


def test_alternatives_of_an_answer_are_labelled() -> None:
    random = Random("labels")
    seen = 0
    for _ in range(12):
        proposals = ask(world(random, "ka220-vet-2026", 12, limit=3, min_difference=1)).proposals
        assert tuple(proposal.label for proposal in proposals) == label(proposals)
        seen += sum(proposal.label is not None for proposal in proposals)
    assert seen > 5
