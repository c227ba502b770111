"""Nothing that is parsed, from a form, a file or JSON, is without an end: every text and every list has a ceiling."""

import importlib
import pkgutil
from collections.abc import Iterator
from time import process_time
from typing import Any

import pytest
from pydantic import BaseModel

from matchmaker import inputs
from matchmaker.errors import Invalid
from matchmaker.inputs.ideas import IdeaForm
from matchmaker.inputs.parsing import Input, parse
from matchmaker.inputs.profiles import Profile
from matchmaker.programme import reading

for module in pkgutil.walk_packages(inputs.__path__, "matchmaker.inputs."):
    importlib.import_module(module.name)


def kinds_of(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for one in model.__subclasses__():
        yield one
        yield from kinds_of(one)


def endless(schema: dict[str, Any], where: str) -> Iterator[str]:
    """Where a text, a list or a table has no ceiling."""
    kind = schema.get("type")
    ceilings = {
        "string": {"maxLength", "enum", "const", "format"},
        "array": {"maxItems"},
        "object": {"maxProperties", "properties"},
    }
    if kind in ceilings and not ceilings[kind] & schema.keys():
        yield f"{where}: {kind}"
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            yield from endless(schema[name], f"{where}[]")
    for name in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(name, ()):
            yield from endless(one, where)
    for name, one in schema.get("properties", {}).items():
        yield from endless(one, f"{where}.{name}")


def test_every_text_and_every_list_has_a_ceiling() -> None:
    found = sorted({place for model in kinds_of(Input) for place in endless(model.model_json_schema(), model.__name__)})
    assert found == []


@pytest.mark.parametrize("name", ["fields", "priorities", "topics", "countries"])
def test_first_mistake_in_a_list_ends_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def count(word: str, *rest: Any, **more: Any) -> list[str]:
        compared.append(word)
        return []

    monkeypatch.setattr(reading, "get_close_matches", count)
    with pytest.raises(Invalid) as refused:
        parse(IdeaForm, {"title": "t", "call": "c", name: [f"Not {n}" for n in range(90)]})
    assert len(refused.value.problems) == 1
    assert len(compared) <= 1


def test_longest_list_is_taken_and_one_more_is_not() -> None:
    whole = {"name": "School", "kind": "vocational-school", "country": "PL"}
    assert len(parse(Profile, {**whole, "topics": [f"t{n}" for n in range(100)]}).topics) == 100
    with pytest.raises(Invalid) as refused:
        parse(Profile, {**whole, "topics": [f"t{n}" for n in range(101)]})
    assert "at most 100" in str(refused.value.problems["topics"])


@pytest.mark.parametrize("marks", ["\u0316\u0301", "\u0301" * 5 + "\u0316" * 5])
def test_marks_without_end_are_refused_before_they_are_put_in_order(marks: str) -> None:
    whole = {"name": "School", "kind": "vocational-school", "country": "PL"}
    began = process_time()
    for length in (20_000, 200_000):
        with pytest.raises(Invalid) as refused:
            parse(
                Profile,
                {**whole, **dict.fromkeys(("description", "contribution", "city", "region"), ("e" + marks * length)[:length])},
            )
        assert set(refused.value.problems) == {"description", "contribution", "city", "region"}
    assert process_time() - began < 2  # a square of 200,000 takes minutes
    assert parse(Profile, {**whole, "city": "e" + "\u0316\u0301" * 15}).city
