"""From a mapping to a frozen pydantic model, or one sentence per mistake with the field it is about."""

from itertools import islice
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from matchmaker.errors import Invalid
from matchmaker.language import N_, Message, say
from matchmaker.programme.reading import kind_of, mistakes

LONGEST_NAME = 80
"""Characters of a field's name that a sentence repeats; ours are shorter."""
MOST_MISTAKES = 2000
"""Mistakes of one document that get a sentence."""
_NOT_A_DATE = N_("expected a date such as 2001-09-30")
_NOT_WHOLE = N_("expected a whole number")
_NOT_A_NUMBER = N_("expected a number, found %(found)s")
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
    "string_pattern_mismatch": N_("is not an id: expected small letters, digits, - and _"),
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
    "greater_than": N_("is too small: more than %(gt)s"),
    "greater_than_equal": N_("is too small: at least %(ge)s"),
    "less_than_equal": N_("is too large: at most %(le)s"),
}
"""Pydantic's kind of mistake -> our sentence."""
_NOTHING_SAID = frozenset(_SENTENCES[kind] for kind in ("missing", "too_short", "string_too_short"))


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
        for where, sentence in islice(mistakes(error, _SENTENCES), MOST_MISTAKES):
            problems.setdefault(".".join(str(part)[:LONGEST_NAME] for part in where), sentence)
        raise Invalid(problems) from None


def is_nothing_said(mistake: object) -> bool:
    """Whether a mistake is that nothing was given, or too little, where something is needed."""
    return isinstance(mistake, Message) and mistake.text in _NOTHING_SAID


def first_mistake(error: ValidationError) -> Message:
    """The first mistake that was found in a value, in words."""
    return next(sentence for _, sentence in mistakes(error, _SENTENCES))
