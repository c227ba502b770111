"""How well a hidden partner was found: recall within the first k, and the mean reciprocal rank.

Organisations with equal scores stand in no order, so each measure is its mean over all orders of the equal ones: a ranker that
cannot tell gains nothing by luck, and nothing depends on the order of a file.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from matchmaker.matching.population import Floats, Ints

DEPTHS: Final = (1, 10, 50)
MRR: Final = "MRR"
MEASURES: Final = (*(f"recall@{depth}" for depth in DEPTHS), MRR)


@dataclass(frozen=True, slots=True)
class Places:
    """Where hidden partners stood: how many stood ahead, and how many, itself included, stood level."""

    ahead: Ints
    level: Ints

    def of(self, measure: str) -> Floats:
        """The measure for each of them, 0..1."""
        if measure == MRR:
            harmonic = _harmonic(int((self.ahead + self.level).max(initial=0)))
            return np.asarray((harmonic[self.ahead + self.level] - harmonic[self.ahead]) / self.level, dtype=np.float64)
        depth = int(measure.removeprefix("recall@"))
        return np.asarray(np.clip((depth - self.ahead) / self.level, 0.0, 1.0), dtype=np.float64)


@lru_cache(maxsize=8)
def _harmonic(n: int) -> Floats:
    """1 + 1/2 + ... + 1/i for each i from 0 to n."""
    return np.concatenate([[0.0], np.cumsum(1.0 / np.arange(1, n + 1))])
