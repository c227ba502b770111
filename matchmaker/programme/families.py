"""Families of actions: in which of them support was received decides who is a newcomer, and who is less experienced."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Annotated, Final

from pydantic import Field

from matchmaker.programme import reading
from matchmaker.programme.calls import Call
from matchmaker.programme.statements import Named, Slug, Sourced, Text

LAST_YEARS: Final = 7
LITTLE: Final = 2
"""Less experienced: supported at most so often in the last years (glossary of the Programme Guide)."""


class Family(Named, Sourced):
    """Actions that count together, one after the other in time.

    actions: their codes as they stand in a call or in the id of a project; names: what the Commission calls them.
    """

    slug: Slug
    actions: Annotated[tuple[Text, ...], Field(min_length=1)]
    names: tuple[Text, ...]


FAMILIES: Mapping[str, Family] = reading.shipped("families", Family, "slug")

PLACES: Final[Mapping[str, int]] = {slug: place for place, slug in enumerate(FAMILIES)}
"""Family -> its number."""


def of_call(call: Call) -> Family | None:
    """The family of a call of the guide, None for one whose action is in none."""
    return _named(f"{call.action}-{call.field}")


def of_project(call: str, key: str = "") -> Family | None:
    """The family of a past project by the call it names, else by its id; None when neither names an action of ours."""
    return _named(call) or _coded(key)


@lru_cache(maxsize=4096)
def _named(text: str) -> Family | None:
    """By a code, else by the longest name that stands there; kept, since calls are few and name many projects each."""
    small = text.casefold()
    by_name = ((len(name), family) for family in FAMILIES.values() for name in family.names if name in small)
    return _coded(text) or max(by_name, key=lambda found: found[0], default=(0, None))[1]


def _coded(text: str) -> Family | None:
    found = _codes().search(text.upper())
    return _by_code()[found.group()] if found else None


@cache
def _by_code() -> Mapping[str, Family]:
    return {code: family for family in FAMILIES.values() for code in family.actions}


@cache
def _codes() -> re.Pattern[str]:
    """Any of the codes, not as a part of a longer word."""
    return re.compile(rf"(?<![A-Z0-9])(?:{'|'.join(map(re.escape, _by_code()))})(?![A-Z0-9])")
