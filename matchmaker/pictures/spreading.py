"""Round marks of one size side by side: each as near to its place as it can stand without lying on another."""

import math
from collections.abc import Iterator, Sequence
from itertools import count
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]


def spread(places: Sequence[Point], distance: float, low: Point, high: Point) -> list[Point]:
    """Where marks stand that belong to `places`: at least `distance` apart, within the rectangle from `low` to `high`.

    The first come first: a mark stands at its place unless an earlier one is too near, else at the nearest free point of
    rings around it. The same places always give the same answer. The rectangle must have room for them all.
    """
    taken: list[Point] = []
    for x, y in places:
        inside = min(max(x, low[0]), high[0]), min(max(y, low[1]), high[1])
        taken.append(next(spot for spot in _around(inside, distance / 4, low, high) if _is_free(spot, taken, distance)))
    return taken


def _around(place: Point, step: float, low: Point, high: Point) -> Iterator[Point]:
    """The place itself, then points around it within the rectangle, ring after ring, beginning beside it."""
    yield place
    for ring in count(1):
        for turn in range(6 * ring):
            angle = math.tau * turn / (6 * ring)
            x, y = place[0] + ring * step * math.cos(angle), place[1] + ring * step * math.sin(angle)
            if low[0] <= x <= high[0] and low[1] <= y <= high[1]:
                yield x, y


def _is_free(spot: Point, taken: Sequence[Point], distance: float) -> bool:
    return all(math.dist(spot, other) >= distance for other in taken)
