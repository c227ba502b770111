"""An answer as a document that can be kept and said again later, in any language, as it was."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Final, get_args, get_type_hints

from matchmaker.inputs.request import Request, Seat
from matchmaker.language import LANGUAGES, Either, Labelled
from matchmaker.matching.answers import Answer
from matchmaker.matching.saying.things import Thing
from matchmaker.programme.calls import Call
from matchmaker.programme.statements import Labels


def _dataclasses(hint: Any, found: dict[str, type[Any]]) -> dict[str, type[Any]]:
    """All dataclasses that a type is made of, by their names."""
    if is_dataclass(hint) and isinstance(hint, type) and hint.__name__ not in found:
        found[hint.__name__] = hint
        for inner in get_type_hints(hint).values():
            _dataclasses(inner, found)
    for inner in get_args(hint):
        _dataclasses(inner, found)
    return found


_RECORDS: Final = _dataclasses(tuple[Answer, Thing, Either], {})
_MODELS: Final[dict[str, type[Request] | type[Seat]]] = {one.__name__: one for one in (Request, Seat)}


class Unreadable(ValueError):
    """A kept answer that another version of this software wrote, or one about a call that is gone."""


def keep(answer: Answer) -> dict[str, Any]:
    """The answer in plain JSON. Its messages stay messages; a thing with names in each language keeps these names."""
    document: dict[str, Any] = _plain(answer)
    return document


def kept(document: object, call_of: Callable[[str], Call]) -> Answer:
    """The answer that `keep` made the document of. `call_of` gives the call of an id. Raises `Unreadable`."""
    try:
        answer = _thing(document, call_of)
    except Exception as error:  # whatever is missing, too much or of another kind
        raise Unreadable from error
    if not isinstance(answer, Answer):
        raise Unreadable
    return answer


def _plain(thing: Any) -> Any:
    """JSON of a thing; what is neither JSON nor text by itself is an object with one key that begins with `$`."""
    plain = thing
    match thing:
        case None | bool() | int() | float() | str():
            pass
        case tuple() | list():
            plain = [_plain(one) for one in thing]
        case frozenset():
            plain = {"$set": sorted(_plain(one) for one in thing)}
        case Mapping():
            plain = {"$map": {key: _plain(value) for key, value in thing.items()}}
        case date():
            plain = {"$date": thing.isoformat()}
        case Call():
            plain = {"$call": thing.id}
        case Request() | Seat():
            plain = {f"${type(thing).__name__}": thing.model_dump(mode="json", by_alias=True)}
        case _ if type(thing) in _RECORDS.values():
            plain = {f"${type(thing).__name__}": {one.name: _plain(getattr(thing, one.name)) for one in fields(thing)}}
        case Labelled():
            plain = {"$labels": {language: thing.label(language) for language in LANGUAGES}}
        case _:
            raise TypeError(f"cannot be kept: {type(thing).__name__}")
    return plain


def _thing(plain: Any, call_of: Callable[[str], Call]) -> Any:
    """What `_plain` made the JSON of; lists come back as tuples."""
    thing = plain
    if isinstance(plain, list):
        thing = tuple(_thing(one, call_of) for one in plain)
    elif isinstance(plain, dict):
        ((key, value),) = plain.items()
        match key.removeprefix("$"):
            case "set":
                thing = frozenset(value)
            case "map":
                thing = {name: _thing(one, call_of) for name, one in value.items()}
            case "date":
                thing = date.fromisoformat(value)
            case "call":
                thing = call_of(value)
            case "labels":
                thing = Labels.model_construct(**value)
            case name if name in _MODELS:
                thing = _MODELS[name].model_validate(value)
            case name:
                thing = _RECORDS[name](**{each: _thing(one, call_of) for each, one in value.items()})
    return thing
