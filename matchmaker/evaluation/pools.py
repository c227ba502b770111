"""Among whom the hidden partner has to be found: everybody, a hundred, or those of the place it held."""

from collections.abc import Mapping

import numpy as np

from matchmaker.evaluation.dataset import Dataset
from matchmaker.evaluation.trials import Question, countries
from matchmaker.matching.population import Bools, Ints

SAMPLED = 99
"""Organisations beside the hidden one in the pool of a hundred."""
PLACES = ("country", "sector", "country and sector")
"""What may be wanted for a place."""
POOLS = ("full", "1-in-100", *PLACES)


class Pools:
    """The pools of each hidden partner; the members seen are in none. Sectors: one shared with it is enough."""

    def __init__(self, dataset: Dataset, seed: int) -> None:
        self._seed = seed
        self._size = len(dataset.organisations)
        self._country = countries(dataset)
        self._from = [self._country == code for code in range(int(self._country.max(initial=-1)) + 1)]
        kinds: dict[frozenset[str], int] = {}
        kind = np.array([kinds.setdefault(one.sectors, len(kinds)) for one in dataset.organisations], dtype=np.int64)
        # Who stands for no sector leaves the sector open, and may be anybody.
        sharing = [[not wanted or bool(wanted & offered) for offered in kinds] for wanted in kinds]
        self._kind = kind
        self._like: list[Bools] = [np.array(row, dtype=bool)[kind] for row in sharing]

    def places(self, hidden: int) -> Mapping[str, Bools]:
        """Who could take its place, by what is wanted there; the hidden one could."""
        country, sector = self._from[self._country[hidden]], self._like[self._kind[hidden]]
        return dict(zip(PLACES, (country, sector, country & sector), strict=True))

    def sampled(self, question: Question) -> Ints:
        """For each member that is hidden 99 others drawn by the seed, fewer where there are fewer: members x 99.

        A draw depends on the seed and the project alone, so every ranker and every run sees the same.
        """
        draw = np.random.default_rng((self._seed, question.number))
        among = len(question.members)
        wanted = min(SAMPLED, self._size - among)
        rows = np.empty((among, wanted), dtype=np.int64)
        for row in rows:
            drawn = draw.choice(self._size, min(self._size, SAMPLED + among), replace=False)
            row[:] = drawn[~np.isin(drawn, question.members)][:wanted]
        return rows
