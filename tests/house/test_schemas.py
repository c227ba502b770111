"""The JSON Schemas are those of the models: up to date, met by the examples and by our calls, and they refuse what is refused."""

import json
import re
import tomllib
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from matchmaker.errors import Invalid
from matchmaker.inputs import consortium, request
from matchmaker.programme import guides
from tests.house.tree import PACKAGE, ROOT
from tools.schemas import FOLDER, schemas, text

SCHEMAS = schemas()
EXAMPLES = {name: json.loads((ROOT / "examples" / name).read_text("utf-8")) for name in ("consortium.json", "request.json")}
READERS: dict[str, Callable[[object], object]] = {
    "consortium.json": consortium.parse,
    "request.json": partial(request.parse, call_of=guides.load().call),
}
CALLS = sorted((PACKAGE / "programme" / "guide").glob("*.toml"))
KINDS = {"string": str, "object": dict, "array": list, "boolean": bool, "integer": int, "number": int | float, "null": type(None)}
SAID = {"$schema", "$defs", "title", "description", "default", "discriminator", "format"}
"""What a schema says beside what a value must meet."""
NUMBER = int | float


class Judge:
    """Whether values meet a schema. Knows the keywords that our schemas use; any other one is an error."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema
        # Keyword -> the kind of value it asks something of, and whether a value meets what it tells, in which schema.
        self.keywords: dict[str, tuple[Any, Callable[[Any, Any, dict[str, Any]], bool]]] = {
            "type": (
                object,
                lambda value, told, _: isinstance(value, KINDS[told]) and isinstance(value, bool) <= (told == "boolean"),
            ),
            "enum": (object, lambda value, told, _: value in told),
            "const": (object, lambda value, told, _: value == told),
            "pattern": (str, lambda value, told, _: re.search(told, value) is not None),
            "minLength": (str, lambda value, told, _: len(value) >= told),
            "maxLength": (str, lambda value, told, _: len(value) <= told),
            "minimum": (NUMBER, lambda value, told, _: value >= told),
            "maximum": (NUMBER, lambda value, told, _: value <= told),
            "exclusiveMinimum": (NUMBER, lambda value, told, _: value > told),
            "minItems": (list, lambda value, told, _: len(value) >= told),
            "maxItems": (list, lambda value, told, _: len(value) <= told),
            "uniqueItems": (list, lambda value, told, _: len(set(value)) == len(value)),
            "items": (list, lambda value, told, _: all(self.meets(one, told) for one in value)),
            "minProperties": (dict, lambda value, told, _: len(value) >= told),
            "required": (dict, lambda value, told, _: set(told) <= value.keys()),
            "properties": (
                dict,
                lambda value, told, _: all(self.meets(value[name], told[name]) for name in told.keys() & value.keys()),
            ),
            "propertyNames": (dict, lambda value, told, _: all(self.meets(name, told) for name in value)),
            "patternProperties": (dict, self._of_patterns),
            "additionalProperties": (dict, self._others),
            "$ref": (object, lambda value, told, _: self.meets(value, self.schema["$defs"][told.rpartition("/")[2]])),
            "anyOf": (object, lambda value, told, _: any(self.meets(value, one) for one in told)),
            "oneOf": (object, lambda value, told, _: sum(self.meets(value, one) for one in told) == 1),
        }

    def meets(self, value: Any, schema: dict[str, Any] | None = None) -> bool:
        """Whether the value meets the schema, or a part of it."""
        schema = self.schema if schema is None else schema
        asked = [(*self.keywords[key], told) for key, told in schema.items() if key not in SAID]
        return all(met(value, told, schema) for kind, met, told in asked if isinstance(value, kind))

    def _of_patterns(self, value: dict[str, Any], told: dict[str, Any], schema: dict[str, Any]) -> bool:
        return all(self.meets(one, told[pattern]) for name, one in value.items() for pattern in told if re.search(pattern, name))

    def _others(self, value: dict[str, Any], told: Any, schema: dict[str, Any]) -> bool:
        others = [one for name, one in value.items() if name not in schema.get("properties", {})]
        return not others if told is False else told is True or all(self.meets(one, told) for one in others)


JUDGES = {name: Judge(schema) for name, schema in SCHEMAS.items()}


def is_read(name: str, document: object) -> bool:
    try:
        READERS[name](document)
    except Invalid:
        return False
    return True


def changed(document: Any, place: str, value: object) -> Any:
    """The document with another value at a place such as `members.1.country`."""
    copy = json.loads(json.dumps(document))
    *path, last = [int(part) if part.isdecimal() else part for part in place.split(".")]
    inner = copy
    for part in path:
        inner = inner[part]
    inner[last] = value
    return copy


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_up_to_date(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == text(SCHEMAS[name]), "make schemas brings them up to date"


def test_no_other_schema_is_there() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(SCHEMAS)


@pytest.mark.parametrize("name", READERS)
def test_examples_meet_schema_and_model(name: str) -> None:
    assert JUDGES[name].meets(EXAMPLES[name])
    assert is_read(name, EXAMPLES[name])


@pytest.mark.parametrize("path", CALLS, ids=lambda path: path.stem)
def test_our_calls_meet_the_schema(path: Any) -> None:
    stated = tomllib.loads(path.read_text("utf-8"))
    for one in (stated, *stated.get("variants", ())):
        for deadline in one.get("deadlines", ()):
            deadline["local"] = deadline["local"].isoformat()
            deadline["starts"] = {name: day.isoformat() for name, day in deadline.get("starts", {}).items()} or None
    assert JUDGES["call.json"].meets(stated)


@pytest.mark.parametrize("key", ["id", "rules", "title", "counting"])
def test_a_call_that_extends_none_states_all_it_needs(key: str) -> None:
    stated = tomllib.loads((PACKAGE / "programme" / "guide" / "ka210-vet-2026.toml").read_text("utf-8"))
    stated.pop("deadlines")
    meets = JUDGES["call.json"].meets
    assert meets(stated)
    assert not meets({name: one for name, one in stated.items() if name != key})
    assert not meets({**stated, "version": "1"})


@pytest.mark.parametrize(
    ("name", "place", "value", "is_good"),
    [
        ("consortium.json", "members.0.country", "el", True),
        ("consortium.json", "members.0.name", None, True),
        ("consortium.json", "project", None, True),
        ("consortium.json", "members.0.oid", "e10000001", True),
        ("consortium.json", "members.0.flags", ["no_eche"], True),
        ("consortium.json", "members.0.country", None, False),
        ("consortium.json", "members.0.country", "PO1", False),
        ("consortium.json", "members.0.type", "EPLUS-SCHOOL", False),
        ("consortium.json", "members.0.oid", "E1", False),
        ("consortium.json", "members.0.pic", "12345678", False),
        ("consortium.json", "members.0.role", "leader", False),
        ("consortium.json", "members.0.flags", ["nice"], False),
        ("consortium.json", "members.0.mayor", "Rome", False),
        ("consortium.json", "members", [], False),
        ("consortium.json", "project.months", 0, False),
        ("consortium.json", "project.months", 121, False),
        ("consortium.json", "project.months", True, False),
        ("consortium.json", "project.grant", 0.5, False),
        ("consortium.json", "project.priorities", ["VET99"], False),
        ("request.json", "expertise.0.weight", 0.5, True),
        ("request.json", "language", "EN", True),
        ("request.json", "seats.0", {"kind": "chamber", "count": 2}, True),
        ("request.json", "fields", None, True),
        ("request.json", "expertise.0.weight", 0, False),
        ("request.json", "expertise.0.weight", True, False),
        ("request.json", "fairness", -1, False),
        ("request.json", "fields", ["1"], False),
        ("request.json", "topics", ["Work"], False),
        ("request.json", "language", "eng", False),
        ("request.json", "seats.0", {"kind": "nice"}, False),
        ("request.json", "seats.0.sector", "VOC", False),
        ("request.json", "size.max", 41, False),
        ("request.json", "limit", 51, False),
        ("request.json", "call", None, False),
        ("request.json", "countries", {"include": ["P"]}, False),
        ("request.json", "round", 1, True),
        ("request.json", "round", 0, False),
        ("request.json", "rounds", 1, False),
        ("consortium.json", "round", 2, True),
        ("consortium.json", "round", "2", False),
    ],
)
def test_schema_and_model_agree(name: str, place: str, value: object, is_good: bool) -> None:
    document = changed(EXAMPLES[name], place, value)
    assert (JUDGES[name].meets(document), is_read(name, document)) == (is_good, is_good)


def test_a_schema_of_unknown_words_is_an_error() -> None:
    with pytest.raises(KeyError, match="multipleOf"):
        Judge({"multipleOf": 2}).meets(1)
