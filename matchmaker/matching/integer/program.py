"""An integer program put together row by row, its linear relaxation and its best answer, both by HiGHS."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from highspy import HighsModelStatus, SolutionStatus
from scipy import sparse

from matchmaker.matching.clock import Clock
from matchmaker.matching.integer import highs
from matchmaker.matching.integer.highs import Rows
from matchmaker.matching.population import Bools, Floats, Ints

SCALE = 1e4
"""Points are multiplied by it for HiGHS, which stops at a difference of one millionth."""
_STOPPED = (HighsModelStatus.kInterrupt, HighsModelStatus.kTimeLimit)


@dataclass(frozen=True, slots=True)
class Linear:
    """A sum of variables, each times a number, and a constant."""

    terms: Mapping[int, float] = field(default_factory=dict)
    constant: float = 0.0

    def __add__(self, other: "Linear | float") -> "Linear":
        if not isinstance(other, Linear):
            return Linear(self.terms, self.constant + other)
        terms = dict(self.terms)
        for variable, factor in other.terms.items():
            terms[variable] = terms.get(variable, 0.0) + factor
        return Linear(terms, self.constant + other.constant)

    def __neg__(self) -> "Linear":
        return self * -1.0

    def __sub__(self, other: "Linear | float") -> "Linear":
        return self + -other

    def __mul__(self, factor: float) -> "Linear":
        return Linear({variable: factor * one for variable, one in self.terms.items()}, factor * self.constant)


ONE = Linear(constant=1.0)


def total(some: Iterable[Linear]) -> Linear:
    """Their sum."""
    terms, constant = dict[int, float](), 0.0
    for one in some:
        constant += one.constant
        for variable, factor in one.terms.items():
            terms[variable] = terms.get(variable, 0.0) + factor
    return Linear(terms, constant)


class Solved(NamedTuple):
    """values: of the variables, None when no answer was found. bound: nothing is better; -inf when there is none.

    ended: whether it is solved, and was not stopped by the time.
    """

    values: Floats | None
    bound: float
    ended: bool


class Unsolved(Exception):
    """Neither prices nor that there is no answer: the time was over, or the numbers were too difficult."""


class Cut(NamedTuple):
    """One more row: of these variables so many at most are 1."""

    variables: Ints
    most: float


class Program:
    """Variables from 0 to an upper limit, each whole or not, rows between two limits, and what is to be as high as can be."""

    def __init__(self) -> None:
        self._gain, self._upper, self._whole, self._owner = list[float](), list[float](), list[bool](), list[int]()
        self._row, self._column, self._factor = list[Ints](), list[Ints](), list[Floats]()
        self._low, self._high = list[float](), list[float]()
        self.constant = 0.0

    def add(self, gain: float = 0.0, upper: float = 1.0, *, whole: bool = False, owner: int = -1) -> Linear:
        """One more variable; owner: the candidate without whom it is 0, if there is one."""
        self._gain.append(gain)
        self._upper.append(upper)
        self._whole.append(whole)
        self._owner.append(owner)
        return Linear({len(self._gain) - 1: 1.0})

    def add_candidates(self, gains: Floats) -> None:
        """As many candidates, each chosen or not; the first variables of a program."""
        self._add_each(gains.tolist(), range(len(gains)), whole=True)

    def add_of_each(self, gain: float, owners: Ints) -> Ints:
        """One more variable, from 0 to 1, for each of these candidates; the variables' numbers."""
        first = len(self._gain)
        self._add_each([gain] * len(owners), owners.tolist())
        return np.arange(first, len(self._gain))

    def _add_each(self, gains: list[float], owners: Iterable[int], *, whole: bool = False) -> None:
        self._gain += gains
        self._upper += [1.0] * len(gains)
        self._whole += [whole] * len(gains)
        self._owner += owners

    def between(self, low: float, what: Linear, high: float = np.inf) -> None:
        """A row."""
        columns, factors = np.array(list(what.terms), dtype=np.int64), np.array(list(what.terms.values()), dtype=np.float64)
        self.row(columns, factors, low - what.constant, high - what.constant)

    def not_above(self, some: Ints, others: Ints) -> None:
        """A row for each variable of `some`: it is no more than the one at its place in `others`."""
        first, number = len(self._low), len(some)
        self._row.append(np.repeat(np.arange(first, first + number), 2))
        self._column.append(np.column_stack((others, some)).ravel())
        self._factor.append(np.tile((1.0, -1.0), number))
        self._low += [0.0] * number
        self._high += [np.inf] * number

    def row(self, columns: Ints, factors: Floats, low: float, high: float) -> None:
        """A row of many variables."""
        self._row.append(np.full(len(columns), len(self._low)))
        self._column.append(columns)
        self._factor.append(factors)
        self._low.append(low)
        self._high.append(high)

    def freeze(self) -> "Frozen":
        """The program as arrays."""
        empty = np.empty(0)
        shape = (len(self._low), len(self._gain))
        entries = np.concatenate(self._factor or [empty])
        places = (np.concatenate(self._row or [empty.astype(int)]), np.concatenate(self._column or [empty.astype(int)]))
        return Frozen(
            np.array(self._gain),
            np.array(self._upper),
            np.array(self._whole),
            np.array(self._owner),
            sparse.csr_array((entries, places), shape=shape),
            np.array(self._low),
            np.array(self._high),
            self.constant,
        )


