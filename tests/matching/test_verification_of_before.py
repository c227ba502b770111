"""Answers, searches and documents made before the score and its defaults changed: they open, and verify as they were made."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from matchmaker.documents import snapshot
from matchmaker.matching.documents import answer_json, kept
from tests.matching.sealing import check, first, sealed, written

BEFORE = Path(__file__).parent.parent / "before"
SAME_RULES = ("answer-ka202-2018.json", "answer-coordinator-found.json")
OTHER_RULES = "answer-other-rules.json"


def of_before(name: str) -> Any:
    return json.loads((BEFORE / name).read_text("utf-8"))


@pytest.mark.parametrize("name", SAME_RULES)
def test_an_answer_of_before_still_holds(name: str) -> None:
    assert list(map(str, check(of_before(name)).refused)) == []


@pytest.mark.parametrize("name", SAME_RULES)
def test_it_holds_for_no_other_numbers(name: str) -> None:
    answer = of_before(name)
    first(answer)["parts"]["relevance"] -= 0.01
    assert "what the score is made of is not what it says" in " ".join(map(str, check(sealed(answer)).refused))


@pytest.mark.parametrize("name", SAME_RULES)
def test_it_holds_for_no_other_findings(name: str) -> None:
    for place, one in enumerate(first(of_before(name))["eligibility"]["findings"]):
        for change in ({"status": "unknown"}, {"found": 17}, {"missing": ["electro"]}):
            answer = of_before(name)
            first(answer)["eligibility"]["findings"][place].update(change)
            assert check(sealed(answer)).refused, (one["rule"], change)


def test_an_answer_of_before_under_rules_that_have_changed_is_to_be_asked_again_and_no_more() -> None:
    (said,) = check(of_before(OTHER_RULES)).refused
    assert "this is version" in str(said)
    assert str(said).endswith("ask again.")


def test_a_kept_answer_of_before_opens_and_verifies() -> None:
    answer = kept(of_before("search.json")["answer"])
    printed, as_printed = written(answer_json(answer)), of_before("answer-coordinator-found.json")
    assert not check(printed).refused
    for document in (printed, as_printed):
        for proposal in document["proposals"]:
            proposal["proof"]["seconds"] = 0
    same = ("proposals", "population", "status")
    assert unworded([printed[key] for key in same]) == unworded([as_printed[key] for key in same])


def unworded(value: Any) -> Any:
    """All but the sentences, which are made when they are read and may be reworded."""
    if isinstance(value, list):
        return [unworded(one) for one in value]
    if isinstance(value, dict):
        return {key: unworded(one) for key, one in value.items() if key not in ("text", "message")}
    return value


def test_a_snapshot_of_before_is_unchanged() -> None:
    assert snapshot.verify((BEFORE / "snapshot.json").read_bytes()).unchanged


def test_what_was_not_judged_then_is_not_asked_of_it_but_what_fails_today_is() -> None:
    """Of the findings beside the composition only those of then and now are compared; of the composition all that matter."""
    answer = copy.deepcopy(of_before(SAME_RULES[0]))
    for proposal in answer["proposals"]:
        findings = proposal["eligibility"]["findings"]
        proposal["eligibility"]["findings"] = [one for one in findings if one["scope"] in ("composition", "project")]
    assert not check(sealed(answer)).refused
    for proposal in answer["proposals"]:
        findings = proposal["eligibility"]["findings"]
        proposal["eligibility"]["findings"] = [one for one in findings if one["rule"] != "min-countries"]
    assert check(sealed(answer)).refused
