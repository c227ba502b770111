"""Affinity: how strongly the past projects of those already there suggest somebody they worked with.

A partner `p` beside the members present `S`, with `n(m)` the number of past projects of `m`:

    share(p, S) = mean over m in S of joint(m, p) / (n(m) + 1)

`joint` counts the past projects of both; one on other topics than the idea's counts half. So a project together says more about a
member that did few than about one that did hundreds. How the formula was chosen, and what else was tried: docs/evaluation.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from matchmaker.matching.graphs import Graph
from matchmaker.matching.population import Floats

OTHER_TOPICS: Final = 0.5
"""What a joint project counts when its topics and the idea's are stated and none is shared."""
HALF_FULL: Final = 0.01
"""Affinity that fills half of a part of a score."""


def shares_by_ties(
    tied: Graph, present: Sequence[int], number: Mapping[int, int], topics: Iterable[str], known: Mapping[str, Iterable[str]]
) -> dict[int, float]:
    """Organisation -> its affinity with the members present, from the ties graph around them alone.

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
