"""Read a TOML file of the programme: frozen models out, or one clear sentence per mistake with file and dotted key."""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import AfterValidator, BaseModel, Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from matchmaker import files
from matchmaker.errors import Invalid
from matchmaker.language import N_, Either, Message, say
from matchmaker.programme import tables

ModelT = TypeVar("ModelT", bound=BaseModel)
Place = tuple[str | int, ...]
"""Where in a file, as pydantic names it."""

LONGEST_CODE = 80
"""Characters of a code that is looked for in a vocabulary; ours are shorter."""
DATA = Path(__file__).parent / "data"
MAX_TABLE = 1_000_000
"""Bytes of one file; the longest of ours have some thousands."""
_OUT_OF_RANGE = N_("%(given)s is out of range: expected a number that is %(bound)s")
SENTENCES = {
    "missing": N_("is missing"),
    "extra_forbidden": N_("is not a key we know; expected %(keys)s"),
    "string_type": N_("expected text in quotes, found %(given)s"),
    "string_too_short": N_("is empty"),
    "string_too_long": N_("is too long (at most %(n)s characters)"),
    "string_pattern_mismatch": N_("%(given)s is not of the form expected here (one line; an id has small letters, digits and -)"),
    "int_type": N_("expected a whole number, found %(given)s"),
    "float_type": N_("expected a number, found %(given)s"),
    "float_parsing": N_("expected a number, found %(given)s"),
    "finite_number": N_("expected a number, found %(given)s"),
    "bool_type": N_("expected true or false, found %(given)s"),
    "bool_parsing": N_("expected true or false, found %(given)s"),
    "literal_error": N_("%(given)s is not known; expected one of: %(expected)s"),
    "union_tag_invalid": N_("%(given)s is not a kind of rule; expected one of: %(expected_tags)s"),
    "union_tag_not_found": N_("a rule says with `check` what kind it is"),
    "tuple_type": N_("expected a list in [ ], found %(given)s"),
    "frozen_set_type": N_("expected a list in [ ], found %(given)s"),
    "dict_type": N_("expected a table, found %(given)s"),
    "model_type": N_("expected a table, found %(given)s"),
    "model_attributes_type": N_("expected a table, found %(given)s"),
    "too_short": N_("has too few items (at least %(n)s)"),
    "greater_than_equal": _OUT_OF_RANGE,
    "less_than_equal": _OUT_OF_RANGE,
}
"""Pydantic's kind of mistake -> our sentence."""
UNEXPECTED = N_("is not what is expected here")
"""Said of a mistake of any other kind: pydantic's own words are English, and for programmers."""
_KINDS = {
    dict: N_("an object"),
    list: N_("a list"),
    str: N_("text"),
    bool: N_("true/false"),
    int: N_("a number"),
    float: N_("a number"),
    type(None): N_("nothing"),
}


