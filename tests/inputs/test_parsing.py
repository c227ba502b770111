"""What cannot be parsed is refused with one sentence a person can act on, at the field it is about."""

from datetime import date
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from matchmaker.errors import Invalid
from matchmaker.inputs.parsing import Input, parse
from matchmaker.language import render
from matchmaker.programme.variants import VariantId


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
