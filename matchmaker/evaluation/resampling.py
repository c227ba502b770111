"""Confidence intervals by the paired bootstrap: projects are drawn again, each with all partners that were hidden in it."""

from dataclasses import dataclass

import numpy as np

from matchmaker.matching.population import Bools, Floats, Ints

BOUNDS = 0.025, 0.975
"""The interval that 95 of 100 resamples lie in."""


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much one ranker does better than another, and the interval of it; shares, not points."""

    mean: float
    low: float
    high: float


class Resampling:
    """Draws of projects, made once by the seed and shared by all comparisons, so that they are paired.

    Partners of one project stand or fall together: drawing rows instead would make the intervals too narrow.
    """

    def __init__(self, projects: Ints, draws: int, seed: int) -> None:
        """projects: for each hidden partner the number of its project; one at least."""
        asked, self._row = np.unique(projects, return_inverse=True)
        draw = np.random.default_rng((seed, len(asked)))
        self._times = draw.multinomial(len(asked), np.full(len(asked), 1.0 / len(asked)), draws).astype(np.float64)

    def difference(self, better: Floats, worse: Floats, among: Bools) -> Difference | None:
        """Of the means of two measures over the hidden partners `among`; None when there are none."""
        if not among.any():
            return None
        row = self._row[among]
        sums = np.bincount(row, (better - worse)[among], self._times.shape[1])
        counts = np.bincount(row, minlength=self._times.shape[1]).astype(np.float64)
        drawn = self._times @ counts
        means = (self._times @ sums)[drawn > 0] / drawn[drawn > 0]
        low, high = np.quantile(means, BOUNDS) if len(means) else (np.nan, np.nan)
        return Difference(float((better - worse)[among].mean()), float(low), float(high))
