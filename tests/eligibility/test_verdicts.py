"""The verdict in two lines: green never counts who has not answered."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.eligibility import check
from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.eligibility.verdicts import check_twice
from matchmaker.programme import guides

TODAY = date(2026, 1, 20)
GUIDE = guides.load()
CALLS = ("ka220-vet-2026", "ka210-vet-2026", "cove-2026", "ka240-sch-2026", "sport-events-2026")


def member(number: int, country: str, role: str = "partner", kind: str = "EPLUS-EDU-VOC-SEC") -> Member:
    return Member(f"o{number}", role, f"School {number}", country, kind, established=date(1990, 9, 1))  # type: ignore[arg-type]


THREE = Consortium((member(1, "PL", "coordinator"), member(2, "DE"), member(3, "AT")))


def test_passed_as_planned_is_not_passed_with_two_of_three() -> None:
    found = check_twice(THREE, {"o1", "o2"}, GUIDE.call("ka220-vet-2026"), TODAY)
    assert (found.planned.verdict, found.joined.verdict, found.awaited) == ("eligible", "ineligible", 1)
    assert "min-orgs" not in found.met
    assert "coordinator-country" in found.met


def test_once_everybody_has_joined_both_say_the_same() -> None:
    found = check_twice(THREE, {"o1", "o2", "o3"}, GUIDE.call("ka220-vet-2026"), TODAY)
    assert found.planned == found.joined
    assert found.awaited == 0
    assert found.met == {one.rule for one in found.planned.rules}


def test_kept_together_they_never_count_who_did_not_answer_and_never_raise() -> None:
    nobody = check_twice(THREE, set(), GUIDE.call("ka220-vet-2026"), TODAY)
    assert nobody.joined.verdict == "ineligible"
    assert nobody.awaited == 3


@given(
    st.sampled_from(CALLS),
    st.lists(
        st.tuples(st.sampled_from(["PL", "DE", "AT", "FR", "UA"]), st.sampled_from(["partner", "associated"]), st.booleans()),
        max_size=5,
    ),
    st.booleans(),
)
def test_line_of_those_who_joined_is_the_check_of_them_alone(
    call_id: str, partners: list[tuple[str, str, bool]], leader_joined: bool
) -> None:
    call = GUIDE.call(call_id)
    others = tuple(member(n, country, role) for n, (country, role, _) in enumerate(partners, start=2))
    whole = Consortium((member(1, "PL", "coordinator"), *others))
    joined = {"o1"} if leader_joined else set()
    joined |= {one.id for one, (_, _, has_joined) in zip(others, partners, strict=True) if has_joined}
    found = check_twice(whole, joined, call, TODAY)
    assert found.planned == check(whole, call, TODAY)
    failing = {one.rule for one in found.joined.rules if one.status != "pass"}
    assert found.met.isdisjoint(failing)
    assert found.met <= {one.rule for one in found.planned.rules if one.status == "pass"}
    for one in (*found.joined.rules, *found.planned.rules):
        if one.rule in found.met:
            assert one.status == "pass"
    named = {who for one in found.joined.rules for who in (one.witness if isinstance(one.witness, tuple) else ())}
    assert named <= joined


@pytest.mark.parametrize(
    ("joined", "said"),
    [
        (
            {"o1", "o2"},
            "If all 3 say yes, every rule is met. 2 have joined so far: without the others 2 rules are not met yet.",
        ),
        ({"o1"}, "If all 3 say yes, every rule is met. 1 has joined so far: without the others 2 rules are not met yet."),
        (set(), "If all 3 say yes, every rule is met. Nobody has joined so far."),
        ({"o1", "o2", "o3"}, "All have joined, and every rule is met."),
    ],
)
def test_one_sentence_says_what_is_planned_and_what_is_so_today(joined: set[str], said: str) -> None:
    assert str(check_twice(THREE, joined, GUIDE.call("ka220-vet-2026"), TODAY).sentence) == said


def test_sentence_promises_nothing_that_fails_or_is_not_known() -> None:
    call = GUIDE.call("ka220-vet-2026")
    two = Consortium(THREE.members[:2])
    assert str(check_twice(two, {"o1"}, call, TODAY).sentence).startswith(
        "Even if all 2 say yes, 2 rules are not met. 1 has joined"
    )
    assert str(check_twice(two, {"o1", "o2"}, call, TODAY).sentence) == "All have joined, but 2 rules are not met."
    ageless = Consortium((replace(THREE.members[0], established=None), *THREE.members[1:]))
    planned = check_twice(ageless, {"o1"}, call, TODAY)
    assert str(planned.sentence).startswith("If all 3 say yes, no rule fails; 1 is still to be confirmed. 1 has joined")
    everybody = check_twice(ageless, {"o1", "o2", "o3"}, call, TODAY)
    assert str(everybody.sentence) == "All have joined, and no rule fails; 1 is still to be confirmed."
    four = Consortium((*ageless.members, member(4, "FR")))
    assert "3 have joined so far: without the others no rule fails, but" in str(
        check_twice(four, {"o1", "o2", "o3"}, call, TODAY).sentence
    )
    sure = Consortium((*THREE.members, member(4, "FR")))
    found = check_twice(sure, {"o1", "o2", "o3"}, call, TODAY)
    assert str(found.sentence).endswith("3 have joined so far: without the others every rule is met, too.")
