"""What the rules see of a member, and how members are counted for them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules see of a member: the country it counts under (None: not decided yet), and the classes it is in.

    counting: from a counting country. classes: a bit for each of `Composition.classes`.
    """

    country: str | None
    counting: bool
    classes: int


Needs = Mapping[int, int]
"""The bit of an actor class -> so many different members of it."""


def in_scope(member: Standing, scope: str) -> bool:
    """Whether a rule with that scope is about the member."""
    return scope == "all" or member.counting == (scope == "counting")


def scoped(members: Sequence[Standing], scope: str) -> Sequence[Standing]:
    """Those whom a rule with that scope is about."""
    return [member for member in members if in_scope(member, scope)]


def by_country(members: Iterable[Standing]) -> dict[str | None, list[Standing]]:
    """Members by the country they count under."""
    groups: dict[str | None, list[Standing]] = defaultdict(list)
    for member in members:
        groups[member.country].append(member)
    return groups


def conditions(needs: Needs) -> list[tuple[int, int]]:
    """Hall's conditions: every set of classes, as bits, and how many members in any of them it takes to fill their places."""
    sets = (chosen for size in range(1, len(needs) + 1) for chosen in combinations(needs, size))
    return [(sum(chosen), sum(needs[bit] for bit in chosen)) for chosen in sets]


def unfilled(needs: Needs, members: Sequence[Standing]) -> int:
    """Places that stay empty when different members fill as many as they can.

    By König and Hall: the largest assignment leaves as many places empty as the worst set of classes has more places
    than members that are in any of them.
    """
    counted = ((places, sum(1 for member in members if member.classes & either)) for either, places in conditions(needs))
    return max([0, *(places - fitting for places, fitting in counted)])


def lacking(groups: Iterable[Sequence[Standing]], needs: Needs, number: int) -> int:
    """Members missing so that in so many countries the places are filled; groups: of the members there are, one from each."""
    nearest = sorted(unfilled(needs, group) for group in groups)[:number]
    return sum(nearest) + (number - len(nearest)) * sum(needs.values())
