"""The smallest number of steps, against trying every sequence of steps."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import History, Population
from matchmaker.matching.clock import Clock, Progress
from matchmaker.matching.composition import Composition
from matchmaker.matching.mending.cases import case_of, case_without_request
from matchmaker.matching.mending.neighbourhood import Neighbourhood
from matchmaker.matching.mending.repairs import RepairAnswer, repair
from matchmaker.matching.mending.situation import Situation
from matchmaker.matching.mending.unrepairable import why
from matchmaker.matching.question import Circumstances
from matchmaker.matching.tuning import Tuning
from tests.examples import examples, part_of
from tests.matching.repair_by_trying import Trial, trial
from tests.matching.worlds import GUIDE, OPERATORS_CALLS, SMALL_CALLS, TODAY

SIZES = {
    "cove-2025": (10, 6),
    "alliances-lot1-2025": (10, 6),
    "cbvet-2026": (8, 4),
    "ka240-sch-2026": (9, 4),
    **dict.fromkeys(OPERATORS_CALLS, (8, 3)),
}
"""Calls with larger consortia -> organisations in a world, and members of a consortium in it."""
EVERYTHING = 12
"""More steps than there are organisations."""


def agree(asked: Trial, answer: RepairAnswer) -> int | None:
    """The number of steps is the smallest that trying finds, and the way that is told mends the consortium."""
    number = asked.fewest(EVERYTHING)
    assert answer.fewest == number
    assert answer.status == ("infeasible" if number is None else "repairable" if number else "ok")
    if answer.combined is None:
        assert number is None or number < 2
        return number
    assert len(answer.combined.steps) == number
    standing, possible = asked.start, dict(asked.steps(asked.start))
    for step in answer.combined.steps:
        standing = possible[step.kind, step.leaves, step.joins or step.coordinator]
        possible = dict(asked.steps(standing))
    assert asked.is_repaired(standing)
    assert answer.combined.score == pytest.approx(asked.score(standing), abs=1e-9)
    assert (answer.combined.coordinator, {one.id for one in answer.combined.effect.after.members}) == (standing[1], standing[0])
    return number


@pytest.mark.parametrize("call", [*SMALL_CALLS, *SIZES])
def test_the_fewest_steps_are_those_that_trying_finds(call: str) -> None:
    random = Random(f"fewest {call}")
    size, members = SIZES.get(call, (7, 2))
    found = set()
    for _ in range(max(6, part_of(10))):
        asked = trial(random, call, size, members)
        found.add(agree(asked, repair(asked.case, asked.circumstances, time_limit=600)))
    assert found - {0, 1} or GUIDE.call(call).min_size == 2


@given(st.integers(0, 2**40))
@examples(40)
def test_the_fewest_steps_of_any_consortium(seed: int) -> None:
    random = Random(seed)
    asked = trial(random, random.choice(SMALL_CALLS), 7, random.randint(1, 4))
    agree(asked, repair(asked.case, asked.circumstances, time_limit=600))


@pytest.mark.parametrize("call", [*SMALL_CALLS, "cbvet-2026"])
def test_who_is_many_is_replaced_where_that_takes_no_more_steps(call: str) -> None:
    random = Random(f"many {call}")
    size, members = SIZES.get(call, (7, 3))
    for largest in (1, 2, 3, members, members + 1):
        tuning = Tuning(others=10_000, largest=largest)
        for _ in range(part_of(3)):
            asked = trial(random, call, size, members)
            answer = repair(asked.case, replace(asked.circumstances, tuning=tuning), time_limit=600)
            number = agree(asked, answer)
            if answer.combined is not None and asked.fewest(EVERYTHING, largest) == number:
                assert len(answer.combined.effect.after.members) <= max(largest, len(asked.members))


def one(key: str, country: str, **facts: object) -> Organisation:
    given_ = {"name": f"Name {key}", "type": "EPLUS-EDU-VOC-SEC", "sectors": frozenset({"VET"}), **facts}
    return Organisation(id=key, country=country, **given_)


ALONE = (one("a", "PL"), one("b", "DE", languages=frozenset({"de"})), one("c", "FR"), one("d", "PL"))


def situation(call: str = "ka202-2018", people: tuple[Organisation, ...] = ALONE, **wishes: object) -> Situation:
    request = requests.parse({"call": call, "initiator": "a", **wishes}, GUIDE.call)
    return Situation(case_of(request, people[:1], "a"), Circumstances(Population(people), History(), GUIDE.call(call), TODAY))


def answer_to(asked: Situation, **options: float) -> RepairAnswer:
    return repair(asked.case, asked.given, **options)


def test_one_way_with_the_fewest_steps_is_told() -> None:
    answer = answer_to(situation())
    assert answer.combined is not None
    assert (answer.fewest, {step.joins for step in answer.combined.steps}) == (2, {"b", "c"})
    assert answer.best == (answer.combined,)
    assert not answer.combined.effect.after.fails


def test_rules_nobody_can_meet_are_named() -> None:
    answer = answer_to(situation(people=(ALONE[0], ALONE[3])))
    assert (answer.status, answer.fewest, answer.best) == ("infeasible", None, ())
    assert set(answer.obstacles) == {"min-orgs", "min-countries"}
    assert "cannot meet: “At least 3 organisations from programme countries” and “At least 3 different programme" in str(
        answer.explanation
    )


def test_that_only_wishes_stand_in_the_way_is_said() -> None:
    answer = answer_to(situation(language="en"))
    assert answer.status == "infeasible"
    assert str(answer.explanation).endswith("It would be possible without your wishes about who joins.")
    assert "without your wishes" not in str(answer_to(situation(people=ALONE[:2], language="en")).explanation)


def test_time_may_end_before_the_number_is_known() -> None:
    answer = answer_to(situation(), time_limit=1e-9)
    assert (answer.status, answer.fewest, answer.best) == ("unknown", None, ())
    assert "Time ended" in str(answer.explanation)


def crowd(number: int, types: Sequence[str] = ("EPLUS-NGO",)) -> RepairAnswer:
    """The answer for so many members from one country, any of whom may leave; two more countries are missing."""
    people = [one(f"m{place}", "PL", type=types[place % len(types)]) for place in range(number)]
    entries = tuple(
        Member(known.id, "partner" if place else "coordinator", known.name, known.country, known.type)
        for place, known in enumerate(people)
    )
    call = GUIDE.call("ka202-2018")
    population = Population([*people, *ALONE[1:], one("e", "ES", roles=frozenset({"coordinator"}))])
    return repair(case_without_request(Consortium(entries), call), Circumstances(population, History(), call, TODAY))


@pytest.mark.parametrize("number", [37, 38, 39, 40, 41, 45, 120])
def test_however_many_there_are_two_from_abroad_take_two_steps(number: int) -> None:
    answer = crowd(number)
    assert (answer.status, answer.fewest) == ("repairable", 2)
    assert answer.combined is not None
    kinds = Counter(step.kind for step in answer.combined.steps)
    assert kinds == Counter(add=min(2, max(0, 40 - number)), replace=2 - min(2, max(0, 40 - number)))


def test_hundreds_of_members_are_answered_soon() -> None:
    began = monotonic()
    assert crowd(499, ("EPLUS-NGO", "EPLUS-EDU-HEI", "EPLUS-ENT-SME", "EPLUS-RES")).fewest == 2
    assert monotonic() - began < 60


def test_time_may_end_before_single_steps_are_known() -> None:
    asked = situation()
    answer = repair(asked.case, replace(asked.given, tuning=Tuning(one_step=0.0)), time_limit=1e-9)
    assert (answer.status, answer.fewest, answer.single_steps, answer.best) == ("unknown", None, (), ())
    assert "whether one step is enough" in str(answer.explanation)


class Off:
    """Somebody who calls everything off."""

    def progress(self, report: Progress) -> None:
        raise AssertionError

    def cancelled(self) -> bool:
        return True


def test_time_may_end_before_the_reason_is_known() -> None:
    reason = why(Neighbourhood(situation(people=ALONE[:2])), Clock.of(60, Off()))
    assert reason.rules == ()
    assert "was not found in the time given" in str(reason.message)


def test_without_a_rule_members_are_seen_as_the_other_rules_see_them() -> None:
    people = tuple(one(f"m{place}", "DE", type=kind) for place, kind in enumerate(("EPLUS-EDU-HEI", "EPLUS-ENT-SME")))
    call = GUIDE.call("alliances-lot1-2025")
    asked = Situation(
        case_of(requests.parse({"call": call.id, "initiator": "m0"}, GUIDE.call), people[:1], "m0"),
        Circumstances(Population(people), History(), call, TODAY),
    )
    seen = [asked.task.standing(place) for place in range(2)]
    fewer = replace(asked.task, composition=Composition(call, without=[one.rule.id for one in asked.task.composition.binding]))
    assert all(one.classes for one in seen)
    assert not any(fewer.standing(place).classes for place in range(2))
