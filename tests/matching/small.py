"""Small worlds searched as large ones are: piece by piece, with few states and few choices at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest

from matchmaker.matching.searching import candidates, choices, matters, prospects, shortlist


@contextmanager
def in_small(random: Random) -> Iterator[None]:
    """The few looked at by themselves are very few, and many are not many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "FEW", random.randint(2, 8))
        patch.setattr(candidates, "HOPE", random.choice((-1e9, -1e9, 0.0, 1.5)))
        patch.setattr(candidates, "FIRST", random.randint(1, 8))
        patch.setattr(shortlist, "PAIRS", random.choice((1, 7, 2**20)))
        patch.setattr(shortlist, "BLOCK", random.choice((1, 3, 64)))
        patch.setattr(choices, "CLOSE_BY", random.choice((0.0, 2.0, 100.0)))
        yield


@contextmanager
def in_haste(random: Random) -> Iterator[None]:
    """A first glance sees little, choices at once soon are too many, so are states and ways, and patience is short."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matters, "STATES", random.choice((20, 50, 200, 20000)))
        patch.setattr(matters, "WAYS", random.choice((1, 4, 512)))
        patch.setattr(choices, "PATIENCE", random.choice((-1, 0, 400)))
        patch.setattr(matters, "GLANCE", random.choice((1, 4)))
        patch.setattr(choices, "AT_ONCE", random.choice((1, 5, 2000)))
        patch.setattr(prospects, "FEW", random.choice((1, 100)))
        patch.setattr(prospects, "KEPT", random.choice((1, 5, 2000)))
        yield
