"""How time grows with the number of organisations: the exponent of a straight line through logarithms, and how sure it is."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from benchmarks.draws import Floats

RESAMPLED: Final = 2000
"""Times that the requests of each size are drawn anew, with replacement."""
SEED: Final = 7


def exponent(speed: Sequence[Mapping[str, Any]], least: int = 0, time: str = "seconds") -> dict[str, float]:
    """The exponent of the median time in the number of organisations, with its 95 % interval; sizes from `least` on.

    time: `seconds` that pass, or of `computing`.
    """
    sizes = [one for one in speed if one["organisations"] >= least]
    at = np.log([one["organisations"] for one in sizes])
    seconds = [np.array([timing[time] for timing in one["timings"]]) for one in sizes]
    generator = np.random.default_rng(SEED)
    drawn = [_slope(at, [float(np.median(generator.choice(some, len(some)))) for some in seconds]) for _ in range(RESAMPLED)]
    return {
        "from": float(min(one["organisations"] for one in sizes)),
        "to": float(max(one["organisations"] for one in sizes)),
        "exponent": _slope(at, [float(np.median(some)) for some in seconds]),
        "low": float(np.quantile(drawn, 0.025)),
        "high": float(np.quantile(drawn, 0.975)),
    }


def _slope(at: Floats, medians: Sequence[float]) -> float:
    return float(np.polyfit(at, np.log(medians), 1)[0])
