"""What may get an application rejected although its rules are met, from facts alone."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker import eligibility
from matchmaker.eligibility import conflicts
from matchmaker.eligibility.conflicts import Conflict, is_same
from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.programme import guides

CALL = guides.load().call("ka220-vet-2026").in_round(1)
TODAY = date(2026, 1, 10)
COUNTRIES = ("PL", "DE", "AT", "FR", "ES", "IT", "NL", "CZ")


def member(number: int, **said: object) -> Member:
    role = "coordinator" if number == 0 else "partner"
    right = {"id": f"o{number}", "role": role, "name": f"School {number}", "country": COUNTRIES[number % 8]}
    return Member(**{**right, "type": "EPLUS-EDU-VOC-SEC", "established": date(1990, 1, 1), **said})  # type: ignore[arg-type]


def of(*members: Member) -> Consortium:
    return Consortium(members)


def within(consortium: Consortium, *different: frozenset[str]) -> list[Conflict]:
    return list(conflicts.within(consortium, eligibility.check(consortium, CALL, TODAY), different))


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ((0, 1, 2, 3), (3, 2, 1, 0), True),
        ((0, 1, 2, 3), (0, 1, 2, 9), True),
        ((0, 1, 2, 3), (0, 1, 8, 9), False),
        ((0, 1, 2), (0, 1, 9), False),
        ((0, 1), (0, 1, 2, 3, 4, 5), True),
        ((0,), (0, 1, 2), False),
    ],
)
def test_three_quarters_of_the_same_partners_are_the_same(mine: tuple[int, ...], theirs: tuple[int, ...], same: bool) -> None:
    assert is_same(of(*map(member, mine)), of(*map(member, theirs))) == same


def test_an_entity_is_known_by_its_numbers_and_an_associated_partner_is_none() -> None:
    mine = of(member(0, oid="E10000001"), member(1, pic="999999999"), member(2))
    assert is_same(mine, of(member(7, oid="E10000001"), member(6, pic="999999999"), member(2)))
    assert not is_same(mine, of(member(7, oid="E10000001"), member(6, pic="999999999", role="associated"), member(2)))


@given(st.lists(st.integers(0, 7), unique=True, max_size=8), st.lists(st.integers(0, 7), unique=True, max_size=8))
def test_sameness_is_that_of_sets(mine: list[int], theirs: list[int]) -> None:
    shared = len(set(mine) & set(theirs))
    expected = shared >= 2 and 4 * shared >= 3 * len(mine)
    assert is_same(of(*map(member, mine)), of(*map(member, theirs))) == expected
    assert is_same(of(*map(member, mine[::-1])), of(*map(member, theirs[::-1]))) == expected


def test_what_is_in_order_has_no_conflict() -> None:
    assert within(of(member(0), member(1), member(2))) == []


def test_one_entity_twice_is_a_conflict_and_a_shared_number_a_question() -> None:
    twice = within(of(member(0), member(1, oid="E10000001"), member(2, oid="E10000001")))
    assert [(one.kind, one.is_question, set(one.of)) for one in twice] == [("one_entity", False, {"o1", "o2"})]
    shared = within(of(member(0), member(1, registration="HRB 1-2"), member(2, registration="hrb12")))
    assert [(one.kind, one.is_question, set(one.of)) for one in shared] == [("registration", True, {"o1", "o2"})]


def test_several_oids_of_what_may_be_one_body_are_a_question_once() -> None:
    one, other = member(1, oid="E10000001", registration="HRB 1"), member(2, oid="E10000002", registration="HRB1")
    found = within(of(member(0), one, other))
    assert [(each.kind, each.is_question, set(each.of)) for each in found] == [("several_oids", True, {"o1", "o2"})]
    alike = {"name": "Schule für Möbel", "country": "DE"}
    by_name = of(
        member(0),
        replace(member(1, oid="E10000001"), **alike),
        replace(member(2, oid="E10000002"), **alike | {"name": "SCHULE FUER MOEBEL"}),
    )
    assert [each.kind for each in within(by_name)] == ["several_oids"]
    assert within(by_name, frozenset({"o1", "o2"})) == []
    assert within(of(member(0), replace(member(1), **alike), replace(member(2), **alike))) == []


def test_a_coordinator_that_is_too_young_is_one_and_of_unknown_age_a_question() -> None:
    call = guides.load().call("ka220-vet-2026").in_round(1)
    for established, expected in ((date(2025, 12, 1), [("too_young", False)]), (None, [("too_young", True)])):
        consortium = of(member(0, established=established), member(1), member(2))
        report = eligibility.check(consortium, call, TODAY)
        assert [(one.kind, one.is_question) for one in conflicts.within(consortium, report)] == expected


def test_caps_are_questions() -> None:
    asked = list(conflicts.caps(eligibility.check(of(member(0), member(1), member(2)), CALL, TODAY)))
    assert len(asked) == len(CALL.caps)
    assert all(one.is_question and one.kind == "cap" for one in asked)
