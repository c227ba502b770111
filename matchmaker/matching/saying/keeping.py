"""A sentence in plain JSON, to be said again later in any language: a thing with a name in each language keeps these names."""

from dataclasses import fields
from datetime import date
from typing import Any, ClassVar, Final

from matchmaker.language import LANGUAGES, Either, Labelled, Message
from matchmaker.matching.saying.things import Thing
from matchmaker.programme.statements import Labels

_RECORDS: Final[dict[str, type[Any]]] = {f"${one.__name__}": one for one in (Message, Thing, Either)}


class Word(Labels):
    """The names of a common word of a vocabulary."""

    is_common: ClassVar[bool] = True


def keep(thing: Any) -> Any:
    """JSON of a message or what stands in one; what is no JSON by itself is an object with one key that begins with `$`.

    Raises TypeError for what no sentence of ours is about.
    """
    plain = thing
    match thing:
        case None | bool() | int() | float() | str():
            pass
        case tuple() | list():
            plain = [keep(one) for one in thing]
        case date():
            plain = {"$date": thing.isoformat()}
        case Message() | Thing() | Either():
            plain = {f"${type(thing).__name__}": {one.name: keep(getattr(thing, one.name)) for one in fields(thing)}}
        case Labelled():
            kind = "$word" if getattr(thing, "is_common", False) else "$labels"
            plain = {kind: {language: thing.label(language) for language in LANGUAGES}}
        case _:
            raise TypeError(f"cannot be kept: {type(thing).__name__}")
    return plain


def kept(plain: Any) -> Any:
    """What `keep` made the JSON of; lists come back as tuples. Raises whatever goes wrong where it is no such JSON."""
    if isinstance(plain, list):
        return tuple(kept(one) for one in plain)
    if not isinstance(plain, dict):
        return plain
    ((key, value),) = plain.items()
    match key:
        case "$date":
            return date.fromisoformat(value)
        case "$labels":
            return Labels.model_construct(**value)
        case "$word":
            return Word.model_construct(**value)
        case _:
            return _RECORDS[key](**{name: kept(one) for name, one in value.items()})
