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
from matchmaker.programme.classes import CLASSES
from matchmaker.programme.conditions import CoordinatorConditions, Declaration, MemberTypes, OtherCountries, bars
from matchmaker.programme.plain import readings
from matchmaker.programme.types import TYPES
from oracle.rechecking import recheck
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


FAR = (*PLACES, "GE", "RU", "KE", "AM", "AL", "MD", "JP")
REGIONS = ("1", "2", "3", "5a", "9", "14")
SAID = (
    "eche", "eche_principles", "provides_vet", "school_authority", "youth_work", "public_body", "government_agency", "non_profit",
    "state_owned_enterprise", "national_agency_host", "national_authority", "eu_body", "active_in_sport", "active_in_youth",
)  # fmt: skip


def stranger(random: Random) -> Organisation:
    """One of any type from anywhere, that says yes or no to some of what calls ask."""
    said = {random.choice((flag, f"no_{flag}")) for flag in SAID if random.random() < 0.3}
    born = random.choice((None, date(2001, 9, 1), date(2025, 6, 1)))
    return Organisation("o1", "Name", random.choice(FAR), random.choice(sorted(TYPES)), flags=frozenset(said), established=born)


def asking(random: Random) -> Call:
    """A call that asks, of members and of whoever applies, whatever chance wants."""

    def some(things: tuple[str, ...], least: int = 0) -> list[str]:
        return random.sample(things, random.randint(least, 3))

    year, managed_by = random.choice((2018, 2023, 2026)), random.choice(("NA", "EACEA"))
    read = {"ev": "K", "source": "drawn"}
    allow, abroad = random.choice(("none", "all", "regions")), random.random() < 0.6
    excepted = {"not_regions": some(REGIONS), "not_countries": some(FAR)} if abroad else {}
    stated = {
        "coordinator": CoordinatorConditions(
            country="any_admitted" if abroad else "counting", **excepted, classes=some(CLASSES), not_classes=some(CLASSES)[:1],
            flags=some(SAID)[:2], min_legal_age_years=random.choice((0, 2)), **read),
        "member_types": random.choice((None, MemberTypes(any_of=some(CLASSES, 1), **read))),
        "other_countries": OtherCountries(
            allow=allow, regions=some(REGIONS, 1) if allow == "regions" else [], exclude=some(FAR), **read),
        "bars": bars.of(year, managed_by),
        "declarations": tuple(
            Declaration(if_class=random.choice(CLASSES), scope=random.choice(("counting", "other", "all", "coordinator")),
                        needs=needs, **read)
            for needs in random.sample(SAID, 2)),
    }  # fmt: skip
    return GUIDE.call("ka210-vet-2026").model_copy(update={**stated, "year": year, "managed_by": managed_by})


@given(st.integers(0, 2**40))
@examples(400)
def test_whatever_a_call_asks_is_answered_as_the_check_answers_it(seed: int) -> None:
    random = Random(seed)
    call, one = asking(random), stranger(random)
    alone = Consortium((Member("o1", "coordinator", "Name", one.country, one.type, one.flags, one.established),), round=1)
    report = eligibility.check(alone, call, TODAY)
    answers = {finding.rule: finding.status for finding in report.findings if finding.scope == "composition"}
    for condition in conditions.asked(call.in_round(1), TODAY):
        assert STATUS[condition.holds(one)] == answers[condition.id]
    assert all(recheck(finding, alone, call, TODAY) for finding in report.findings)


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
