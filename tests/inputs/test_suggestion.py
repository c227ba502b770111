"""An answer of `suggest --json` as `verify` reads it: what has another form than ours is refused with its place."""

from typing import Any

import pytest

from matchmaker.errors import Invalid
from matchmaker.inputs.parsing import Input, parse
from matchmaker.inputs.suggestion import Eligibility, Proof, SayingDocument
from matchmaker.language import render


class Judged(Input):
    """The report of a proposal alone."""

    eligibility: Eligibility


@pytest.mark.parametrize("findings", [3, "x", {"a": 1}, [3], ["x"], [None], [[]], None])
def test_findings_that_are_no_findings_are_refused(findings: object) -> None:
    with pytest.raises(Invalid) as refused:
        parse(Judged, {"eligibility": {"verdict": "eligible", "findings": findings}})
    assert set(refused.value.problems) == {"eligibility"}


def test_sentences_nested_without_end_are_refused() -> None:
    deep: object = "x"
    for _ in range(600):
        deep = [deep]
    with pytest.raises(Invalid):
        parse(SayingDocument, {"id": "not-known", "arguments": {"things": deep}, "text": "not known"})


def test_a_report_keeps_whatever_it_says_besides() -> None:
    report: dict[str, Any] = {"verdict": "eligible", "findings": [{"rule": "eche", "later": 1}], "more": [1]}
    assert parse(Judged, {"eligibility": report}).eligibility == report


@pytest.mark.parametrize("name", [3, [], {}, None, True])
def test_a_sentence_inside_a_sentence_has_a_short_name_too(name: object) -> None:
    inner = {"id": name, "arguments": {}, "text": "how likely it is to answer"}
    with pytest.raises(Invalid) as refused:
        parse(SayingDocument, {"id": "not-known", "arguments": {"things": [inner]}, "text": "not known"})
    assert set(refused.value.problems) == {"arguments"}


@pytest.mark.parametrize("seconds", ["x", "", [], {}, None, "inf"])
def test_what_is_no_number_is_told_in_our_words(seconds: object) -> None:
    with pytest.raises(Invalid) as refused:
        parse(Proof, {"status": "optimal", "bound": 1, "gap": 0, "considered": 1, "seconds": seconds})
    assert render(refused.value.problems["seconds"], "en").startswith("expected a number, found ")
