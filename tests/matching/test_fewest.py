"""The smallest number of steps, against trying every sequence of steps."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import History, Population
from matchmaker.matching.clock import Clock, Progress
from matchmaker.matching.mending.bench import Bench
from matchmaker.matching.mending.cases import case_of
from matchmaker.matching.mending.repairs import RepairAnswer, repair
from matchmaker.matching.mending.situation import Situation
from matchmaker.matching.mending.unrepairable import why
from matchmaker.matching.question import Circumstances
from tests.examples import examples, part_of
from tests.matching.repair_by_trying import Trial, trial
from tests.matching.worlds import GUIDE, SMALL_CALLS, TODAY

SIZES = {"cove-2025": (10, 6), "alliances-lot1-2025": (10, 6), "cbvet-2026": (8, 4), "ka240-sch-2026": (9, 4)}
"""Calls with larger consortia -> organisations in a world, and members of a consortium in it."""
EVERYTHING = 12
"""More steps than there are organisations."""


def agree(asked: Trial, answer: RepairAnswer) -> int | None:
    """The number of steps is the smallest that trying finds, and the way that is told mends the consortium."""
    fewest = asked.fewest(EVERYTHING)
    assert answer.fewest == fewest
    assert answer.status == ("infeasible" if fewest is None else "repairable" if fewest else "ok")
    if answer.way is None:
        assert fewest is None or fewest < 2
        return fewest
    assert len(answer.way.steps) == fewest
    standing, possible = asked.start, dict(asked.steps(asked.start))
    for step in answer.way.steps:
        standing = possible[step.kind, step.leaves, step.joins or step.coordinator]
        possible = dict(asked.steps(standing))
    assert asked.is_repaired(standing)
    assert answer.way.score == pytest.approx(asked.score(standing), abs=1e-9)
    assert (answer.way.coordinator, {one.id for one in answer.way.effect.after.members}) == (standing[1], standing[0])
    return fewest


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
    assert answer.way is not None
    assert (answer.fewest, {step.joins for step in answer.way.steps}) == (2, {"b", "c"})
    assert answer.best == (answer.way,)
    assert not answer.way.effect.after.fails


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


class Off:
    """Somebody who calls everything off."""

    def progress(self, report: Progress) -> None:
        raise AssertionError

    def cancelled(self) -> bool:
        return True


def test_time_may_end_before_the_reason_is_known() -> None:
    reason = why(Bench(situation(people=ALONE[:2])), Clock.of(60, Off()))
    assert reason.rules == ()
    assert "was not found in the time given" in str(reason.message)
