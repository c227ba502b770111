"""What a change does, against computing everything again."""

import json
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker import eligibility
from matchmaker.eligibility.facts import Consortium
from matchmaker.eligibility.findings import Finding, Report, Verdict
from matchmaker.errors import Invalid
from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import History, Population
from matchmaker.matching.mending.cases import Case, case_of, case_without_request
from matchmaker.matching.mending.changes import Step
from matchmaker.matching.mending.repair_documents import effect_json
from matchmaker.matching.mending.what_if import Effect, what_if
from matchmaker.matching.question import Circumstances
from tests.examples import examples
from tests.matching.repair_by_trying import Trial, consortium, trial
from tests.matching.test_repairs import SIZES
from tests.matching.worlds import GUIDE, SMALL_CALLS, TODAY

seeds = st.integers(0, 2**40)


def some_steps(random: Random, asked: Trial) -> list[Step]:
    """One to three steps, whoever may take them: a person may put in anybody."""
    members, coordinator = set(asked.members), asked.coordinator
    steps = []
    for _ in range(random.randint(1, 3)):
        outside = sorted({one.id for one in asked.world.organisations} - members)
        kind = random.choice(("add", "replace", "remove", "coordinator"))
        if kind == "add" and outside:
            joins = random.choice(outside)
            members.add(joins)
            steps.append(Step("add", joins=joins))
        elif kind == "replace" and outside:
            leaves, joins = random.choice(sorted(members)), random.choice(outside)
            members = members - {leaves} | {joins}
            coordinator = joins if leaves == coordinator else coordinator
            steps.append(Step("replace", leaves=leaves, joins=joins))
        elif kind == "remove" and len(members) > 1:
            leaves = random.choice(sorted(members - {coordinator}))
            members.remove(leaves)
            steps.append(Step("remove", leaves=leaves))
        else:
            coordinator = random.choice(sorted(members))
            steps.append(Step("coordinator", coordinator=coordinator))
    return steps


def after(asked: Trial, steps: list[Step]) -> tuple[frozenset[str], str]:
    members, coordinator = set(asked.members), asked.coordinator
    for step in steps:
        members = members - {step.leaves} | ({step.joins} if step.joins else set())
        if step.kind == "coordinator":
            coordinator = step.coordinator
        elif step.leaves == coordinator:
            coordinator = step.joins
    return frozenset(members), coordinator


@given(seeds)
@examples(60)
def test_what_if_is_the_same_as_computing_everything_again(seed: int) -> None:
    random = Random(seed)
    call = random.choice((*SMALL_CALLS, *SIZES))
    asked = trial(random, call, *SIZES.get(call, (8, 3)))
    steps = some_steps(random, asked)
    found = what_if(asked.case, asked.circumstances, steps)
    for state, standing in ((found.before, asked.start), (found.after, after(asked, steps))):
        members, coordinator = standing
        assert ({one.id for one in state.members}, state.coordinator) == (members, coordinator)
        project = state.consortium.project
        facts = replace(consortium(asked.world, members, coordinator), project=project)
        # What assessors look at depends on sectors too, which the judge's facts have not.
        assert judged(state.report) == judged(eligibility.check(facts, asked.world.call, TODAY))
        assert state.score == pytest.approx(asked.score(standing), abs=1e-9)
        core = [one for one in asked.core if one in members] or [coordinator]
        beside = asked.world.without(initiator=core[0], members=tuple(core))
        weighted = beside.weighted([asked.by_id[one] for one in asked.partners(standing)], coordinator)
        assert state.parts == pytest.approx({part: value for part, (_, value) in weighted.items()})
        assert found.weights == pytest.approx({part: weight for part, (weight, _) in weighted.items()})
    assert (found.seats_before, found.seats_after) == (asked.seats(asked.start), asked.seats(after(asked, steps)))
    assert_compares(found)
    others = {one.id for one in found.after.members} - set(asked.core)
    assert set(found.stay) == others, "everybody who could leave has a reason to stay"
    assert all(found.stay.values())


def judged(report: Report) -> tuple[Verdict, list[Finding]]:
    return report.verdict, [one for one in report.findings if one.scope != "award"]


def assert_compares(found: Effect) -> None:
    """The findings stand side by side, and what is mended or broken is what failed before or fails after."""
    for side, state in (("before", found.before), ("after", found.after)):
        listed = [getattr(one, side) for one in found.rules if getattr(one, side) is not None]
        stated = [one for one in state.report.findings if one.scope == "composition"]
        assert sorted(map(str, listed)) == sorted(map(str, stated))
    assert {one.rule for one in found.rules if one.change == "mended"} == found.before.fails - found.after.fails
    assert {one.rule for one in found.rules if one.change == "broken"} == found.after.fails - found.before.fails


