"""The floor: one vectorised pass over what a population lists, the least that any answer about all of them costs."""

from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from typing import Final

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix

from matchmaker.matching.population import Population

PASSES: Final = 50
KINDS: Final = ("field:", "priority:", "topic:")
"""The terms that relevance is made of."""


class Floor:
    """The relevance matrix X (CSR, float32; a row for each organisation, a column for each term) and a vector to multiply."""

    def __init__(self, population: Population) -> None:
        terms = [term for term in population.postings if term.startswith(KINDS)]
        holding = [np.asarray(population.holding(term)) for term in terms]
        columns = np.repeat(np.arange(len(terms), dtype=np.int32), [len(one) for one in holding])
        rows = np.concatenate(holding) if holding else np.empty(0, dtype=np.int64)
        ones = np.ones(len(rows), dtype=np.float32)
        shape = (population.size, len(terms))
        self._matrix = csr_matrix(coo_matrix((ones, (rows, columns)), shape=shape), dtype=np.float32)
        self._vector = np.linspace(0.1, 1.0, len(terms), dtype=np.float32)

    @property
    def entries(self) -> int:
        """How many terms all organisations list together."""
        return int(self._matrix.nnz)

    def measure(self) -> "Pass":
        """The medians of 50 passes, X @ v, in this process and on one thread."""
        passed, computed = [], []
        for _ in range(PASSES):
            started, before = perf_counter(), process_time()
            self._matrix @ self._vector
            passed.append(perf_counter() - started)
            computed.append(process_time() - before)
        return Pass(median(passed), median(computed))


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass: seconds that passed, and seconds of computing."""

    seconds: float
    computing: float
