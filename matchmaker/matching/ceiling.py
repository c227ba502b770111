"""The most that a number of candidates can bring: own values and coverage, bounded together.

What candidates cover is at most any of several sums (`Coverage.cuts`), so it is at most any mixture of them. A mixture gives
each candidate points of its own, and those with the most points, group by group of a demand, give a bound. Round by round
the mixture moves towards the sums that are lowest for just those candidates, as far as it takes to come down to what is
enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.coverage import Cuts
from matchmaker.matching.demands import Slots
from matchmaker.matching.population import Floats, Ints

ROUNDS = 10
LONGEST_STEP = 0.5
EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Ceiling:
    """No so many candidates that meet the demands bring more than `bound`; with a candidate among them, than its `with_each`."""

    bound: float
    with_each: Floats


def ceiling(own: Floats, of: Ints, demands: Sequence[Sequence[Slots]], cuts: tuple[Cuts, Cuts], enough: float) -> Ceiling:
    """The lowest ceiling found.

    own: points of each candidate; of: its row in the cuts (of sectors, where the last but one is the target alone, and of
    expertise). demands: each must be met; enough: a bound at most this need not be lowered.
    """
    sectors, expertise = cuts
    by_sort, constant = np.zeros(len(sectors.by_sort)), float(sectors.constant[-2] + expertise.constant.sum())
    best = np.inf
    mixture = own, constant
    for _ in range(ROUNDS):
        points = own + by_sort[of]
        highest = min((_highest(points, slots) for slots in demands), key=lambda found: found[0])
        bound = constant + highest[0]
        if bound < best:
            best, mixture = bound, (points, constant)
        sitting = of[highest[1]]
        cut = int((sectors.by_sort[sitting].sum(axis=0) + sectors.constant).argmin())
        offered = (expertise.by_sort[sitting] > 0).any(axis=0)
        towards = sectors.by_sort[:, cut] + expertise.by_sort[:, ~offered].sum(axis=1)
        lower = float(sectors.constant[cut] + expertise.constant[offered].sum())
        # What those candidates really bring: for them the mixture comes down to it at most.
        over = bound - lower - float((own[highest[1]] + towards[sitting]).sum())
        if bound <= enough or over <= EXACT:
            break
        step = min(LONGEST_STEP, (bound - enough) / over)
        by_sort, constant = by_sort + step * (towards - by_sort), constant + step * (lower - constant)
    points, constant = mixture
    return Ceiling(best, constant + np.min([_with_each(points, slots) for slots in demands], axis=0))


def _highest(points: Floats, demand: Sequence[Slots]) -> tuple[float, Ints]:
    """The candidates with the most points in each group of a demand, one after the other, and the sum of their points."""
    found = [_top(points, slots) for slots in demand]
    some = np.concatenate(found)
    return float(points[some].sum()), some


def _with_each(points: Floats, demand: Sequence[Slots]) -> Floats:
    """For each candidate the highest sum with it: in the group where it costs least it takes the place of the lowest."""
    loss = np.full(len(points), -np.inf)
    total = 0.0
    for slots in demand:
        top = points[_top(points, slots)]
        total += float(top.sum())
        here = slots.candidates
        loss[here] = np.maximum(loss[here], np.minimum(0.0, points[here] - top.min()))
    return total + loss


def _top(points: Floats, slots: Slots) -> Ints:
    return slots.candidates[np.argpartition(points[slots.candidates], -slots.number)[-slots.number :]]