@dataclass(frozen=True, slots=True)
class Frozen:
    """A program as arrays: columns are variables. owner: the candidate a variable belongs to, -1 for those of all."""

    gain: Floats
    upper: Floats
    whole: Bools
    owner: Ints
    matrix: "sparse.csr_array[np.float64]"
    low: Floats
    high: Floats
    constant: float

    def variables(self, candidates: Bools) -> Bools:
        """Which variables are of all, or of one of these candidates."""
        return np.append(candidates, True)[self.owner]

    def prices(self, candidates: Bools, clock: Clock) -> Floats | None:
        """What each row costs in the linear relaxation with these candidates alone; None when there is no answer.

        Raises `TimeIsUp`, and `Unsolved` when the numbers are too difficult.
        """
        columns = np.flatnonzero(self.variables(candidates))
        matter, rows = self._rows(columns)
        found = highs.solve(-self.gain[columns], self.upper[columns], rows, None, clock)
        status = found.getModelStatus()
        if status == HighsModelStatus.kInfeasible:
            return None
        if status != HighsModelStatus.kOptimal:
            clock.check()
            raise Unsolved
        prices = np.zeros(len(self.low))
        prices[matter] = found.getSolution().row_dual
        return -prices

    def worth(self, prices: Floats) -> tuple[float, Floats]:
        """What no answer exceeds at these prices, and what each candidate adds beyond them with all that belongs to it.

        An answer without those who add something has no more than the first; each of them adds no more than its own. This holds
        for any prices (weak duality), so their rounding makes it no lower than it may be. Prices above 0 are of a row's upper
        limit, below 0 of its lower one; those of a limit that the row has not, by rounding, are taken for 0.
        """
        limits = np.where(prices > 0, self.high, np.where(prices < 0, self.low, 0.0))
        prices, limits = (np.where(np.isfinite(limits), one, 0.0) for one in (prices, limits))
        left, own = self.gain - self.matrix.T @ prices, self.owner >= 0
        adds = np.maximum(left, 0.0) * self.upper
        number = int(self.owner.max(initial=-1)) + 1
        candidates = np.zeros(number)
        np.add.at(candidates, self.owner[own], adds[own])
        candidates += np.minimum(left[:number], 0.0)  # chosen at a loss, if at all
        return self.constant + float(prices @ limits) + float(adds[~own].sum()), candidates

    def solved(
        self, candidates: Bools, cuts: Sequence[Cut], clock: Clock, seconds: float = np.inf, enough: float = -np.inf
    ) -> Solved:
        """The best answer with these candidates alone, as far as it was found in so many seconds.

        enough: points of what need not be looked for: once it is known that nothing has more, it has ended. Raises `TimeIsUp`
        if the search is called off meanwhile.
        """
        columns = np.flatnonzero(self.variables(candidates))
        more = np.zeros((len(cuts), len(self.gain)))
        for row, cut in zip(more, cuts, strict=True):
            row[cut.variables] = 1.0
        _, own = self._rows(columns)
        rows = Rows(
            sparse.vstack([own.matrix, sparse.csc_array(more[:, columns])], format="csc"),
            np.append(own.low, np.full(len(cuts), -np.inf)),
            np.append(own.high, [cut.most for cut in cuts]),
        )
        cost = -SCALE * self.gain[columns]
        dear = SCALE * (self.constant - enough)
        found = highs.solve(cost, self.upper[columns], rows, self.whole[columns], clock, seconds=seconds, dear=dear)
        status, known = found.getModelStatus(), found.getInfo()
        if status == HighsModelStatus.kInfeasible:
            return Solved(None, -np.inf, ended=True)
        values = None
        if known.primal_solution_status == SolutionStatus.kSolutionStatusFeasible:
            values = np.zeros(len(self.gain))
            values[columns] = found.getSolution().col_value
        # Without a choice between whole numbers, and where it was not begun, HiGHS has no bound beside its answer.
        ended, least = status == HighsModelStatus.kOptimal, -np.inf
        if self.whole[columns].any():
            least = known.mip_dual_bound if ended or status in _STOPPED else -np.inf
            ended = ended or least >= dear
        elif ended:
            least = known.objective_function_value
        return Solved(values, self.constant - least / SCALE, ended)

    def _rows(self, columns: Ints) -> tuple[Ints, Rows]:
        """Which rows can be broken with these variables, and those rows: among few candidates nine in ten cannot."""
        matrix, upper = self.matrix[:, columns], self.upper[columns]
        lowest, highest = np.asarray(matrix.minimum(0.0) @ upper), np.asarray(matrix.maximum(0.0) @ upper)
        matter = np.flatnonzero((lowest < self.low) | (highest > self.high))
        return matter, Rows(matrix[matter].tocsc(), self.low[matter], self.high[matter])
