"""What a person types into a form: lists of codes, numbers, addresses; nothing typed is nothing said."""

import re
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, FailFast, Field, model_validator

from matchmaker.inputs.parsing import Input
from matchmaker.inputs.particulars import Slug
from matchmaker.inputs.texts import Code, as_line, stripped
from matchmaker.language import N_, say

T = TypeVar("T")
LONGEST_LIST = 100
LONGEST_ADDRESS = 300
MOST_COUNTRIES = 260
"""Of a list of countries: more than there are."""
MOST_EXPERTISE = 30
"""Kinds of expertise that one idea asks for: the search keeps who offers what in a machine word."""
_HOST = re.compile(r"(?!-)[^\s/?#@:\\<>\"']+\.[^\s/?#@:\\<>\"'.]{2,}")


class Form(Input):
    """An input that a person types: what is left empty was not said, in lists too."""

    @model_validator(mode="before")
    @classmethod
    def _empty_is_not_said(cls, document: object) -> object:
        if not isinstance(document, dict):
            return document
        return {key: _without_empty(value) for key, value in document.items() if not _is_empty(value)}


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _without_empty(value: object) -> object:
    return [item for item in value if not _is_empty(item)] if isinstance(value, list | tuple) else value


def _whole(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError(say(N_("expected a whole number")))
    if isinstance(value, str) and not re.fullmatch(r"[+-]?\d{1,12}", value.strip()):
        raise ValueError(say(N_("expected a whole number")))
    return value


Whole = Annotated[int, BeforeValidator(_whole)]
"""A whole number, as a number or in digits."""


def _listed(value: object) -> object:
    """A list without repetitions; a text is read as one entry or several, separated by `;` or commas."""
    if isinstance(value, str):
        value = [part.strip() for part in re.split(r"[;,]", value) if part.strip()]
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return tuple(dict.fromkeys(item.strip() for item in value))
    return value


def once(values: tuple[T, ...]) -> tuple[T, ...]:
    """Each value once, where it stands first."""
    return tuple(dict.fromkeys(values))


def listed(most: int) -> tuple[object, ...]:
    """For `Annotated[tuple[..., ...], *listed(n)]`: at most n codes, each once, also where two spellings mean one (EL and GR).

    The first mistake ends it: nobody reads a hundred, and to say what comes near takes long.
    """
    return FailFast(), Field(max_length=most), BeforeValidator(_listed), AfterValidator(once)


Listed = listed(LONGEST_LIST)
Codes = Annotated[tuple[Code, ...], *Listed]
Slugs = Annotated[tuple[Slug, ...], *Listed]
"""Topics or expertise: those outside our vocabulary are kept as written."""


def _website(value: object) -> object:
    """An address on the web. A bare `www.school.eu` is completed; anything but http and https is refused."""
    text = stripped(value)
    if text is None:
        return value
    address = as_line(text)
    address = address if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)", address) else f"https://{address.removeprefix('//')}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        bad_port = parts.port == 0
    except ValueError:
        host, bad_port = "", True
    if bad_port or parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or parts.username is not None:
        raise ValueError(say(N_("expected the address of a website, for example https://www.school.eu")))
    return address


Website = Annotated[str, Field(max_length=LONGEST_ADDRESS), BeforeValidator(_website)]
