"""HiGHS: linear programs, with and without whole numbers, solved so that whoever calls a search off need not wait."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from highspy import Highs, HighsLp, HighsVarType, MatrixFormat
from scipy import sparse

from matchmaker.matching.clock import Clock
from matchmaker.matching.population import Bools, Floats

if TYPE_CHECKING:
    from highspy.highs import HighsCallbackEvent

SETTINGS = {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0}
"""Silent, beside others who are served meanwhile, and not content with nearly the best."""
_redirecting = Lock()


class Rows(NamedTuple):
    """Rows of a program: a matrix of rows by variables, and the limits of each."""

    matrix: "sparse.csc_array[np.float64]"
    low: Floats
    high: Floats


def solve(
    cost: Floats,
    upper: Floats,
    rows: Rows,
    whole: Bools | None,
    clock: Clock,
    *,
    seconds: float = np.inf,
    dear: float = np.inf,
) -> Highs:
    """HiGHS as it ended: the least cost of variables from 0 to `upper`.

    whole: which variables are whole numbers; None: none of them is, and the rows have prices afterwards. It ends after so many
    seconds, when the clock is up, or once nothing with whole numbers can cost less than is `dear`: then its status says that it
    was interrupted.
    """
    matrix = rows.matrix
    program = HighsLp()
    program.num_row_, program.num_col_ = matrix.shape
    program.col_cost_, program.col_lower_, program.col_upper_ = cost, np.zeros(len(cost)), upper
    program.row_lower_, program.row_upper_ = rows.low, rows.high
    program.a_matrix_.format_ = MatrixFormat.kColwise
    program.a_matrix_.start_, program.a_matrix_.index_ = matrix.indptr, matrix.indices
    program.a_matrix_.value_ = matrix.data
    settings: dict[str, Any] = {**SETTINGS, "time_limit": max(0.1, min(seconds, clock.left))}
    if whole is not None:
        # Presolving whole numbers more than once cut off what is better than the "optimum" (issues 3043, 3073, 3094 of HiGHS).
        settings["presolve"] = "off"
        program.integrality_ = [HighsVarType.kInteger if one else HighsVarType.kContinuous for one in whole.tolist()]

    def look(event: "HighsCallbackEvent") -> None:
        if clock.is_up:
            event.interrupt()

    def look_at_whole(event: "HighsCallbackEvent") -> None:
        if clock.is_up or event.data_out.mip_dual_bound >= dear:
            event.interrupt()

    with _banner_to_stderr():
        highs = Highs()
    for name, setting in settings.items():
        highs.setOptionValue(name, setting)
    highs.cbSimplexInterrupt += look
    highs.cbMipInterrupt += look_at_whole
    highs.passModel(program)
    highs.run()
    return highs


@contextmanager
def _banner_to_stderr() -> Iterator[None]:
    """The first one of a process says which version it is on standard output, where answers go; one thread at a time."""
    with _redirecting:
        try:
            kept = os.dup(1)
        except OSError:  # it is closed
            yield
            return
        try:
            sys.stdout.flush()
            with suppress(OSError):
                os.dup2(2, 1)
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)
