"""From a mapping to a frozen pydantic model, or one sentence per mistake with the field it is about."""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from matchmaker.errors import Invalid
from matchmaker.language import N_, Message, say


class Input(BaseModel):
    """A parsed input: immutable, strings stripped, keys it does not know are a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


ModelT = TypeVar("ModelT", bound=BaseModel)


def parse(model: type[ModelT], document: object, what: str = "") -> ModelT:
    """`document` as `model`. Raises `Invalid` with dotted field paths (`members.2.country`); `what` names the whole."""
    if not isinstance(document, dict):
        raise Invalid({what: say(N_("expected an object with named fields, found %(found)s"), found=_kind(document))})
    try:
        return model.model_validate(document)
    except ValidationError as error:
        problems: dict[str, object] = {}
        for item in error.errors(include_url=False):
            problems.setdefault(
                ".".join(str(part) for part in item["loc"]),
                _sentence(item["type"], item["msg"], item.get("ctx", {}), item["input"]),
            )
        raise Invalid(problems) from None


def _sentence(kind: str, text: str, context: dict[str, object], given: object) -> Message:
    """A pydantic error in words a person can act on; our own validators raise ValueError with a Message or a text."""
    cause = context.get("error")
    if isinstance(cause, ValueError) and cause.args:
        return cause.args[0] if isinstance(cause.args[0], Message) else Message(str(cause.args[0]))
    match kind:
        case "missing":
            return say(N_("is missing"))
        case "extra_forbidden":
            return say(N_("is not a field we know"))
        case "string_type":
            return say(N_("expected text, found %(found)s"), found=_kind(given))
        case "string_too_short":
            return say(N_("is empty or too short (at least %(n)s characters)"), n=context.get("min_length"))
        case "string_too_long":
            return say(N_("is too long (at most %(n)s characters)"), n=context.get("max_length"))
        case "literal_error" | "enum":
            return say(N_("expected one of: %(expected)s"), expected=context.get("expected"))
        case "date_from_datetime_parsing" | "date_parsing" | "date_type" | "date_from_datetime_inexact":
            return say(N_("expected a date such as 2001-09-30"))
        case "int_parsing" | "int_type" | "int_from_float":
            return say(N_("expected a whole number"))
        case "list_type" | "tuple_type" | "set_type" | "frozen_set_type":
            return say(N_("expected a list, found %(found)s"), found=_kind(given))
        case "model_type" | "dict_type" | "model_attributes_type":
            return say(N_("expected an object with named fields, found %(found)s"), found=_kind(given))
        case _:
            return Message(text)


def _kind(value: object) -> str:
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
