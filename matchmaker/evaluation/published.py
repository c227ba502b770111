"""The published score as a ranker: with past joint projects counted, as it once did, and by affinity, as it does.

Of the score's parts those that the data can tell of: relevance and cross-sector at their weights (docs/score.md), and ties. The
others are the same for all, or unknown. Suggested is one partner to the members seen.
"""

from collections import Counter
from collections.abc import Callable

import numpy as np

from matchmaker.evaluation.affinity import Affinity
from matchmaker.evaluation.dataset import Dataset
from matchmaker.evaluation.rankers import Relevance, of_the_others
from matchmaker.evaluation.trials import Question
from matchmaker.matching import score
from matchmaker.matching.affinity import filled
from matchmaker.matching.population import Floats
from matchmaker.programme.types import SIX_SECTORS

RELEVANCE, CROSS_SECTOR, TARGET = 0.30, 0.20, 4
Sectors = frozenset[str]


class Score:
    """A ranker by relevance, cross-sector, and a part for past joint projects."""

    def __init__(self, name: str, dataset: Dataset, past: Affinity, joint: Callable[[Affinity, Question], Floats], weight: float):
        """joint: that part, 0..1, members x organisations; weight: what it weighs beside .30 and .20."""
        self.name = name
        self._past, self._joint, self._weight = past, joint, weight
        self._relevance = Relevance(past)
        kinds: dict[Sectors, int] = {}
        standing = [one.sectors.intersection(SIX_SECTORS) for one in dataset.organisations]
        self._kind = np.array([kinds.setdefault(one, len(kinds)) for one in standing], dtype=np.int64)
        self._kinds = tuple(kinds)
        self._covered: dict[tuple[tuple[int, int], ...], int] = {}

    def scores(self, question: Question) -> Floats:
        """In shares of the score, 0..1."""
        shares = RELEVANCE * self._relevance.column(question) + self._weight * self._joint(self._past, question)
        kinds = self._kind[question.members].tolist()
        for row in range(len(kinds)):
            seen = (*kinds[:row], *kinds[row + 1 :])
            cross = [min(1.0, self._cover((*seen, kind)) / TARGET) for kind in range(len(self._kinds))]
            shares[row] += CROSS_SECTOR * np.array(cross)[self._kind]
        return np.asarray(shares, dtype=np.float64)

    def _cover(self, kinds: tuple[int, ...]) -> int:
        """Sectors that different organisations of these kinds can stand for; more than six of a kind add nothing."""
        key = tuple(sorted((kind, min(number, len(SIX_SECTORS))) for kind, number in Counter(kinds).items()))
        if key not in self._covered:
            standing = [self._kinds[kind] for kind, number in key for _ in range(number)]
            self._covered[key] = len(score.sectors_covered(standing))
        return self._covered[key]


def ties(past: Affinity, question: Question) -> Floats:
    """What the part `ties` once was: 1 - 2^-n, n = past projects with at least one of the members seen, each once."""
    rows = past.took_part(question.members.tolist())
    if question.without is not None:
        rows[:, question.without] = 0.0
    together = np.flatnonzero(rows.any(axis=0))
    any_seen = (of_the_others(rows[:, together]) > 0).astype(np.float64)
    number = np.asarray(any_seen @ past.taking_part[together], dtype=np.float64)
    return np.asarray(1.0 - np.exp2(-number), dtype=np.float64)


def by_affinity(past: Affinity, question: Question) -> Floats:
    """What it is: 1 - 2^(-100 x), x = the mean share of the past projects of the members seen that somebody was in."""
    members = question.members.tolist()
    share = of_the_others(past.shares(members, question.topics, question.without, usual=False)) / (len(members) - 1)
    return filled(share)
