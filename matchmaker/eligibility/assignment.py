"""Who fills which place, when one organisation may fill one place only: the largest assignment there is.

Whoever is free takes a place first; then places are filled along augmenting paths (Kuhn 1955): a place takes a member from
another one that can be filled by somebody else. An assignment without such a path is the largest (Berge 1957). For the few
members and places of a consortium this costs less than importing a library would.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from matchmaker.eligibility.facts import Member

PlaceT = TypeVar("PlaceT")


def assign(places: Sequence[PlaceT], members: Sequence[Member], fits: Callable[[PlaceT, Member], bool]) -> list[Member | None]:
    """One member or None for each place, no member twice, as many places filled as can be.

    A place that stays empty would be filled by one more organisation that fits it.
    """
    fitting = [[number for number, member in enumerate(members) if fits(place, member)] for place in places]
    fills: dict[int, int] = {}  # place -> member
    taken: set[int] = set()
    for place, numbers in enumerate(fitting):
        free = next((number for number in numbers if number not in taken), None)
        if free is not None:
            fills[place] = free
            taken.add(free)
    for place in range(len(places)):
        if place not in fills:
            _augment(place, fitting, fills)
    return [members[fills[place]] if place in fills else None for place in range(len(places))]


def _augment(empty: int, fitting: Sequence[Sequence[int]], fills: dict[int, int]) -> None:
    """Fill a place by moving as few members as can be; nothing changes where no moves make room."""
    filled_by = {number: place for place, number in fills.items()}
    wanted_by: dict[int, int] = {}  # member -> the place that would take it
    reached = [empty]
    for place in reached:
        for number in fitting[place]:
            if number not in wanted_by:
                wanted_by[number] = place
                if number not in filled_by:
                    _move(number, wanted_by, fills, empty)
                    return
                reached.append(filled_by[number])


def _move(free: int, wanted_by: dict[int, int], fills: dict[int, int], empty: int) -> None:
    """Along the path that ends at a free member each place takes the member it wants, up to the place that was empty."""
    number, place = free, wanted_by[free]
    while place != empty:
        fills[place], number = number, fills[place]
        place = wanted_by[number]
    fills[place] = number
