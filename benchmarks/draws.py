"""Random draws for many rows at once: places by share, answers by chance, and short lists from a vocabulary."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

UNKNOWN, YES, NO = range(3)


class Draws:
    """Columns of `rows` random values, one after the other from one generator."""

    def __init__(self, generator: np.random.Generator, rows: int) -> None:
        self.generator, self.rows = generator, rows

    def uniform(self) -> Floats:
        """Numbers from 0 to 1."""
        return self.generator.random(self.rows)

    def pick(self, shares: Sequence[float]) -> Ints:
        """Places 0..len(shares)-1, each as often as its share says."""
        ends = np.cumsum(shares)
        found = np.searchsorted(ends, self.uniform() * ends[-1], side="right")
        return np.asarray(found.clip(max=len(shares) - 1), dtype=np.int64)

    def between(self, least: int, most: int) -> Ints:
        """Whole numbers from `least` to `most`, all equally likely."""
        return self.generator.integers(least, most + 1, self.rows)

    def chances(self, yes_no: Floats) -> Ints:
        """An answer for each place of `yes_no` (rows, places, 2: chance of a yes, of a no): UNKNOWN, YES or NO."""
        drawn = self.generator.random(yes_no.shape[:2])
        said_no = drawn < yes_no.sum(axis=2)
        return np.where(drawn < yes_no[:, :, 0], YES, np.where(said_no, NO, UNKNOWN))

    def bits(self, chances: Sequence[float]) -> Ints:
        """A number in which bit i is set with chance i."""
        width = len(chances)
        return np.asarray((self.generator.random((self.rows, width)) < chances) @ (1 << np.arange(width)), dtype=np.int64)


class Lists:
    """A short list for each row: the first `lengths` of its picks, each once."""

    def __init__(self, codes: Sequence[str], picks: Ints, lengths: Ints) -> None:
        self.picks = picks
        self._codes, self._rows, self._lengths = codes, picks.tolist(), lengths.tolist()

    def of(self, row: int) -> tuple[str, ...]:
        """The list of a row."""
        codes = self._codes
        return tuple(dict.fromkeys([codes[pick] for pick in self._rows[row][: self._lengths[row]]]))


class Vocabulary:
    """Codes, the first the most popular: the share of the one at place r is 1 / (r + 3)."""

    FLATNESS: Final = 3

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(codes)
        self.place = {code: place for place, code in enumerate(self.codes)}
        self.shares = [1 / (place + self.FLATNESS) for place in range(len(self.codes))]

    def table(self, lists: Iterable[Iterable[str]]) -> "Table":
        """Short lists to draw from, a row each; of what is not in the vocabulary nothing is kept."""
        return Table([[self.place[code] for code in one if code in self.place] for one in lists])

    def some(self, draws: Draws, lengths: tuple[int, int], own: Sequence[tuple[float, "Table", Ints]]) -> Lists:
        """From `lengths[0]` to `lengths[1]` codes a row.

        own: chance, table, and which of its rows counts for each row here; what no table gives is picked by popularity.
        """
        columns = []
        for _ in range(lengths[1]):
            column, source = draws.pick(self.shares), draws.uniform()
            for chance, table, which in own:
                found = table.pick(draws, which)
                column = np.where((source >= 0) & (source < chance) & (found >= 0), found, column)
                source = source - chance
            columns.append(column)
        return Lists(self.codes, np.column_stack(columns), draws.between(*lengths))


class Table:
    """Rows of places of a vocabulary, of different lengths."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self._lengths = np.array([len(row) for row in rows], dtype=np.int64)
        self._places = np.full((len(rows), max(1, int(self._lengths.max()))), -1, dtype=np.int64)
        for at, row in enumerate(rows):
            self._places[at, : len(row)] = row

    def pick(self, draws: Draws, which: Ints) -> Ints:
        """One of the places in row `which` each, all equally likely; -1 where that row is empty."""
        column = (draws.uniform() * self._lengths[which]).astype(np.int64)
        return np.asarray(self._places[which, column], dtype=np.int64)
