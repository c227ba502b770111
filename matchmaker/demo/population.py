"""The invented organisations: the same for the same seed and number, on every machine."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from anyascii import anyascii

from matchmaker.demo.ingredients import Area, Character, Place, areas, characters, tongue, trades
from matchmaker.demo.naming import Names
from matchmaker.inputs.organisations import Organisation
from matchmaker.programme import countries
from matchmaker.programme.types import sectors

COUNTING = countries.members(countries.LISTS["PC2021"])
"""The 33 programme countries of 2021 to 2026: only there has an organisation a Charter, or may it coordinate."""
FIRST_OID, FIRST_PIC = 90_000_001, 100_000_001
"""Invented numbers are easy to know: real OIDs begin with E1, real PICs with 8 or 9."""
OLDEST, NEWEST = date(1951, 1, 1), date(2026, 6, 30)

Thing = TypeVar("Thing", Area, Character)


@dataclass(frozen=True, slots=True)
class Invented:
    """An invented organisation: its facts, what it says about itself, and who answers for it."""

    facts: Organisation
    kind: str
    trade: str
    description: str
    contribution: str
    looking_for: str
    learners: int | None
    staff: int
    capacity: int | None
    contact: str
    email: str


def population(number: int, seed: int, names: Names | None = None) -> tuple[Invented, ...]:
    """So many organisations, their countries and types in the shares of the data."""
    rng = Random(seed)
    names = names or Names()
    where = _spread(areas(), number, rng)
    what = _spread(characters(), number, rng)
    pairs = zip(where, what, strict=True)
    return tuple(_invented(index, area, character, names, rng) for index, (area, character) in enumerate(pairs))


def _spread(things: Sequence[Thing], number: int, rng: Random) -> list[Thing]:
    """Each thing as often as its share says (largest remainders), in random order."""
    whole = sum(thing.share for thing in things)
    exact = [thing.share / whole * number for thing in things]
    counts = [int(value) for value in exact]
    by_remainder = sorted(range(len(things)), key=lambda at: (counts[at] - exact[at], at))
    for at in by_remainder[: number - sum(counts)]:
        counts[at] += 1
    spread = [thing for thing, count in zip(things, counts, strict=True) for _ in range(count)]
    rng.shuffle(spread)
    return spread


def _invented(index: int, area: Area, character: Character, names: Names, rng: Random) -> Invented:
    """One organisation, its text from the character, its trade from chance."""
    place = Place(area, rng.choice(area.towns))
    trade = rng.choice(list(trades()))
    name = names.give(character, place, trade, rng)
    size = rng.random() ** 2
    learners = _between(character.learners, size) if character.learners else None
    staff = _between(character.staff, size * rng.uniform(0.7, 1.0))
    said = {"words": trades()[trade].words, "town": place.town, "learners": learners, "staff": staff}
    said["companies"] = rng.randint(9, 90)
    host = f"{_slug(name)}-{index + 1}.example"
    facts = replace(
        _facts(place, character, trade, rng),
        id=f"demo-{index + 1:05}",
        name=name,
        oid=f"E{FIRST_OID + index}" if rng.random() < 0.85 else None,
        pic=str(FIRST_PIC + index) if rng.random() < 0.6 else None,
        website=f"https://www.{host}",
    )
    return Invented(
        facts=facts,
        kind=character.kind,
        trade=trade,
        description=rng.choice(character.tells).format(**said),
        contribution=rng.choice(character.contributes).format(**said),
        looking_for=rng.choice(character.looks_for).format(**said),
        learners=learners,
        staff=staff,
        capacity=rng.choice((None, 1, 2, 2, 3, 3, 4)),
        contact=rng.choice(tongue(area.tongue).people),
        email=f"contact@{host}",
    )


def _slug(name: str) -> str:
    """The name as a host would be called."""
    return re.sub("[^a-z0-9]+", "-", anyascii(name).lower())[:40].strip("-")


def _facts(place: Place, character: Character, trade: str, rng: Random) -> Organisation:
    """What the matcher works on; much is unknown, as in any register."""
    counting = place.area.country in COUNTING
    flags = _flags(character, rng, charter=counting)
    wanted = frozenset(code for code in character.adds if rng.random() < 0.4)
    says_trade = rng.random() < (0.93 if character.trained else 0.5)
    fields = trades()[trade].fields[: rng.choice((1, 1, 1, 2, 2))] if says_trade else ()
    roles = {"partner"}
    if counting and rng.random() < character.coordinator:
        roles.add("coordinator")
    if rng.random() < 0.2:
        roles.add("associated")
    return Organisation(
        id="",
        name="",
        country=place.area.country,
        type=character.type,
        sectors=sectors(character.type, flags, wanted)[0],
        fields=fields,
        priorities=_some([*character.priorities, *trades()[trade].priorities], 0, 2, rng),
        topics=_some([*character.topics, *(trades()[trade].topics if fields else ())], 1, 4, rng),
        expertise=_some(character.expertise, 1, 3, rng),
        languages=_languages(place.area, rng),
        roles=frozenset(roles),
        newcomer=_chance({True: character.newcomer, False: 0.9 - character.newcomer}, rng),
        responsiveness=round(rng.betavariate(5, 2), 2) if rng.random() < 0.7 else None,
        established=_established(character, rng),
        flags=flags,
        region=place.region,
        city=place.town,
    )


def _flags(character: Character, rng: Random, *, charter: bool) -> frozenset[str]:
    """What it is, and of the rest what it states or denies; a Charter is for programme countries only."""
    flags = set(character.always)
    for flag, (present, absent) in character.maybe.items():
        if flag == "eche" and not charter:
            continue
        said = _chance({True: present, False: absent}, rng)
        if said is not None:
            flags.add(flag if said else f"no_{flag}")
    return frozenset(flags)


def _chance(chances: dict[bool, float], rng: Random) -> bool | None:
    """Yes or no with these chances, else unknown."""
    drawn = rng.random()
    for answer, chance in chances.items():
        if drawn < chance:
            return answer
        drawn -= chance
    return None


def _some(codes: Sequence[str], least: int, most: int, rng: Random) -> tuple[str, ...]:
    """A few of the codes, each once."""
    different = list(dict.fromkeys(codes))
    return tuple(rng.sample(different, min(rng.randint(least, most), len(different))))


def _languages(area: Area, rng: Random) -> frozenset[str]:
    """The first language of the area, the second mostly, the others sometimes; a few say nothing."""
    if rng.random() < 0.05:
        return frozenset()
    chances = (1.0, 0.85, 0.3, 0.3)
    return frozenset(code for code, chance in zip(area.languages, chances, strict=False) if rng.random() < chance)


def _established(character: Character, rng: Random) -> date | None:
    """A founding date: firms and associations are younger, one in seven does not say."""
    if rng.random() < 0.14:
        return None
    span = (NEWEST - OLDEST).days
    young = character.names in {"firm", "ngo", "foundation"}
    return OLDEST + timedelta(days=int(span * (rng.random() ** (0.35 if young else 0.9))))


def _between(bounds: tuple[int, int], share: float) -> int:
    """The number at this share of the way from low to high, round when large."""
    low, high = bounds
    value = low + int((high - low) * share)
    return value if value < 100 else value // 10 * 10
