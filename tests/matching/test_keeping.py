"""A kept answer is said again as it was, in any language; what cannot be read is refused."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from matchmaker.eligibility.documents import report_json
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.suggestion import FactsDocument, Fairness
from matchmaker.language import LANGUAGES, Country, Message, render, say
from matchmaker.matching import Answer
from matchmaker.matching.documents import Unreadable, answer_json, keep, kept
from matchmaker.matching.saying.keeping import keep as sentence
from tests.matching.worlds import SMALL_CALLS, ask, world


def messages(answer: Answer) -> Iterator[Message]:
    """Every sentence of an answer."""
    if answer.explanation is not None:
        yield answer.explanation
    for wishes in answer.to_give_up:
        yield from wishes.values()
    for one in answer.proposals:
        yield from (*one.to_confirm, *one.summary, *(each for why in one.reasons.values() for each in why))
        yield from (one.eligibility.summary, *(finding.message for finding in one.eligibility.findings))
        if one.label is not None:
            yield one.label


def through_the_database(answer: Answer) -> Answer:
    return kept(json.loads(json.dumps(keep(answer), allow_nan=False)))


@pytest.mark.parametrize("call", [*SMALL_CALLS, "cbvet-2026"])
def test_kept_answer_says_the_same_in_every_language(call: str) -> None:
    random = Random(f"keep {call}")
    said = 0
    for _ in range(6):
        answer = ask(world(random, call, 10), time_limit=20.0)
        again = through_the_database(answer)
        assert answer_json(again) == answer_json(answer)
        assert (again.request, again.today, again.complete) == (answer.request, answer.today, answer.complete)
        for language in LANGUAGES:
            assert [render(one, language) for one in messages(again)] == [render(one, language) for one in messages(answer)]
        assert keep(through_the_database(again)) == keep(again)
        said += len(list(messages(again)))
    assert said > 20


def test_whatever_a_proposal_carries_is_kept() -> None:
    random = Random("carries")
    answer = next(found for found in (ask(world(random, "ka220-vet-2026", 10)) for _ in range(50)) if found.proposals)
    label = say("%(who)s", who=(Country("PL"), answer.today, say("a %(n)s", n=3)))
    carried = {"summary": (label,), "label": label, "fairness": Fairness(price=0.25, shown={"$is": 3})}
    first = answer.proposals[0].model_copy(update=carried)
    again = through_the_database(answer.model_copy(update={"proposals": (first,)})).proposals[0]
    assert (again.price, again.shown) == (0.25, {"$is": 3})
    for language in LANGUAGES:
        assert [render(one, language) for one in (again.label, *again.summary)] == [render(label, language)] * 2
    assert report_json(again.eligibility) == report_json(first.eligibility)
    assert again.organisations == tuple(Organisation(**facts_of(one)) for one in first.organisations)


def facts_of(one: Organisation) -> dict[str, Any]:
    return {name: getattr(one, name) for name in FactsDocument.model_fields}


def test_an_answer_with_one_proposal_has_nothing_to_compare_it_with() -> None:
    random = Random("alone")
    answer = next(found for found in (ask(world(random, "ka220-vet-2026", 10)) for _ in range(50)) if len(found.proposals) > 1)
    labelled = next(one for one in answer.proposals if one.label is not None)
    (alone,) = answer_json(answer.alone(labelled))["proposals"]
    assert alone == {**answer_json(answer)["proposals"][answer.proposals.index(labelled)], "label": None}


def test_what_cannot_be_kept_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="object"):
        sentence(say("%(odd)s", odd=object()))


@pytest.mark.parametrize("spoil", [
    lambda d: None,
    lambda d: [],
    lambda d: {},
    lambda d: {"$Answer": d},
    lambda d: {**d, "further": 1},
    lambda d: {**d, "today": "yesterday"},
    lambda d: {**d, "explanation": "said"},
    lambda d: {**d, "explanation": {"$Surprise": {}}},
    lambda d: {**d, "explanation": {"$Message": {}}},
    lambda d: {**d, "proposals": [{**d["proposals"][0], "eligibility": {"findings": [{}]}}]},
])  # fmt: skip
def test_answer_of_another_version_is_refused(spoil: Any) -> None:
    random = Random("old")
    answer = next(found for found in (ask(world(random, "ka220-vet-2026", 10)) for _ in range(50)) if found.proposals)
    with pytest.raises(Unreadable):
        kept(spoil(keep(answer)))
