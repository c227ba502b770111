"""What somebody who wants more than an answer says would write into it, under a checksum that is right."""

import copy
from random import Random
from typing import Any

import pytest

from matchmaker.errors import Invalid
from matchmaker.matching.documents import answer_json
from matchmaker.matching.verification import Verification
from tests.matching.sealing import check, first, sealed, written
from tests.matching.worlds import ask, plain, world

CALL = "ka202-2018"


@pytest.fixture(scope="module")
def answer() -> Any:
    """One with several proposals of different scores, and partners of whom a rule asks what nobody knows."""
    for number in range(300):
        document = written(answer_json(ask(world(Random(f"forged {number}"), CALL, 12, limit=3, min_difference=1))))
        proposals = document["proposals"]
        if len(proposals) > 1 and proposals[0]["score"] > proposals[-1]["score"] + 1 and open_rules(proposals[0]):
            return document
    raise AssertionError("no world has such an answer")


def open_rules(proposal: Any) -> list[Any]:
    """What the check says nobody knows, where it names who that is about."""
    said = [one["arguments"]["sentence"]["arguments"] for one in proposal["to_confirm"] if one["id"] == "open-rule"]
    return [one for one in said if one.get("names")]


def refused(document: Any) -> str:
    found = check(sealed(document))
    assert not found.holds
    return " ".join(map(str, found.refused))


def told(found: Verification) -> str:
    return " ".join(map(str, found.outdated))


@pytest.mark.parametrize("version", ["x", "", None, 3, ["x"]])
def test_another_version_of_the_rules_never_holds_and_says_what_to_do(answer: Any, version: object) -> None:
    changed = copy.deepcopy(answer)
    for proposal in changed["proposals"]:
        proposal["eligibility"]["version"] = version
        if version is None:
            del proposal["eligibility"]["version"]
    found = check(sealed(changed))
    now = answer["proposals"][0]["eligibility"]["version"]
    expected = (
        f"Its rules were checked under version {version} of the call, and this is version {now[:16]}: ask again."
        if version and isinstance(version, str)
        else "It does not say under which version of the call its rules were checked: ask again."
    )
    assert list(map(str, found.refused)) == [expected]


def forged(answer: Any, **changes: Any) -> str:
    """What is refused of an answer of another version whose first proposal says something else."""
    changed = copy.deepcopy(answer)
    for proposal in changed["proposals"]:
        proposal["eligibility"]["version"] = "x"
    first(changed).update(copy.deepcopy(changes))
    return refused(changed)


def test_another_version_does_not_switch_off_what_no_rule_decides(answer: Any) -> None:
    one = first(answer)
    assert "the score is " in forged(answer, score=99.9)
    assert "the coordinator is not the one asked for" in forged(answer, coordinator="nobody")
    assert "who provides what is not what it says" in forged(answer, witness={})
    assert "the findings about the rules are not what they say" in forged(
        answer, eligibility={**one["eligibility"], "verdict": "x"}
    )
    assert "what the score is made of is not what it says" in forged(answer, parts={**one["parts"], "responsiveness": 0.123})
    assert "what the score is made of is not what it says" in forged(answer, weights=dict.fromkeys(one["weights"], 1.0))
    assert "how much it may still improve does not follow" in forged(answer, proof={**one["proof"], "bound": 99.0})
    assert "the members are not those" in forged(answer, members=one["members"][::-1])


def test_another_version_with_a_robustness_of_its_own_still_adds_up(answer: Any) -> None:
    """Which rules fail without somebody is for the rules to say; that the parts give the score is not."""
    parts = first(answer)["parts"]
    assert "the score is " in forged(answer, parts={**parts, "robustness": abs(parts["robustness"] - 0.5)})


@pytest.mark.parametrize("key", ["summary", "label", "titles", "past"])
def test_a_proposal_without_what_each_carries_is_refused(answer: Any, key: str) -> None:
    changed = copy.deepcopy(answer)
    del first(changed)[key]
    with pytest.raises(Invalid) as wrong:
        check(sealed(changed))
    assert {where: str(why) for where, why in wrong.value.problems.items()} == {f"proposals.0.{key}": "is missing"}


def test_reasons_without_a_name_are_refused(answer: Any) -> None:
    changed = copy.deepcopy(answer)
    first(changed)["reasons"] = {one: ["is the best of all"] for one in first(changed)["reasons"]}
    with pytest.raises(Invalid) as wrong:
        check(sealed(changed))
    assert all("expected an object with named fields" in str(why) for why in wrong.value.problems.values())


