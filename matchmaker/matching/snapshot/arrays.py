"""Arrays as the matcher keeps them: their types, and rows of different lengths in one array."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Places = NDArray[np.int32]
"""Positions, or numbers for values: half as wide as `Ints`, because a population keeps many of them."""
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Ragged:
    """n rows one after the other in `items`; row i is `items[start[i]:start[i + 1]]`, so `start` has n + 1 entries."""

    start: NDArray[np.uint32]
    items: NDArray[Any]

    @staticmethod
    def of(lengths: Sequence[int] | Ints, items: NDArray[Any]) -> "Ragged":
        """Rows of these lengths."""
        start = np.zeros(len(lengths) + 1, dtype=np.uint32)
        np.cumsum(lengths, out=start[1:])
        return Ragged(start, items)

    @staticmethod
    def of_bytes(rows: Sequence[bytes]) -> "Ragged":
        """Texts, a byte an item."""
        return Ragged.of(list(map(len, rows)), np.frombuffer(b"".join(rows), dtype=np.uint8))

    @staticmethod
    def joined(parts: Sequence["Ragged"]) -> "Ragged":
        """The rows of all parts in order; at least one part."""
        return Ragged.of(np.concatenate([part.lengths for part in parts]), np.concatenate([part.items for part in parts]))

    @property
    def lengths(self) -> Ints:
        """Items of each row."""
        return np.asarray(np.diff(self.start.astype(np.int64)), dtype=np.int64)

    def row(self, at: int) -> NDArray[Any]:
        """One row, a view; `at` counts from 0."""
        return self.items[self.start[at] : self.start[at + 1]]

    def changed(self, size: int, rows: Mapping[int, NDArray[Any]]) -> "Ragged":
        """The first `size` rows with these in their places; `rows` holds every place from the present number of rows on."""
        there = len(self.start) - 1
        if size == there and all(np.array_equal(self.row(at), row) for at, row in rows.items()):
            return self
        lengths = np.zeros(size, dtype=np.int64)
        lengths[:there] = self.lengths[:size]
        pieces: list[NDArray[Any]] = []
        done = 0
        for at in sorted(rows):
            lengths[at] = len(rows[at])
            pieces += [self.items[self.start[min(done, there)] : self.start[min(at, there)]], rows[at]]
            done = at + 1
        pieces.append(self.items[self.start[min(done, there)] : self.start[min(size, there)]])
        return Ragged.of(lengths, np.concatenate(pieces))
