"""A call in plain JSON, as it is kept once it was in force, and read again."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from matchmaker.programme.calls import Call


class Unreadable(ValueError):
    """A kept call that another version of this software wrote."""


def keep(call: Call) -> dict[str, Any]:
    """What the call states, its countries and its version worked out; nothing that says what it says when it is left out."""
    return call.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def kept(document: Mapping[str, Any]) -> Call:
    """The call that `keep` made the document of, under the version it had then. Raises `Unreadable`."""
    try:
        return Call.model_validate(document)
    except ValidationError as error:
        raise Unreadable(str(error)) from error
