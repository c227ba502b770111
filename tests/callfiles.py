"""What an operator writes: the folder `tests/operator`, values as TOML, and each table of it with what the schema says of it."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

OPERATOR = Path(__file__).parent / "operator"
GUIDE = OPERATOR / "guide"
WHOLE = "crafts-2026"
"""The file that states a whole call; the others extend it."""
FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(GUIDE.glob("crafts-*.toml"))}
SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "schemas" / "call.json").read_text("utf-8"))


class Table(NamedTuple):
    """One table of a file: its place, what stands in it, and the part of the schema that is about it, by its name."""

    place: tuple[str | int, ...]
    stated: Mapping[str, Any]
    part: str
    schema: Mapping[str, Any]


def inline(value: Any) -> str:
    """The value as TOML, on one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{json.dumps(key)} = {inline(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    if isinstance(value, bool | int | float | str):
        return json.dumps(value, ensure_ascii=False).replace("NaN", "nan")
    return str(value.isoformat())


def toml(table: Mapping[str, Any]) -> str:
    """A file of these keys."""
    return "".join(f"{key} = {inline(value)}\n" for key, value in table.items())


def tables(value: Any, schema: Mapping[str, Any] = SCHEMA, place: tuple[str | int, ...] = ()) -> Iterator[Table]:
    """Each table in what a file states, the file itself first."""
    name, schema = _resolved(schema, value)
    if isinstance(value, list):
        for at, one in enumerate(value):
            yield from tables(one, schema.get("items", {}), (*place, at))
    if isinstance(value, Mapping):
        if "properties" in schema:
            yield Table(place, value, name, schema)
        for key, one in value.items():
            yield from tables(one, _under(key, schema), (*place, key))


class Value(NamedTuple):
    """One plain value of a file, or the name of an entry that is no key of ours (`named`): its place and what is known of it."""

    place: tuple[str | int, ...]
    stated: Any
    schema: Mapping[str, Any]
    named: bool = False


def values(value: Any, schema: Mapping[str, Any] = SCHEMA, place: tuple[str | int, ...] = ()) -> Iterator[Value]:
    """Each of them."""
    _, schema = _resolved(schema, value)
    if isinstance(value, Mapping):
        for key, one in value.items():
            if "propertyNames" in schema:
                yield Value((*place, key), one, _resolved(schema["propertyNames"], "")[1], named=True)
            yield from values(one, _under(key, schema), (*place, key))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from values(one, schema.get("items", {}), (*place, at))
    else:
        yield Value(place, value, schema)


def parts(schema: Mapping[str, Any] = SCHEMA) -> dict[str, Mapping[str, Any]]:
    """The parts of the schema that a file may use, by name; the whole has none."""
    found, waiting = dict[str, Mapping[str, Any]](), [("", schema)]
    while waiting:
        name, part = waiting.pop()
        if name not in found:
            found[name] = part
            waiting += [(one, SCHEMA["$defs"][one]) for one in _named({**part, "$defs": {}})]
    return found


def _under(key: str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is said of the value of a key, be it one of ours or the name of an entry."""
    return schema.get("properties", {}).get(key) or schema.get("additionalProperties") or {}


def _named(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for one in schema.values():
            yield from _named(one)
    if isinstance(schema, list):
        for one in schema:
            yield from _named(one)


def _resolved(schema: Mapping[str, Any], value: Any) -> tuple[str, Mapping[str, Any]]:
    """The part of the schema that is about a value, and its name."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return name, SCHEMA["$defs"][name]
    if "discriminator" in schema:
        mapping = schema["discriminator"]
        return _resolved({"$ref": mapping["mapping"][value[mapping["propertyName"]]]}, value)
    kinds = {Mapping: "object", list: "array", bool: "boolean", int: "integer", float: "number", str: "string"}
    wanted = next((kind for one, kind in kinds.items() if isinstance(value, one)), "string")
    for one in schema.get("anyOf", ()) if "properties" not in schema else ():
        name, found = _resolved(one, value)
        if wanted in (found.get("type"), type(found.get("const")).__name__.replace("str", "string")):
            return name, found
    return "", schema