def one(key: str, country: str, **facts: object) -> Organisation:
    given = {"name": f"Name {key}", "type": "EPLUS-EDU-VOC-SEC", "sectors": frozenset({"VET"}), **facts}
    return Organisation(id=key, country=country, **given)


PEOPLE = (one("a", "PL"), one("b", "DE"), one("c", "FR", topics=("inclusion",), other_ids=("old-c",)), one("d", "BY"))
CALL = GUIDE.call("ka220-vet-2026")
GIVEN = Circumstances(Population(PEOPLE), History(), CALL, TODAY)


def case(there: str, **wishes: object) -> Case:
    request = requests.parse({"call": CALL.id, "initiator": there[0], "topics": ["inclusion"], **wishes}, GUIDE.call)
    return case_of(request, [one for one in PEOPLE if one.id in there], there[0])


def test_what_if_tells_what_is_mended_and_what_is_broken() -> None:
    found = what_if(case("ab"), GIVEN, [Step("add", joins="old-c")])
    changes = {one.rule: one.change for one in found.rules if one.change != "same"}
    assert changes == {"min-orgs": "mended", "min-countries": "mended"}
    assert found.after.score > found.before.score
    assert found.steps == (Step("add", joins="c"),)
    assert any("third country" in str(reason) for reason in found.reasons["c"])
    broken = what_if(case("abc"), GIVEN, [Step("replace", leaves="c", joins="d")])
    changed = {one.rule: one.change for one in broken.rules if one.change != "same"}
    assert changed.pop("added-value") == changed.pop("barred-everywhere") == "other"
    assert changed == {"min-orgs": "broken", "min-countries": "broken", "country-admissible": "broken", "n-minus-1": "other"}
    assert (broken.after.fit, found.after.fit) == ("unknown", "known")


def test_what_if_counts_the_places_asked_for() -> None:
    found = what_if(case("ab", seats=[{"sector": "VET", "count": 2}, {"sector": "HED"}]), GIVEN, [Step("add", joins="c")])
    assert (found.seats_before, found.seats_after, found.seats) == (1, 2, 3)


def test_the_document_of_an_effect_holds_both_sides() -> None:
    told = effect_json(what_if(case("ab", seats=[{"sector": "VET"}]), GIVEN, [Step("replace", leaves="b", joins="c")]))
    assert told["steps"] == [{"kind": "replace", "leaves": "b", "joins": "c", "text": "Replace Name b by Name c"}]
    assert (told["before"]["members"], told["after"]["members"]) == (["a", "b"], ["a", "c"])
    assert told["before"]["eligibility"]["verdict"] == told["after"]["eligibility"]["verdict"] == "ineligible"
    assert told["seats"] == {"asked": 1, "before": 1, "after": 1}
    assert {one["change"] for one in told["rules"]} == {"same"}
    assert told["reasons"]["c"][0]["text"]
    assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize(
    ("steps", "field", "sentence"),
    [
        ([Step("add", joins="nobody")], "steps.0.joins", "nobody in the population"),
        ([Step("add")], "steps.0.joins", "nobody in the population"),
        ([Step("add", joins="c"), Step("add", joins="c")], "steps.1.joins", "c is a member already"),
        ([Step("remove", leaves="c")], "steps.0.leaves", "c is not a member of the consortium"),
        ([Step("remove", leaves="a")], "steps.0.leaves", "a coordinates: let another member coordinate first"),
        ([Step("coordinator", coordinator="c")], "steps.0.coordinator", "c is not a member of the consortium"),
    ],
)
def test_what_if_refuses_steps_that_cannot_be_taken(steps: list[Step], field: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        what_if(case("ab"), GIVEN, steps)
    assert list(refused.value.problems) == [field]
    assert sentence in str(refused.value)


def test_a_case_must_suit_its_population() -> None:
    stranger = case_of(case("ab").request, [*PEOPLE[:2], one("x", "ES")], "a")
    with pytest.raises(Invalid, match=r"members\.2\.id: nobody in the population"):
        what_if(stranger, GIVEN, [])
    with pytest.raises(Invalid, match=r"request\.members: c is not a member"):
        what_if(Case(case("ab").consortium, case("abc", members=["a", "c"]).request), GIVEN, [])
    with pytest.raises(Invalid, match="exactly one coordinator"):
        case_without_request(Consortium(()), CALL)
