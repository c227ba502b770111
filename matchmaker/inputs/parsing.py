"""From a mapping to a frozen pydantic model, or one sentence per mistake with the field it is about."""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from matchmaker.errors import Invalid
from matchmaker.language import N_, Message, say

LONGEST_NAME = 80
"""Characters of a field's name that a sentence repeats; ours are shorter."""
MOST_MISTAKES = 2000
"""Mistakes of one document that get a sentence."""
_NOT_A_DATE = N_("expected a date such as 2001-09-30")
_NOT_WHOLE = N_("expected a whole number")
_NOT_A_NUMBER = N_("expected a number, found %(given)s")
_NOT_A_LIST = N_("expected a list, found %(found)s")
_NOT_AN_OBJECT = N_("expected an object with named fields, found %(found)s")
_NOT_YES_OR_NO = N_("expected true or false")
_NOT_ONE_OF = N_("expected one of: %(expected)s")
_SENTENCES = {
    "missing": N_("is missing"),
    "extra_forbidden": N_("is not a field we know"),
    "string_type": N_("expected text, found %(found)s"),
    "string_unicode": N_("contains a character that cannot be shown"),
    "string_too_short": N_("is empty or too short (at least %(n)s characters)"),
    "string_too_long": N_("is too long (at most %(n)s characters)"),
    "literal_error": _NOT_ONE_OF,
    "enum": _NOT_ONE_OF,
    "date_from_datetime_parsing": _NOT_A_DATE,
    "date_parsing": _NOT_A_DATE,
    "date_type": _NOT_A_DATE,
    "date_from_datetime_inexact": _NOT_A_DATE,
    "int_parsing": _NOT_WHOLE,
    "int_type": _NOT_WHOLE,
    "int_from_float": _NOT_WHOLE,
    "float_type": _NOT_A_NUMBER,
    "float_parsing": _NOT_A_NUMBER,
    "finite_number": _NOT_A_NUMBER,
    "list_type": _NOT_A_LIST,
    "tuple_type": _NOT_A_LIST,
    "set_type": _NOT_A_LIST,
    "frozen_set_type": _NOT_A_LIST,
    "model_type": _NOT_AN_OBJECT,
    "dict_type": _NOT_AN_OBJECT,
    "model_attributes_type": _NOT_AN_OBJECT,
    "bool_parsing": _NOT_YES_OR_NO,
    "bool_type": _NOT_YES_OR_NO,
    "too_short": N_("needs at least %(n)s"),
    "too_long": N_("has too many entries (at most %(n)s)"),
    "greater_than_equal": N_("is too small: at least %(ge)s"),
    "less_than_equal": N_("is too large: at most %(le)s"),
}
"""Pydantic's kind of error -> our sentence; a kind that is not here keeps pydantic's own."""


class Input(BaseModel):
    """A parsed input: immutable, strings stripped, keys it does not know are a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


ModelT = TypeVar("ModelT", bound=BaseModel)


def parse(model: type[ModelT], document: object, what: str = "") -> ModelT:
    """`document` as `model`. Raises `Invalid` with dotted field paths (`members.2.country`); `what` names the whole."""
    if not isinstance(document, dict):
        raise Invalid({what: say(_NOT_AN_OBJECT, found=kind_of(document))})
    try:
        return model.model_validate(document)
    except ValidationError as error:
        problems: dict[str, object] = {}
        for item in error.errors(include_url=False)[:MOST_MISTAKES]:
            problems.setdefault(
                ".".join(str(part)[:LONGEST_NAME] for part in item["loc"]),
                _sentence(item["type"], item["msg"], item.get("ctx", {}), item["input"]),
            )
        raise Invalid(problems) from None


def _sentence(kind: str, text: str, context: dict[str, object], given: object) -> Message:
    """A pydantic error in words a person can act on; our own validators raise ValueError with a Message or a text."""
    cause = context.get("error")
    if isinstance(cause, ValueError) and cause.args:
        return cause.args[0] if isinstance(cause.args[0], Message) else Message(str(cause.args[0]))
    sentence = _SENTENCES.get(kind)
    if sentence is None:
        return Message(text)
    places = {
        "found": kind_of(given),
        "given": kind_of(given),
        "expected": context.get("expected"),
        "ge": context.get("ge"),
        "le": context.get("le"),
        "n": context.get("min_length", context.get("max_length")),
    }
    return say(sentence, **{name: value for name, value in places.items() if f"%({name})s" in sentence})


def kind_of(value: object) -> str:
    """What JSON calls the kind of value that was given."""
    names = {
        dict: "an object",
        list: "a list",
        str: "text",
        bool: "true/false",
        int: "a number",
        float: "a number",
        type(None): "nothing",
    }
    return names.get(type(value), type(value).__name__)
