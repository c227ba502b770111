"""Sentences as JSON: what they say by name, what about by code, and how it reads in English."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from matchmaker.language import SOURCE, Either, Labelled, Message, render
from matchmaker.matching.saying.things import Thing
from matchmaker.matching.saying.wording import is_name, name_of

Saying = dict[str, Any]


def saying(message: Message) -> Saying:
    """id: the sentence's short name, else its English text with the places; arguments: what stands there; text: English."""
    arguments = {name: _argument(value) for name, value in message.args}
    return {"id": name_of(message) or message.text, "arguments": arguments, "text": render(message, SOURCE)}


def essence(value: Any) -> Any:
    """A saying, or an argument of one, without everything that is worded: texts, and the names of what has a code.

    A sentence without a short name is what stands in its places; a name without a code is all there is, and stays.
    """
    if isinstance(value, list | tuple):
        return [essence(one) for one in value]
    if not isinstance(value, Mapping):
        return value
    if value.keys() == {"label"}:
        return dict(value)
    if "text" in value and not is_name(value.get("id")):
        return {"arguments": essence(value.get("arguments"))}
    return {key: essence(one) for key, one in value.items() if key not in ("text", "label")}


def _argument(value: object) -> Any:
    plain: Any = value
    match value:
        case Message():
            plain = saying(value)
        case Thing():
            plain = {value.kind: value.code, "label": value.label(SOURCE)}
        case Either():
            plain = [_argument(one) for one in value.things]
        case Labelled():
            plain = {"label": value.label(SOURCE)}
        case tuple() | list():
            plain = [_argument(one) for one in value]
        case date():
            plain = value.isoformat()
        case bool() | int() | float() | None:
            pass
        case _:
            plain = str(value)
    return plain
