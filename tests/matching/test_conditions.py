"""What one organisation must be agrees with the eligibility check, also about what nobody knows and on 29 February."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker import eligibility
from matchmaker.eligibility import conditions as checked
from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import Population, conditions
from matchmaker.programme import conditions as programme
from matchmaker.programme import rounds
from matchmaker.programme.calls import Call
from matchmaker.programme.plain import readings
from tests.examples import examples
from tests.matching.worlds import GUIDE, TODAY, organisation

CALLS = list(GUIDE.calls.values())
STATUS = {True: "pass", False: "fail", None: "unknown"}
PLACES = ("PL", "DE", "GL", "GB", "CH", "UA", "BY", "BR", "CN", "XK", "FO")


def found(one: Organisation, call: Call, role: str, today: date = TODAY, number: int | None = None) -> dict[str, str]:
    """The check's answers about a consortium of one, in the round of that number."""
    alone = Member(one.id, role, one.name, one.country, one.type, one.flags, one.established)
    report = eligibility.check(Consortium((alone,), round=number), call, today)
    return {finding.rule: finding.status for finding in report.findings if finding.scope == "composition"}


def test_every_condition_is_known_on_each_floor() -> None:
    keys = [kind.key for kind in programme.CONDITIONS]
    assert keys == list(checked.CONDITIONS) == list(conditions.CONDITIONS)
    for key, kinds in conditions.CONDITIONS.items():
        floors = (programme.CONDITIONS[keys.index(key)], checked.CONDITIONS[key].check, *kinds)
        assert {one.__module__.rpartition(".")[2] for one in floors} == {key}


@given(st.integers(0, 2**40), st.integers(0, len(CALLS) - 1))
@examples(200)
def test_each_condition_is_answered_as_the_check_answers_it(seed: int, which: int) -> None:
    one = organisation(Random(seed), 1, places=PLACES)
    for call in readings(CALLS[which], [one.country]):
        answers = found(one, call.call, "coordinator")
        seen = call.call.in_round(rounds.usual(call.call, one.country, TODAY))
        for condition in conditions.asked(seen, TODAY):
            assert STATUS[condition.holds(one)] == answers[condition.id]


def test_two_declarations_of_one_flag_are_both_asked() -> None:
    call = GUIDE.call("ka220-vet-2026")
    stated = call.declarations[0]
    twice = call.model_copy(update={"declarations": (stated.model_copy(update={"if_class": "school"}), stated)})
    school = Organisation("o1", "Name", "PL", "EPLUS-EDU-GEN-SEC", flags=frozenset({f"no_{stated.needs}"}))
    alone = Member("o1", "coordinator", "Name", "PL", school.type, school.flags)
    report = eligibility.check(Consortium((alone,)), twice, TODAY)
    answers = [one.holds(school) for one in conditions.of_members(twice, TODAY) if one.id == stated.needs]
    assert answers == [False, True]
    assert [STATUS[one] for one in answers] == [one.status for one in report.findings if one.rule == stated.needs]


@pytest.mark.parametrize(
    ("established", "today"),
    [
        (date(2024, 2, 29), date(2026, 2, 27)), (date(2024, 2, 29), date(2026, 2, 28)), (date(2024, 2, 29), date(2026, 3, 1)),
        (date(2026, 2, 28), date(2028, 2, 28)), (date(2026, 3, 1), date(2028, 2, 29)), (date(2024, 3, 5), date(2026, 3, 4)),
        (date(9999, 12, 31), date(2026, 3, 4)), (date(1, 1, 1), date(2026, 3, 4)),
    ],
)  # fmt: skip
def test_age_is_counted_in_full_years(established: date, today: date) -> None:
    one = Organisation("o1", "Name", "PL", "OTH", established=established)
    for call, number in (("ka220-vet-2027", 1), ("ka220-vet-2026", 1), ("ka220-vet-2026", 2)):
        seen = GUIDE.call(call).in_round(number)
        age = next(asked for asked in conditions.asked(seen, today) if asked.id == "coordinator-age")
        expected = found(one, GUIDE.call(call), "coordinator", today, number)["coordinator-age"]
        assert STATUS[age.holds(one)] == expected
        fails_not, unknown = age.column(Population([one]))
        assert (bool(fails_not[0]), bool(unknown[0])) == (expected != "fail", expected == "unknown")
