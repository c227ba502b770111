"""A kept answer is said again as it was, in any language; what cannot be read is refused."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from random import Random
from typing import Any

import pytest

from matchmaker.errors import NotFound
from matchmaker.language import LANGUAGES, Country, Message, render, say
from matchmaker.matching import Answer
from matchmaker.matching.documents import answer_json
from matchmaker.matching.saying.keeping import Unreadable, keep, kept
from tests.matching.worlds import GUIDE, SMALL_CALLS, ask, world


def messages(thing: Any) -> Iterator[Message]:
    """Every sentence of an answer, in its order."""
    if isinstance(thing, Message):
        yield thing
    elif is_dataclass(thing):
        for one in fields(thing):
            yield from messages(getattr(thing, one.name))
    elif isinstance(thing, tuple):
        for one in thing:
            yield from messages(one)
    elif isinstance(thing, dict):
        yield from messages(tuple(thing.values()))


def through_the_database(answer: Answer) -> Answer:
    return kept(json.loads(json.dumps(keep(answer), allow_nan=False)), GUIDE.call)


@pytest.mark.parametrize("call", [*SMALL_CALLS, "cbvet-2026"])
def test_kept_answer_says_the_same_in_every_language(call: str) -> None:
    random = Random(f"keep {call}")
    said = 0
    for _ in range(6):
        answer = ask(world(random, call, 10), time_limit=20.0)
        again = through_the_database(answer)
        assert answer_json(again) == answer_json(answer)
        assert (again.call, again.request, again.today) == (answer.call, answer.request, answer.today)
        for language in LANGUAGES:
            assert [render(one, language) for one in messages(again)] == [render(one, language) for one in messages(answer)]
        assert keep(through_the_database(again)) == keep(again)
        said += len(list(messages(again)))
    assert said > 20


def test_whatever_a_proposal_carries_is_kept() -> None:
    random = Random("carries")
    answer = next(found for found in (ask(world(random, "ka220-vet-2026", 10)) for _ in range(50)) if found.proposals)
    label = say("%(who)s", who=(Country("PL"), answer.today, say("a %(n)s", n=3)))
    first = replace(answer.proposals[0], summary=(label,), label=label, price=0.25, shown={"$is": 3})
    again = through_the_database(replace(answer, proposals=(first,))).proposals[0]
    assert (again.price, again.shown) == (0.25, {"$is": 3})
    for language in LANGUAGES:
        assert [render(one, language) for one in (again.label, *again.summary)] == [render(label, language)] * 2
    assert again.members == first.members


def test_what_cannot_be_kept_is_a_mistake_of_ours() -> None:
    answer = ask(world(Random("odd"), "ka220-vet-2026", 10))
    with pytest.raises(TypeError, match="object"):
        keep(replace(answer, explanation=say("%(odd)s", odd=object())))


@pytest.mark.parametrize("spoil", [
    lambda d: None,
    lambda d: [],
    lambda d: {"$Message": {"text": "x"}},
    lambda d: {"$Answer": {}},
    lambda d: {"$Surprise": {}},
    lambda d: {"$Answer": {**d["$Answer"], "further": 1}},
    lambda d: {"$Answer": {**d["$Answer"], "call": {"$call": "ka999"}}},
    lambda d: {"$Answer": {**d["$Answer"], "today": {"$date": "yesterday"}}},
])  # fmt: skip
def test_answer_of_another_version_is_refused(spoil: Any) -> None:
    with pytest.raises(Unreadable):
        kept(spoil(keep(ask(world(Random("old"), "ka220-vet-2026", 10)))), GUIDE.call)
    with pytest.raises(NotFound):
        GUIDE.call("ka999")