def test_the_verdict_in_words_is_the_verdict(answer: Any) -> None:
    report = first(answer)["eligibility"]
    met, total = (int(word.strip("(")) for word in report["summary"].split() if word.strip("(").isdigit())
    for words in (
        f"Composition check passed ({total} of {total} rules)",
        f"Composition check passed ({met} of {total} rules)",
        f"Composition check not passed ({met} of {total} rules met)",
    ):
        if words == report["summary"]:
            continue
        changed = copy.deepcopy(answer)
        first(changed)["eligibility"]["summary"] = words
        assert "what it says about the rules does not follow from the facts" in refused(changed)


def test_other_words_about_the_rules_are_told(answer: Any) -> None:
    findings = first(answer)["eligibility"]["findings"]
    for place in range(len(findings)):
        for key, words in (("message", f"Indeed: {findings[place]['message']}"), ("source", "somewhere"), ("more", 1)):
            changed = copy.deepcopy(answer)
            first(changed)["eligibility"]["findings"][place][key] = words
            found = check(sealed(changed))
            assert found.holds
            assert "Proposal 1: what it says is worded in another way than today" in told(found)


def test_a_finding_about_another_member_is_refused(answer: Any) -> None:
    names = [one["name"] for one in first(answer)["facts"].values()]
    told_of = 0
    for place, finding in enumerate(first(answer)["eligibility"]["findings"]):
        for name in (one for one in names if one in finding["message"]):
            changed = copy.deepcopy(answer)
            first(changed)["eligibility"]["findings"][place]["message"] = finding["message"].replace(name, "Somebody")
            assert "what it says about the rules does not follow from the facts" in refused(changed)
            told_of += 1
    assert told_of


def test_the_first_of_turned_proposals_claims_too_much(answer: Any) -> None:
    changed = copy.deepcopy(answer)
    changed["proposals"].reverse()
    assert "Proposal 1: one after it scores more than it says is possible" in refused(changed)


def test_the_whole_fits_its_proposals(answer: Any) -> None:
    summary = first(answer)["summary"][0]
    number = len(answer["proposals"])
    assert "It has more proposals than were asked for." in refused(
        {**answer, "request": {**answer["request"], "limit": number - 1}}
    )
    for status in ("infeasible", "unknown"):
        assert "It says that nothing was found, and has proposals." in refused({**answer, "status": status})
    assert "wishes to be given up" in refused({**answer, "to_give_up": [{"language": summary}]})
    assert "What it says about itself as a whole does not follow" in refused({**answer, "explanation": summary})


def test_nobody_is_two_things_in_one_answer(answer: Any) -> None:
    changed = copy.deepcopy(answer)
    initiator = changed["request"]["initiator"]
    first(changed)["facts"][initiator]["pic"] = "912345678"
    assert f"Its proposals do not carry the same facts about: {initiator}" in refused(changed)


def test_a_report_of_another_call_is_refused(answer: Any) -> None:
    changed = copy.deepcopy(answer)
    first(changed)["eligibility"]["call"] = "cove-2025"
    assert "the rules of another call" in refused(changed)


def test_whom_the_check_names_is_compared(answer: Any) -> None:
    changed = copy.deepcopy(answer)
    names = open_rules(first(changed))[0]["names"]
    names.pop()
    assert "what it says about its members and itself does not follow" in refused(changed)
    names.append("Somebody")
    assert "what it says about its members and itself does not follow" in refused(changed)


def test_the_explanation_is_one_that_the_proposals_give() -> None:
    """Fewer than asked for; fair exposure that nobody counted; also while only one of them is kept."""
    asked = plain(Random(7), CALL, 5).without(min_difference=1, limit=50, fairness=2.0)
    document = written(answer_json(ask(asked)))
    said = document["explanation"]
    assert check(document).holds
    assert "Only" in said["text"]
    assert "fair exposure" in said["text"]
    alone = {**document, "proposals": document["proposals"][1:2]}
    alone["proposals"][0]["label"] = None
    assert check(sealed(alone)).holds
    for other in (said["arguments"]["first"], said["arguments"]["second"], None):
        assert "What it says about itself as a whole does not follow" in refused({**document, "explanation": other})
    more = copy.deepcopy(document)
    more["explanation"]["arguments"]["first"]["arguments"]["n"] += 1
    assert "What it says about itself as a whole does not follow" in refused(more)
    more = copy.deepcopy(document)
    more["explanation"]["text"] = "In other words."
    assert check(sealed(more)).holds
    assert "is worded in another way than today" in told(check(sealed(more)))


def test_an_answer_that_time_cut_short_says_so() -> None:
    asked = plain(Random(7), CALL, 9).without(limit=2)
    document = written(answer_json(ask(asked)))
    for proposal in document["proposals"]:
        proposal["proof"].update(status="bounded", bound=proposal["proof"]["bound"] + 1, gap=1.0)
    assert "What it says about itself as a whole does not follow" in refused(document)
    text = "Time ended before everything was looked at, so what is shown may still improve."
    assert check(sealed({**document, "explanation": {"id": text, "arguments": {}, "text": text}})).holds
