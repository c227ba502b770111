"""Small worlds under calls in doubt: rules that no source settles, and members from countries that may count or not."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from pydantic import TypeAdapter

from matchmaker.programme.calls import Call
from matchmaker.programme.conditions import OtherCountries
from matchmaker.programme.rules import Rule
from oracle.brute_force import World
from tests.matching.worlds import world

OPEN = ("GB", "CH")
RULES: Mapping[str, dict[str, Any]] = {
    "balance": {"check": "compare", "left": "orgs_counting", "op": ">=", "right": "orgs_other"},
    "few-inside": {"check": "compare", "left": "orgs_counting", "op": "<=", "right": "orgs_other"},
    "not-many": {"check": "count_orgs", "scope": "counting", "max": 2},
    "somebody-abroad": {"check": "count_orgs", "scope": "other", "min": 1},
    "provider": {"check": "count_class", "class": "vet_provider", "scope": "counting", "min": 2},
    "each-provides": {"check": "each_country_has", "scope": "counting", "need": {"vet_provider": 1}},
    "countries": {"check": "count_countries", "scope": "counting", "min": 3},
}
"""Among them some that a country breaks by counting, and some that it breaks by not counting."""
ABROAD = (
    {"allow": "all"},
    {"allow": "all"},
    {"allow": "none"},
    {"allow": "regions", "regions": ["2"]},
    {"allow": "regions", "regions": ["2", "14"]},
)


def doubtful(random: Random, call: Call, most: int = 2) -> Call:
    """The call with one of these rules or up to so many, settled or not, and with or without members from other countries."""
    abroad = OtherCountries(**random.choice(ABROAD), ev="K", source="drawn")
    drawn = [name for name in RULES if abroad.allow == "all" or name not in ("few-inside", "somebody-abroad")]
    stated = [
        TypeAdapter(Rule).validate_python(
            {"id": name, "ev": "K", "source": "drawn", "settled": random.random() < 0.5, **RULES[name]}
        )
        for name in random.sample(drawn, random.randint(1, most))
    ]
    kept = tuple(rule for rule in call.rules if random.random() < 0.5)
    return call.model_copy(update={"rules": (*kept, *stated), "other_countries": abroad})


def world_in_doubt(random: Random, size: int, share: float = 0.35, **wished: Any) -> World:
    """So many, by share, are from an open country; often one of them is there, or asked for by name or by country."""
    judge = world(random, "ka220-vet-2027", size, **wished)
    organisations = [
        replace(one, country=random.choice(OPEN)) if random.random() < (share if number else share / 2) else one
        for number, one in enumerate(judge.organisations)
    ]
    if judge.request.confirmed_only:
        # Next to nobody would be left otherwise.
        organisations = [replace(one, flags=one.flags - {"no_eche"} | {"eche"}) for one in organisations]
    request, others = judge.request, [one.id for one in organisations if one.id not in judge.request.members]
    changed: dict[str, Any] = {"size": request.size.model_copy(update={"min": 3, "max": 4})}
    if random.random() < share:
        changed["countries"] = request.countries.model_copy(update={"include": ("GB", "CH", "DE", "FR", "ES", "TR", "UA", "BR")})
    if random.random() < share:
        changed["include"] = tuple(random.sample(others, 1))
    return replace(
        judge,
        organisations=organisations,
        call=doubtful(random, judge.call, 1 if judge.request.confirmed_only else 2),
        request=request.model_copy(update=changed),
        _by_id={},
    )
