"""Affinity in full: whom the past projects of those already there suggest, strangers included.

A partner `p` beside the members present `S`, with `n(x)` the number of past projects of `x`:

    affinity(p, S) = mean over m in S of (joint(m, p) + usual(m, p)) / (n(m) + 1)

`joint` counts the past projects of both, as the part `ties` of the score does (`matching/affinity.py`). `usual` is one more
project of `m`, as they are in its country: how many partners from p's country the projects of organisations of m's country had on
average, spread over p's country in proportion to `max(n(p), 1) + 1`. It orders those whom nobody present has worked with, and is
no part of the score. How the formula was chosen: docs/evaluation.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matchmaker.matching.affinity import OTHER_TOPICS
from matchmaker.matching.population import Floats, Ints

Matrix: TypeAlias = "sparse.csr_array[np.float64, tuple[int, int]]"

HEAD_START: Final = 1.0
"""Projects that each organisation has more when what is usual is spread; newcomers, counted as if they had one, keep a chance."""


@dataclass(frozen=True, slots=True)
class PastConsortium:
    """Who took part in one past project, as positions, each once; its topics (none = not stated)."""

    members: tuple[int, ...]
    topics: frozenset[str] = frozenset()


class Affinity:
    """The graph of organisations and past projects, ready to be asked; read-only and shared.

    projects: the past, in the order given. taking_part: the graph as a matrix, 1 where the project of the row had the
    organisation of the column. number: how many projects each organisation took part in. All columns have length `size`.
    """

    def __init__(self, country: Sequence[int] | NDArray[np.integer], projects: Iterable[PastConsortium]) -> None:
        """country: a number from 0 for each organisation, the same for those of one country."""
        self.projects = tuple(projects)
        self._country: Ints = np.asarray(country, dtype=np.int64)
        self.size = len(self._country)
        self.taking_part = _matrix(self.size, self.projects)
        self._of = _rows(self.taking_part.T)
        self.number: Ints = np.diff(self._of.indptr).astype(np.int64)
        places = (np.ones(self.size), (np.arange(self.size), self._country))
        countries = sparse.csr_array(places, shape=(self.size, int(self._country.max(initial=-1)) + 1))
        self._from_country = _rows(self.taking_part @ countries)
        self._of_country = _rows(self._from_country.T)
        self._on: dict[str, list[int]] = {}
        for row, project in enumerate(self.projects):
            for topic in project.topics:
                self._on.setdefault(topic, []).append(row)
        self._stated = np.array([bool(project.topics) for project in self.projects], dtype=bool)

    def shares(
        self, members: Sequence[int], topics: Iterable[str] = (), without: int | None = None, *, usual: bool = True
    ) -> Floats:
        """A row for each member, (joint + usual) / (n + 1), whose mean over the rows is the affinity: len(members) x size.

        topics: the idea's. without: the number of a past project that is left out of everything, as if it had never been.
        """
        asked = np.asarray(members, dtype=np.int64)
        weight, number = self.weight(frozenset(topics), without), self.numbers(without)
        rows = self.joint(members, weight)
        if usual:
            countries, which = np.unique(self._country[asked], return_inverse=True)
            rows += self._usual(countries, weight, number, without)[which]
            rows[np.arange(len(asked)), asked] = 0.0
        rows /= (number[asked] + 1.0)[:, None]
        return rows

    def joint(self, members: Sequence[int], weight: Floats) -> Floats:
        """How many projects each organisation did with each member, a project counting its weight: len(members) x size."""
        asked = np.asarray(members, dtype=np.int64)
        rows: Floats = (_weighted(self._of[asked], weight) @ self.taking_part).toarray()
        rows[np.arange(len(asked)), asked] = 0.0
        return rows

    def took_part(self, members: Sequence[int]) -> Floats:
        """1 where a member took part in a past project: len(members) x projects."""
        return np.asarray(self._of[np.asarray(members, dtype=np.int64)].toarray(), dtype=np.float64)

    def numbers(self, without: int | None = None) -> Ints:
        """How many past projects each organisation took part in, the one of that number left out."""
        number = self.number.copy()
        if without is not None:
            number[list(self.projects[without].members)] -= 1
        return number

    def weight(self, topics: frozenset[str] = frozenset(), without: int | None = None) -> Floats:
        """What each past project counts; one whose topics, or when the idea's, are not stated counts in full."""
        weight = np.ones(len(self.projects))
        if topics:
            weight[self._stated] = OTHER_TOPICS
            for topic in topics:
                weight[self._on.get(topic, [])] = 1.0
        if without is not None:
            weight[without] = 0.0
        return weight

    def _usual(self, countries: Ints, weight: Floats, number: Ints, without: int | None) -> Floats:
        """What one more project of an organisation of each of these countries holds of everybody: len(countries) x size."""
        rows = self._of_country[countries]
        times = np.asarray(rows.sum(axis=1), dtype=np.float64)
        if without is not None:
            times = times - self._from_country[[without]].toarray()[0, countries]
        weighted = _weighted(rows, weight)
        together: Floats = (weighted @ self._from_country).toarray()
        # Nobody is a partner of its own: each time an organisation took part, one of its country was itself.
        together[np.arange(len(countries)), countries] -= np.asarray(weighted.sum(axis=1))
        chance = np.maximum(number, 1) + HEAD_START
        spread = chance / np.bincount(self._country, chance)[self._country]
        return np.asarray((together / np.maximum(times, 1.0)[:, None])[:, self._country] * spread, dtype=np.float64)


def _matrix(size: int, projects: Sequence[PastConsortium]) -> Matrix:
    """The bipartite graph of who took part in what, as projects x organisations."""
    took_part = [(row, one) for row, project in enumerate(projects) for one in sorted(set(project.members))]
    rows, columns = np.array(took_part, dtype=np.int64).reshape(-1, 2).T
    return _rows(sparse.csr_array((np.ones(len(took_part)), (rows, columns)), shape=(len(projects), size)))


def _rows(matrix: Any) -> Matrix:
    found: Matrix = sparse.csr_array(matrix, dtype=np.float64)
    found.sort_indices()
    return found


def _weighted(rows: Matrix, weight: Floats) -> Matrix:
    """The rows with each column times its weight; `rows` is a slice of its own and is changed."""
    rows.data *= weight[rows.indices]
    return rows
