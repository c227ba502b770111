"""A solution of the search; the best one so far is its *incumbent*."""

from dataclasses import dataclass

import numpy as np

CLOSE = 1e-9
"""A branch is cut when its bound is at most the score of the incumbent plus this."""


@dataclass(slots=True)
class Solution:
    """Suggested partners and coordinator as positions of the population, score 0..100, robustness 0..1; by default none."""

    score: float = -np.inf
    partners: tuple[int, ...] = ()
    coordinator: int | None = None
    robustness: float = 0.0

    @property
    def found(self) -> bool:
        """Whether there is one."""
        return self.score > -np.inf

    def beaten_by(self, points: float) -> bool:
        """Whether one worth so many points is better, beyond what rounding may do."""
        return points > self.score + CLOSE
