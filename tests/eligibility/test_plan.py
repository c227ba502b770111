"""What the plan of a project keeps to: tasks are judged where stated, numbers are said once, no verdict rests on either."""

from datetime import date

import pytest

from matchmaker import eligibility
from matchmaker.eligibility.facts import Consortium, Member, Project
from matchmaker.language import render
from matchmaker.programme import guides
from matchmaker.programme.assessment import ASSESSMENTS

TODAY = date(2026, 2, 1)
SCHOOL = Member("s", "coordinator", "Vocational School Jodła", "PL", "EPLUS-EDU-VOC-SEC")
TEACHING = ("innovative_teaching", "joint_teaching", "peer_learning", "teacher_substitution")
CAPACITY = ("support_structures", "mobility_windows")


def findings(rule, name, **project):
    """What is said of a project under the set of this name."""
    call = guides.load().call("ka220-vet-2026")
    asked = call.model_copy(update={"assessment": ASSESSMENTS[name], "activities": ()})
    report = eligibility.check(Consortium((SCHOOL,), Project(**project)), asked, TODAY)
    assert report.verdict == eligibility.check(Consortium((SCHOOL,), Project()), asked, TODAY).verdict
    return [(one.status, render(one.message, "en"), one.required, one.found) for one in report.findings if one.rule == rule]


def test_tasks_are_said_while_none_is_chosen():
    said = "at least 1 of “Teaching and learning at school” and 1 of “Capacity for cooperation across borders”"
    assert findings("tasks", "ka240") == [("warning", f"To choose: at least 3 activities, of them {said}.", None, None)]


def test_tasks_of_one_group_are_said_as_one():
    said = "at least 1 of “Activities of a STEM Skills Foundry”"
    assert findings("tasks", "alliances-lot3") == [("warning", f"To choose: {said}.", None, None)]
    assert findings("tasks", "alliances-lot3", activities=("foundry_incubators",))[0][0] == "pass"
    assert findings("tasks", "alliances-lot3", activities=("joint_teaching",))[0][:2] == (
        "fail",
        f"Activities chosen: 0 of “Activities of a STEM Skills Foundry”; needed: {said}.",
    )


@pytest.mark.parametrize(
    ("chosen", "status"),
    [
        ((*TEACHING[:2], CAPACITY[0]), "pass"),
        ((TEACHING[0], *CAPACITY), "pass"),
        ((TEACHING[0], CAPACITY[0]), "fail"),  # two
        (TEACHING[:3], "fail"),  # none of the second group
        ((*TEACHING[:2], CAPACITY[0], "cove_skills"), "pass"),
        ((*TEACHING[:2], "cove_skills"), "fail"),
    ],
)
def test_tasks_are_counted_in_all_and_in_each_group(chosen, status):
    ((found, said, required, number),) = findings("tasks", "ka240", activities=chosen)
    assert (found, required) == (status, 3)
    assert number == sum(one in (*TEACHING, *CAPACITY) for one in chosen)
    assert ("needed: at least 3 activities" in said) == (status == "fail")


def test_centres_of_excellence_choose_four_three_and_two():
    tasks = ASSESSMENTS["cove"].tasks
    assert [(group.min, len(group.of)) for group in tasks.groups] == [(4, 9), (3, 6), (2, 5)]
    enough = tuple(one for group in tasks.groups for one in group.of[: group.min])
    assert findings("tasks", "cove", activities=enough)[0][0] == "pass"
    for group in tasks.groups:
        one_less = tuple(one for one in tasks.activities if one not in group.of[group.min - 1 :])
        assert findings("tasks", "cove", activities=one_less)[0][0] == "fail"


def test_activities_of_a_task_list_are_no_foreign_ones():
    assert findings("activities", "ka240", activities=TEACHING[:1])[0][0] == "pass"
    assert findings("activities", "ka240", activities=("cove_skills",))[0][0] == "warning"


@pytest.mark.parametrize(
    ("name", "project", "said"),
    [
        ("ka220", {}, ["a work package of its own for project management, at most 20 % of the budget"]),
        ("ka220", {}, ["at most 4 work packages that implement the project are recommended"]),
        ("ka210", {}, ["the application says which part of the grant is for which activity"]),
        ("ka240", {}, ["a work package of its own for planning the project’s long-term impact", "at most 12 work packages"]),
        ("ka240", {}, ["3 to 10 work packages that implement the project"]),
        ("cove", {}, ["the share of each work package"]),
        ("cbhe-strand1", {}, ["at most 35 % of the grant for equipment", "10 % of the grant for subcontracting"]),
        ("cbhe-strand1", {"grant": 400_000}, ["at most 35 % of the grant (€140,000) for equipment", "(€40,000)"]),
        ("cb-vet", {"grant": 500_000}, ["at most 10 % of the grant (€50,000) for subcontracting"]),
    ],
)  # fmt: skip
def test_numbers_of_the_plan_are_said_once(name, project, said):
    ((status, sentence, _, _),) = findings("limits", name, **project)
    assert status == "warning"
    for words in said:
        assert words in sentence


def test_actions_without_such_numbers_say_none():
    assert findings("limits", "joint-masters") == []


def test_calls_that_were_not_read_say_nothing():
    report = eligibility.check(Consortium((SCHOOL,)), guides.load().call("ka202-2018"), TODAY)
    assert not {"limits", "tasks"} & {one.rule for one in report.findings}
