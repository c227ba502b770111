"""Affinity: whom the past projects of those already there suggest, and how strongly.

A partner `p` beside the members present `S`, with `n(x)` the number of past projects of `x`:

    affinity(p, S) = mean over m in S of (joint(m, p) + usual(m, p)) / (n(m) + 1)

`joint` counts the past projects of both; one on other topics than the idea's counts half. So a project together says more about a
member that did few than about one that did hundreds. `usual` is one more project of `m`, as they are in its country: how many
partners from p's country the projects of organisations of m's country had on average, spread over p's country in proportion to
`max(n(p), 1) + 1`. It orders those whom nobody present has worked with. How the formula was chosen: docs/evaluation.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import networkx as nx
import numpy as np
from networkx.algorithms import bipartite
from numpy.typing import NDArray
from scipy import sparse

from matchmaker.inputs.organisations import Participation
from matchmaker.matching.graphs import Graph
from matchmaker.matching.population import Population

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Matrix: TypeAlias = "sparse.csr_array[np.float64, tuple[int, int]]"

OTHER_TOPICS: Final = 0.5
"""What a joint project counts when its topics and the idea's are stated and none is shared."""
HEAD_START: Final = 1.0
"""Projects that each organisation has more when what is usual is spread; newcomers, counted as if they had one, keep a chance."""
HALF_FULL: Final = 0.01
"""Affinity, without what is usual, that fills half of a part of a score."""


@dataclass(frozen=True, slots=True)
class Past:
    """One past project: positions of those that took part, each once, and its topics (none = not stated)."""

    members: tuple[int, ...]
    topics: frozenset[str] = frozenset()


class Affinity:
    """The graph of organisations and past projects, ready to be asked; read-only and shared.

    projects: the past, in the order given. taking_part: the graph as a matrix, 1 where the project of the row had the
    organisation of the column. number: how many projects each organisation took part in. All columns have length `size`.
    """

    def __init__(self, country: Sequence[int] | NDArray[np.integer], projects: Iterable[Past]) -> None:
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

    @classmethod
    def of(
        cls, population: Population, participations: Iterable[Participation], topics: Mapping[str, Iterable[str]] | None = None
    ) -> "Affinity":
        """From past participations; topics: id of a project -> its topics, where they are known.

        An associated role makes no joint project, and rows that name nobody in the population are left out.
        """
        members: dict[str, set[int]] = {}
        for row in participations:
            position = population.index.get(row.organisation_id)
            if row.role != "associated" and position is not None:
                members.setdefault(row.project_id, set()).add(position)
        known = topics or {}
        past = (Past(tuple(sorted(found)), frozenset(known.get(one, ()))) for one, found in sorted(members.items()))
        return cls(population.country, past)

    def column(self, present: Sequence[int], topics: Iterable[str] = (), *, usual: bool = True) -> Floats:
        """The affinity of every organisation with the members present, at least 0; without `usual` it is 0 for strangers.

        Then it is below 1, the mean share of the members' past projects that an organisation was in.
        """
        if not present:
            return np.zeros(self.size)
        return np.asarray(self.shares(present, topics, usual=usual).mean(axis=0), dtype=np.float64)

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


def shares_by_ties(
    tied: Graph, present: Sequence[int], number: Mapping[int, int], topics: Iterable[str], known: Mapping[str, Iterable[str]]
) -> dict[int, float]:
    """Organisation -> its affinity with the members present without what is usual, from the ties graph around them alone.

    number: of past projects of each member. topics: the idea's; known: id of a project -> its topics, where they are stated.
    """
    asked = frozenset(topics)
    found: dict[int, float] = {}
    for member in present:
        for partner, edge in tied[member].items() if member in tied else ():
            joint = sum(counts(asked, frozenset(known.get(project, ()))) for project in edge["projects"])
            found[partner] = found.get(partner, 0.0) + joint / (number[member] + 1) / len(present)
    return found


def filled(share: Floats) -> Floats:
    """How full a part of a score is at this affinity, 0..1: 1 - 2^(-share / 0.01). A share of 1 in 100 fills half of it."""
    return np.asarray(1.0 - np.exp2(-share / HALF_FULL), dtype=np.float64)


def counts(asked: frozenset[str], stated: frozenset[str]) -> float:
    """What a joint project counts: the idea's topics and its own, none = not stated."""
    return OTHER_TOPICS if asked and stated and not asked & stated else 1.0


def _matrix(size: int, projects: Sequence[Past]) -> Matrix:
    """The bipartite graph of who took part in what, as projects x organisations."""
    graph: nx.Graph[int] = nx.Graph()
    organisations, rows = range(size), range(size, size + len(projects))
    graph.add_nodes_from(organisations, bipartite=0)
    graph.add_nodes_from(rows, bipartite=1)
    graph.add_edges_from((row, one) for row, project in zip(rows, projects, strict=True) for one in sorted(set(project.members)))
    if not graph.number_of_edges():
        return _rows(sparse.csr_array((len(projects), size)))
    return _rows(bipartite.biadjacency_matrix(graph, row_order=rows, column_order=organisations))


def _rows(matrix: Any) -> Matrix:
    found: Matrix = sparse.csr_array(matrix, dtype=np.float64)
    found.sort_indices()
    return found


def _weighted(rows: Matrix, weight: Floats) -> Matrix:
    """The rows with each column times its weight; `rows` is a slice of its own and is changed."""
    rows.data *= weight[rows.indices]
    return rows
