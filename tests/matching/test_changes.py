"""Steps: what each makes of a consortium, and the fewest between two."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.matching.mending.changes import Step, apply, between

NAMES = {"a": "Alfa", "b": "Beta", "c": "Gamma"}


def member(key: str, role: str = "partner", country: str = "PL") -> Member:
    return Member(key, role, f"Name {key}", country, "EPLUS-NGO")


def consortium(*members: Member) -> Consortium:
    return Consortium(members)


START = consortium(member("a", "coordinator"), member("b"), member("c", "associated"))
JOINING = {"x": member("x"), "y": member("y"), "c": member("c")}


def roles(of: Consortium) -> dict[str, str]:
    return {one.id: one.role for one in of.members}


@pytest.mark.parametrize(
    ("step", "expected", "sentence"),
    [
        (Step("add", joins="x"), {"a": "coordinator", "b": "partner", "c": "associated", "x": "partner"}, "Add x"),
        (Step("replace", "b", "x"), {"a": "coordinator", "c": "associated", "x": "partner"}, "Replace Beta by x"),
        (Step("replace", "a", "x"), {"b": "partner", "c": "associated", "x": "coordinator"}, "Replace Alfa by x"),
        (Step("remove", "b"), {"a": "coordinator", "c": "associated"}, "Go on without Beta"),
        (Step("coordinator", coordinator="b"), {"a": "partner", "b": "coordinator", "c": "associated"}, "Let Beta coordinate"),
    ],
)
def test_a_step_changes_one_thing(step: Step, expected: dict[str, str], sentence: str) -> None:
    assert roles(apply(START, [step], JOINING)) == expected
    assert str(step.sentence(NAMES)) == sentence


@pytest.mark.parametrize(
    "step", [Step("remove", "a"), Step("remove", "c"), Step("replace", "z", "x"), Step("coordinator", coordinator="c")]
)
def test_a_step_that_cannot_be_is_refused(step: Step) -> None:
    with pytest.raises(KeyError):
        apply(START, [step], JOINING)


def test_of_an_organisation_listed_twice_the_entry_that_does_not_coordinate_goes() -> None:
    twice = consortium(member("a", "coordinator"), member("a", country="DE"), member("b"), member("b", country="DE"))
    once = apply(twice, [Step("remove", "a"), Step("remove", "b")], {})
    assert [(one.id, one.role, one.country) for one in once.members] == [("a", "coordinator", "PL"), ("b", "partner", "PL")]
    led = apply(twice, [Step("coordinator", coordinator="b")], {})
    assert [one.role for one in led.members] == ["partner", "partner", "coordinator", "partner"]


ids = st.sampled_from("abcdef")


@given(st.sets(ids, min_size=1), st.sets(st.sampled_from("uvwxyz")), st.data())
def test_between_takes_the_fewest_steps_and_arrives(members: set[str], joining: set[str], data: st.DataObject) -> None:
    coordinator = data.draw(st.sampled_from(sorted(members)))
    leaving = data.draw(st.sets(st.sampled_from(sorted(members)), max_size=len(members) - 1))
    staying = sorted(members - leaving)
    successor = data.draw(st.sampled_from([*staying, *sorted(joining)]))
    started = consortium(*(member(one, "coordinator" if one == coordinator else "partner") for one in sorted(members)))
    steps = between(sorted(leaving), sorted(joining), coordinator, None if successor == coordinator else successor)
    ended = apply(started, steps, {one: member(one) for one in joining})
    assert roles(ended) == {one: "coordinator" if one == successor else "partner" for one in [*staying, *sorted(joining)]}
    taken_over = coordinator in leaving and successor in joining
    assert len(steps) == max(len(leaving), len(joining)) + (successor != coordinator and not taken_over)


def test_between_nothing_changed_is_nothing() -> None:
    nothing: Sequence[Step] = between([], [], "a", None)
    assert not nothing
