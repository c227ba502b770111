"""Small worlds searched as large ones are: piece by piece, with few states and few branches at once."""

from dataclasses import replace
from random import Random

from matchmaker.matching.tuning import TUNING, Tuning


def in_small(random: Random, tuning: Tuning = TUNING) -> Tuning:
    """The few looked at by themselves are very few, and many are not many."""
    return replace(
        tuning,
        few=random.randint(2, 8),
        hope=random.choice((-1e9, -1e9, 0.0, 1.5)),
        first=random.randint(1, 8),
        pairs=random.choice((1, 7, 2**20)),
        words=random.choice((1, 3, 64)),
        close_by=random.choice((0.0, 2.0, 100.0)),
    )


def in_haste(random: Random, tuning: Tuning = TUNING) -> Tuning:
    """A first beam is narrow, branches at once soon are too many, so are states and ways, and patience is short."""
    return replace(
        tuning,
        states=random.choice((20, 50, 200, 20000)),
        ways=random.choice((1, 4, 512)),
        patience=random.choice((-1, 0, 400)),
        beam=random.choice((1, 4)),
        at_once=random.choice((1, 5, 2000)),
        scarce=random.choice((1, 100)),
        kept=random.choice((1, 5, 2000)),
    )
