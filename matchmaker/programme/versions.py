"""The version of a call: a hash of everything its check depends on."""

import hashlib
import json
from datetime import datetime

from matchmaker.programme import classes, countries
from matchmaker.programme.calls import Call


def version(call: Call) -> str:
    """SHA-256, hexadecimal, over the call's data, its countries, and the regions, territories and actor classes it uses.

    Neither the order of keys nor comments nor the spelling of the file matter.
    """
    named = {*call.classes, *filter(None, [call.scoring.anchor_class])}
    facts = {
        "call": call.model_dump(exclude={"version"}),
        "classes": {name: classes.get(name).model_dump(include={"types", "flags"}) for name in named},
        "regions": {str(n): countries.REGIONS[n].countries for n in call.other_countries.regions if n in countries.REGIONS},
        "territories": dict(countries.TERRITORIES),
    }
    canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def _plain(value: object) -> object:
    """What JSON has no form for: a set as a sorted list, a moment in ISO 8601."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(value)
