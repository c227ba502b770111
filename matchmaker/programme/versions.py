"""The version of a call: a hash of everything its check depends on."""

import hashlib
import json
from datetime import date
from typing import Final

from matchmaker.programme import classes, countries, reading
from matchmaker.programme.assessment import ELEMENTS
from matchmaker.programme.calls import Call

EARLIER: Final = reading.table(reading.DATA / "versions.toml")
"""Call -> versions under which it was known before and had the same rules."""
_OF_CLASS: Final = {"types", "flags", "need", "open_types", "denied_by"}
"""What of an actor class decides who is in it."""
_BESIDE: Final = {"version", "confirmations", "seen_in"}
"""What of a call is no rule of it."""


def version(call: Call) -> str:
    """SHA-256, hexadecimal, over the call's data and what it uses of others: countries, regions, territories, classes, elements.

    Neither the order of keys nor comments nor the spelling of the file matter, nor a key that says what it says when it is
    left out: calls keep their versions when a key is added that they do not use.
    """
    named = {*call.classes, *filter(None, [call.scoring.anchor_class])}
    named_regions = {
        *call.other_countries.regions,
        *(one for each in call.each_variant for rule in each.rules for one in rule.regions),
    }
    carried = countries.regions(call.year)
    facts = {
        "call": call.model_dump(exclude=_BESIDE, exclude_defaults=True),
        "classes": {name: classes.get(name).model_dump(include=_OF_CLASS, exclude_defaults=True) for name in named},
        "regions": {n: carried[n].countries for n in named_regions if n in carried},
        "territories": dict(countries.TERRITORIES),
    }
    if call.assessment:
        named = {one for one in call.assessment.elements if one in ELEMENTS}
        facts["support"] = {one: ELEMENTS[one].support.model_dump() for one in named}
    canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def is_of(call: Call, known: object) -> bool:
    """Whether something was made under the rules of the call as they are now; known: the version it was made under."""
    return known == call.version or known in EARLIER.get(call.id, ())


def _plain(value: object) -> object:
    """What JSON has no form for: a set as a sorted list, a date or moment in ISO 8601."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)
