"""What each country brings of the places for actor classes that it is asked for, each place by a different member."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from matchmaker.eligibility.assignment import assign
from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.reading import country, is_in
from matchmaker.eligibility.wording import ids

Brought = dict[str, list[tuple[str, Member | None]]]
"""Country -> its places (an actor class each) and who fills them."""


def places(need: Mapping[str, int]) -> list[str]:
    """What is needed (class -> number) as places: an actor class for each organisation."""
    return [name for name, number in need.items() for _ in range(number)]


def brought(
    members: Sequence[Member], need: Mapping[str, int], need_in: Mapping[str, Mapping[str, int]] = MappingProxyType({})
) -> Brought:
    """For each country that a member is from, in order of code, as many places filled as can be.

    need_in: what some countries need instead.
    """
    codes = sorted({country(member) for member in members})
    asked = [(code, name) for code in codes for name in places(need_in.get(code, need))]

    def fits(place: tuple[str, str], member: Member) -> bool:
        return country(member) == place[0] and is_in(place[1], member)

    found: Brought = {}
    for (code, name), member in zip(asked, assign(asked, members, fits), strict=True):
        found.setdefault(code, []).append((name, member))
    return found


def nearest(some: Brought, number: int) -> Brought:
    """So many countries at most, those that lack least."""
    order = sorted(some, key=lambda code: (sum(member is None for _, member in some[code]), code))
    return {code: some[code] for code in order[:number]}


def complete(some: Brought) -> int:
    """How many countries lack nothing."""
    return sum(all(member for _, member in filled) for filled in some.values())


def empty(some: Brought) -> Iterator[tuple[str, str]]:
    """Country and class of each place that nobody fills."""
    return ((code, name) for code, filled in some.items() for name, member in filled if member is None)


def providers(some: Brought) -> dict[str, tuple[str, ...]]:
    """Country -> ids of those who fill its places."""
    return {code: ids(member for _, member in filled if member is not None) for code, filled in some.items()}
