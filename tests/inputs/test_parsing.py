"""What cannot be parsed is refused with one sentence a person can act on, at the field it is about."""

import importlib
import math
import pkgutil
from datetime import date, time
from functools import cache
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

import matchmaker.inputs
from matchmaker.errors import Invalid
from matchmaker.inputs.parsing import Input, parse
from matchmaker.language import Message, render, say
from matchmaker.programme.reading import UNEXPECTED
from matchmaker.programme.variants import VariantId
from tools.translations import texts


class Stay(Input):
    """A small input with a field of each kind."""

    name: str = Field(min_length=2, max_length=20)
    nights: int = 1
    board: Literal["half", "full"] = "half"
    since: date | None = None
    guests: tuple["Stay", ...] = ()
    rooms: tuple[int, ...] = Field(default=(1, 2), min_length=2)
    variant: VariantId = "standard"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "nights", "board", "since", "guests", "x"]), inner)
    ),
)


@pytest.mark.parametrize(
    ("document", "field", "sentence"),
    [
        ({}, "name", "is missing"),
        ({"name": 7}, "name", "expected text, found a number"),
        ({"name": None}, "name", "expected text, found nothing"),
        ({"name": " x "}, "name", "is empty or too short (at least 2 characters)"),
        ({"name": "x" * 21}, "name", "is too long (at most 20 characters)"),
        ({"name": "Alice", "variant": "<b>"}, "variant", "is not an id: expected small letters, digits, - and _"),
        ({"name": "Alice", "nights": "many"}, "nights", "expected a whole number"),
        ({"name": "Alice", "nights": 1.5}, "nights", "expected a whole number"),
        ({"name": "Alice", "board": "none"}, "board", "expected one of: 'half' or 'full'"),
        ({"name": "Alice", "since": "2018-13-01"}, "since", "expected a date such as 2001-09-30"),
        ({"name": "Alice", "guests": "Bob"}, "guests", "expected a list, found text"),
        ({"name": "Alice", "guests": [{"name": "Bob"}, 3]}, "guests.1", "expected an object with named fields, found a number"),
        ({"name": "Alice", "guests": [{"nmae": "Bob", "name": "Bob"}]}, "guests.0.nmae", "is not a field we know"),
        ({"name": "Alice", "rooms": [1]}, "rooms", "needs at least 2"),
        ({"name": "Alice", "rooms": [1, "x"]}, "rooms.1", "expected a whole number"),
        ([], "stay", "expected an object with named fields, found a list"),
        (None, "stay", "expected an object with named fields, found nothing"),
    ],
)
def test_mistake_is_said_at_its_field(document: object, field: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(Stay, document, "stay")
    assert {key: render(message, "en") for key, message in refused.value.problems.items()} == {field: sentence}


def test_every_mistake_is_said() -> None:
    with pytest.raises(Invalid) as refused:
        parse(Stay, {"nights": "many", "board": "none"})
    assert set(refused.value.problems) == {"name", "nights", "board"}


@given(ANYTHING)
def test_whatever_is_given_is_parsed_or_refused(document: object) -> None:
    try:
        parsed = parse(Stay, document)
    except Invalid as refused:
        said = [render(message, "en") for message in refused.problems.values()]
    else:
        said = ["nothing wrong"]
        assert parse(Stay, parsed.model_dump()) == parsed
    assert said
    assert all(said)


def inputs() -> list[type[BaseModel]]:
    """Every input model, without what the matcher makes of one to keep its answers."""
    for module in pkgutil.walk_packages(matchmaker.inputs.__path__, "matchmaker.inputs."):
        importlib.import_module(module.name)
    found = [Input]
    for one in found:
        found += [each for each in one.__subclasses__() if each not in found]
    return [one for one in found if one.__module__.startswith("matchmaker.inputs.") and "[" not in one.__name__]


ODD = (None, "", "x" * 6_000, "no such thing", "2018-13-01", "\0", "1,2", 7, -1, 10**30, 1.5, math.nan, math.inf, True, [], {})
"""Values that somewhere are of the wrong kind, too short, too long, too small or too large."""


@pytest.mark.parametrize("model", inputs(), ids=lambda model: model.__name__)
def test_no_mistake_is_told_in_words_of_pydantic(model: type[BaseModel]) -> None:
    """Each field is given each odd value, alone, in lists and under names, and every sentence is one of ours."""
    told = set()
    for field in (*model.model_fields, "unknown"):
        for odd in (*ODD, *([one] for one in ODD), *({"id": one, "what": one, "slug": one} for one in ODD)):
            try:
                parse(model, {field: odd}, "whole")
            except Invalid as refused:
                told |= {sentence.text if isinstance(sentence, Message) else sentence for sentence in refused.problems.values()}
    assert told <= ours() - {UNEXPECTED}


@cache
def ours() -> frozenset[object]:
    """Every text of ours."""
    return frozenset(text for _, _, text in texts())


def test_a_mistake_of_a_kind_without_a_sentence_is_told_in_ours() -> None:
    class Visit(Input):
        at: time

    with pytest.raises(Invalid) as refused:
        parse(Visit, {"at": "25:00"})
    assert refused.value.problems == {"at": say(UNEXPECTED)}


def test_what_was_found_and_what_is_expected_is_said_in_the_readers_language() -> None:
    with pytest.raises(Invalid) as refused:
        parse(Stay, {"name": 7, "board": "none"})
    assert {key: render(message, "pl") for key, message in refused.value.problems.items()} == {
        "name": "oczekiwano tekstu, jest: liczba",
        "board": "oczekiwano jednej z wartości: 'half' lub 'full'",
    }