def table(path: Path) -> dict[str, Any]:
    """The TOML table in a file. Raises `Invalid` with the file's name when it cannot be read, is not UTF-8 or not TOML."""
    try:
        return tomllib.loads(files.read(path, MAX_TABLE, path.name).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        text = N_("is not UTF-8 text (byte %(at)s): expected a file saved as UTF-8")
        raise Invalid({path.name: say(text, at=error.start)}) from None
    except (ValueError, RecursionError) as error:
        raise Invalid({path.name: say(N_("is not TOML: %(reason)s"), reason=error)}) from None


def parse(model: type[ModelT], stated: object, file: str, key: str = "") -> ModelT:
    """`stated` as `model`. Raises `Invalid`; its keys read `file.toml: dotted.key`, the dotted key beginning with `key`."""
    try:
        return model.model_validate(stated)
    except ValidationError as error:
        problems: dict[str, object] = {}
        for found, sentence in mistakes(error, SENTENCES, lambda where: tables.keys(model, where)):
            problems.setdefault(place(file, (key, *found)), sentence)
        raise Invalid(problems) from None


def mistakes(
    error: ValidationError, sentences: Mapping[str, str], keys: Callable[[Place], Collection[str]] | None = None
) -> Iterator[tuple[Place, Message]]:
    """Where and what, for each mistake pydantic found; a list is not also "too short" because of what is wrong in it.

    sentences: pydantic's kind of mistake -> ours; a kind that is not there is `UNEXPECTED`. keys: those that a table may have;
    one that is misspelt is then not also missing.
    """
    found = error.errors(include_url=False)
    outer = {one["loc"][:length] for one in found for length in range(len(one["loc"]))}
    unknown = {one["loc"]: tuple(keys(one["loc"][:-1])) for one in found if keys and one["type"] == "extra_forbidden"}
    misspelt = {where: tables.meant(str(where[-1]), known) for where, known in unknown.items()}
    told = {(*where[:-1], key) for where, key in misspelt.items()}
    for one in found:
        where, kind = one["loc"], one["type"]
        if (kind == "too_short" and where in outer) or (kind == "missing" and where in told):
            continue
        expected = misspelt.get(where) or ", ".join(unknown.get(where, ()))
        yield where, _sentence(one, sentences, expected)


def place(file: str, key: Iterable[str | int]) -> str:
    """`file.toml: dotted.key`. A rule's kind and pydantic's mark for a key of a table are no part of the key."""
    parts = [str(part) for part in key if part not in {"", "[key]"}]
    for start in (0, 2):
        if parts[start : start + 1] == ["rules"] and (start == 0 or parts[0] == "variants"):
            del parts[start + 2 : start + 3]
    return f"{file}: {'.'.join(parts)}" if parts else file


def shipped(name: str, model: type[ModelT], key: str) -> Mapping[str, ModelT]:
    """A data file of ours in its order: each top-level table is one `model`, its name goes into the field `key`."""
    file = DATA / f"{name}.toml"
    return entries(file.name, table(file), model, key)


def entries(file: str, tables: Mapping[str, dict[str, Any]], model: type[ModelT], key: str) -> Mapping[str, ModelT]:
    """Each of `tables` as one `model`, in their order; its name goes into the field `key`."""
    return MappingProxyType({name: parse(model, {key: name, **stated}, file, name) for name, stated in tables.items()})


def with_nearest(said: Message, name: str, known: Collection[str]) -> Message:
    """That something is not there, with up to three names of such things that look like it."""
    near = tables.nearest(name, known)
    return say(N_("%(said)s; the nearest: %(near)s"), said=said, near=", ".join(near)) if near else said


def one_of(known: Mapping[str, object], what: str) -> tuple[FieldInfo, AfterValidator]:
    """For `Annotated[str, *one_of(...)]`: refers to one of `known`; `what` names such a thing in the sentence ("a flag")."""

    def check(name: str) -> str:
        if name not in known:
            near = get_close_matches(name[:60], known, cutoff=0.5) or list(known)[:3]
            text = N_("“%(name)s” is not %(what)s we know; expected for example %(near)s")
            raise ValueError(say(text, name=name[:60], what=say(what), near=", ".join(near)))
        return name

    return Field(max_length=LONGEST_CODE, json_schema_extra={"enum": list(known)}), AfterValidator(check)


def _sentence(item: ErrorDetails, sentences: Mapping[str, str], keys: str) -> Message:
    """A mistake in words that say what was expected; our own validators raise ValueError with a message or a text."""
    context = item.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, ValueError) and cause.args:
        return cause.args[0] if isinstance(cause.args[0], Message) else Message(str(cause.args[0]))
    sentence = sentences.get(item["type"])
    if sentence is None:
        return say(UNEXPECTED)
    given = item["input"]
    if item["type"] == "union_tag_invalid":
        given = given[context["discriminator"].strip("'")]
    places = {
        **context,
        "given": _shown(given),
        "found": kind_of(item["input"]),
        "bound": _bound(context),
        "n": context.get("min_length", context.get("max_length")),
        "expected": Either(tuple(re.split(", | or ", _as_stated(context.get("expected", ""))))),
        "keys": keys,
    }
    return say(sentence, **{name: value for name, value in places.items() if f"%({name})s" in sentence})


def _bound(context: Mapping[str, Any]) -> str:
    """The smallest or the largest number that is possible."""
    sign, number = ("≥", context["ge"]) if "ge" in context else ("≤", context.get("le"))
    return f"{sign} {number:g}" if isinstance(number, float) else f"{sign} {number}"


def kind_of(value: object) -> Message | str:
    """What JSON calls the kind of value that was given."""
    known = _KINDS.get(type(value))
    return say(known) if known else type(value).__name__


def _shown(value: object) -> object:
    """What was given, short and on one line, text in quotes."""
    if isinstance(value, dict | list | tuple):
        return say(N_("a table") if isinstance(value, dict) else N_("a list"))
    text = " ".join(str(value).split())[:60]
    return say(N_("“%(words)s”"), words=text) if isinstance(value, str) else _as_stated(text)


def _as_stated(text: str) -> str:
    """Python's yes and no as TOML has them."""
    return text.replace("True", "true").replace("False", "false")
