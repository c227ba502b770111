"""An integer program in plain arrays, which every referee can read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

Terms = Mapping[int, float]
"""Variable -> its coefficient."""


@dataclass(slots=True)
class Program:
    """Maximise `constant` + what the variables bring; all are whole numbers from 0 to their `upper`; rows bound sums."""

    constant: float = 0.0
    gain: list[float] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rows: list[tuple[float, Terms, float]] = field(default_factory=list)

    def add(self, gain: float = 0.0, upper: int = 1) -> int:
        """A further variable."""
        self.gain.append(gain)
        self.upper.append(upper)
        return len(self.gain) - 1

    def between(self, low: float, some: Iterable[int], high: float) -> None:
        """A further row: low <= sum of these variables <= high."""
        self.rows.append((low, dict.fromkeys(some, 1.0), high))

    def at_most(self, some: Iterable[int], others: Iterable[int], more: float = 0.0, times: float = 1.0) -> None:
        """The sum of these variables is at most `times` the sum of the others, plus `more`."""
        terms: dict[int, float] = defaultdict(float)
        for one in some:
            terms[one] += 1.0
        for one in others:
            terms[one] -= times
        self.rows.append((-np.inf, terms, more))

    def save(self, path: Path) -> None:
        """Write it as numpy arrays, rows compressed."""
        np.savez(
            path,
            constant=np.array(self.constant),
            gain=np.array(self.gain),
            upper=np.array(self.upper, dtype=np.int64),
            low=np.array([low for low, _, _ in self.rows]),
            high=np.array([high for _, _, high in self.rows]),
            starts=np.cumsum([0, *(len(terms) for _, terms, _ in self.rows)]).astype(np.int32),
            columns=np.array([column for _, terms, _ in self.rows for column in terms], dtype=np.int32),
            values=np.array([value for _, terms, _ in self.rows for value in terms.values()]),
        )
