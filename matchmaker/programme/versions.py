"""The version of a call: a hash of everything its check depends on."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from matchmaker.programme import classes, countries
from matchmaker.programme.calls import Call
from matchmaker.programme.rules import CountClass, CountryBundles, DisjointCover, EachCountryHas, Rule


def version(call: Call) -> str:
    """SHA-256, hexadecimal, over the call's data, its countries, and the regions, territories and actor classes it uses.

    Neither the order of keys nor comments nor the spelling of the file matter.
    """
    facts = {
        "call": call.model_dump(exclude={"version"}),
        "classes": {name: classes.get(name).model_dump(include={"types", "flags"}) for name in _classes(call)},
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


def _classes(call: Call) -> set[str]:
    """The actor classes the call refers to."""
    named = {name for rule in call.rules for name in _counted(rule)}
    named.update(call.coordinator.classes, call.coordinator.not_classes, (item.if_class for item in call.declarations))
    if call.member_types:
        named.add(call.member_types.actor_class)
    if call.forbidden_classes:
        named.update(call.forbidden_classes.classes)
    if call.scoring.anchor_class:
        named.add(call.scoring.anchor_class)
    return named


def _counted(rule: Rule) -> Iterable[str]:
    """The actor classes a rule counts."""
    match rule:
        case CountClass():
            return (rule.actor_class,)
        case EachCountryHas():
            return rule.need
        case DisjointCover():
            return rule.needs
        case CountryBundles():
            return {name for bundle in rule.bundles for name in bundle.need}
        case _:
            return ()
