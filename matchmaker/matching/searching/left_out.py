"""Upper bound of every consortium with somebody in it who was left out of a search.

Own values of partners count by their mean, and every other part of the score has a most that it can reach with so many
members, whoever they are. So once the candidates with the highest own values have been searched, a consortium with one of
the others in it has no more than the highest own value of those allows beside the highest of all.
"""

from collections.abc import Sequence
from typing import NamedTuple

from matchmaker.matching.score import Formula
from matchmaker.matching.task import Task


class _Size(NamedTuple):
    """So many suggested partners. others: the most that all but one bring together; parts: the most of all other parts, 0..1."""

    number: int
    others: float
    parts: float


class LeftOut:
    """Upper bounds for consortia with somebody left out, over all sizes asked for; own values are weighted, 0..1."""

    def __init__(self, task: Task, formula: Formula, included: float, highest: Sequence[float]) -> None:
        """Takes O(S) for S sizes, as each question does.

        included: own values of the partners asked for by name, together; highest: those of all others who may be suggested,
        falling, as many as there are places.
        """
        self._sizes = [
            _Size(number, included + sum(highest[: number - len(task.included) - 1]), _parts(task, formula, number))
            for number in task.partner_numbers
            if number > len(task.included)
        ]

    def bound(self, own: float) -> float:
        """Points (0..100) that no consortium exceeds in which somebody's own value is at most `own`; -inf if there is none."""
        return max((100.0 * ((one.others + own) / one.number + one.parts) for one in self._sizes), default=float("-inf"))

    def needed(self, points: float) -> float:
        """The least own value with which somebody can be in a consortium of so many points; inf if nobody can."""
        return min(((points / 100.0 - one.parts) * one.number - one.others for one in self._sizes), default=float("inf"))


def _parts(task: Task, formula: Formula, number: int) -> float:
    """What the parts that are not own values come to at most with so many suggested partners."""
    members = len(task.present) + number
    robustness = formula.weight("robustness") if members > task.composition.smallest else 0.0
    sectors = formula.weight("cross_sector") * formula.sectors(members)
    return formula.weight("expertise") + formula.weight("newcomers") + sectors + robustness
