"""Ways to order organisations for a place in a project: affinity, and the simple ones it has to beat."""

from abc import abstractmethod
from collections import defaultdict
from math import log
from typing import Protocol

import numpy as np

from matchmaker.evaluation.affinity import Affinity
from matchmaker.evaluation.trials import Question
from matchmaker.matching.population import Floats, Ints


class Ranker(Protocol):
    """Gives each organisation a number, the higher the better, from the past and what is seen of a project."""

    name: str

    @abstractmethod
    def scores(self, question: Question) -> Floats:
        """Members x organisations: row i is the answer while member i is hidden and the others are seen."""
        ...


class Popularity:
    """How many past projects an organisation took part in, whatever is asked."""

    name = "popularity"

    def __init__(self, past: Affinity) -> None:
        self._past = past

    def scores(self, question: Question) -> Floats:
        """The same in every row."""
        return _same(self._past.numbers(question.without), question)


class Relevance:
    """The relevance part of the published score: which of the project's topics an organisation has, the rarer the better.

    An organisation has the topics of its past projects: those it lists itself were, in the data at hand, read from all its
    projects, also the one asked about. As in docs/score.md: idf(t) = 1 + ln((1 + N) / (1 + df(t))).
    """

    name = "relevance"

    def __init__(self, past: Affinity) -> None:
        self._size = past.size
        self._times: dict[str, Ints] = defaultdict(lambda: np.zeros(past.size, dtype=np.int64))
        self._past = past
        for project in past.projects:
            for topic in project.topics:
                self._times[topic][list(project.members)] += 1

    def scores(self, question: Question) -> Floats:
        """The same in every row."""
        return _same(self.column(question), question)

    def column(self, question: Question) -> Floats:
        """For each organisation the share of the project's topics that it has, by weight, 0..1."""
        has_by_weight, asked = np.zeros(self._size), 0.0
        for topic in sorted(question.topics):
            times = self._times[topic]
            if question.without is not None and topic in self._past.projects[question.without].topics:
                times = times.copy()
                times[list(self._past.projects[question.without].members)] -= 1
            has = times > 0
            weight = 1.0 + log((1 + self._size) / (1 + int(np.count_nonzero(has))))
            has_by_weight[has] += weight
            asked += weight
        return has_by_weight / asked if asked else has_by_weight


class CommonNeighbours:
    """How often an organisation sat in a past project with a member that is seen: past co-participations, added up."""

    name = "common neighbours"

    def __init__(self, past: Affinity) -> None:
        self._past = past

    def scores(self, question: Question) -> Floats:
        """The sum over the members seen."""
        members = question.members.tolist()
        return of_the_others(self._past.joint(members, self._past.weight(without=question.without)))


class ByAffinity:
    """Affinity with the members that are seen."""

    name = "affinity"

    def __init__(self, past: Affinity) -> None:
        self._past = past

    def scores(self, question: Question) -> Floats:
        """The mean over the members seen."""
        rows = self._past.shares(question.members.tolist(), question.topics, question.without)
        return of_the_others(rows) / (len(question.members) - 1)


def _same(column: Floats | Ints, question: Question) -> Floats:
    rows = len(question.members), len(column)
    return np.broadcast_to(np.asarray(column, dtype=np.float64), rows)


def of_the_others(rows: Floats) -> Floats:
    """Each row replaced by the sum of all the others, added up and never subtracted: nothing small drowns in rounding."""
    others = np.zeros_like(rows)
    for order in (range(len(rows)), reversed(range(len(rows)))):
        passed = np.zeros(rows.shape[1])
        for row in order:
            others[row] += passed
            passed += rows[row]
    return others
