"""Invented past projects of the population: who knows whom, and who has done this before."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from matchmaker.demo.cast import cast
from matchmaker.demo.ingredients import read, trades
from matchmaker.demo.population import COUNTING, Invented

FIRST_YEAR, LAST_YEAR = 2015, 2025
ORGANISATIONS_PER_PROJECT = 9
"""So many organisations of the population for each past project."""


@dataclass(frozen=True, slots=True)
class InventedProject:
    """One past project; its members by id, the first coordinated."""

    key: str
    call: str
    year: int
    title: str
    topics: tuple[str, ...]
    members: tuple[str, ...]


def of_cast() -> list[InventedProject]:
    """The past projects of the organisations that have stories."""
    return [
        InventedProject(
            key=f"demo-past-{number}",
            call=told["call"],
            year=told["year"],
            title=told["title"],
            topics=tuple(told["topics"]),
            members=tuple(cast()[slug].facts.id for slug in told["members"]),
        )
        for number, told in enumerate(read("stories.toml")["past"])
    ]


def of_population(invented: Sequence[Invented], seed: int) -> list[InventedProject]:
    """Projects of three to six organisations from as many countries, mostly of one trade; newcomers are in none."""
    rng = Random(seed)
    told = read("openings.toml")["past"]
    by_trade: dict[str, list[Invented]] = defaultdict(list)
    for one in invented:
        if one.facts.newcomer is not True and one.facts.country in COUNTING:
            by_trade[one.trade].append(one)
    past = []
    for number in range(len(invented) // ORGANISATIONS_PER_PROJECT):
        trade = rng.choice(list(trades()))
        members = _members(by_trade[trade], rng)
        if len(members) >= 3:
            words = trades()[trade].words
            title = rng.choice(told["titles"]).format(words=words, Words=words[0].upper() + words[1:])
            topics = trades()[trade].topics[:2]
            year = rng.randint(FIRST_YEAR, LAST_YEAR)
            call = rng.choice([call for call in told["calls"] if ("KA2" in call and call[11:14] < "210") == (year < 2021)])
            past.append(
                InventedProject(f"demo-past-{number:05}", call, year, title, topics, tuple(one.facts.id for one in members))
            )
    return past


def _members(candidates: Sequence[Invented], rng: Random) -> list[Invented]:
    """A coordinator and partners, each from another country; early ones in the list know each other better."""
    leaders = [one for one in candidates if "coordinator" in one.facts.roles]
    if not leaders:
        return []
    members = [leaders[int(len(leaders) * rng.random() ** 2)]]
    for _ in range(rng.randint(2, 5) * 2):
        one = candidates[int(len(candidates) * rng.random() ** 1.5)]
        if one.facts.country not in {member.facts.country for member in members}:
            members.append(one)
    return members[:6]
