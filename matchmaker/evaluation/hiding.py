"""Hide each partner of each project in turn and see where every ranker puts it in every pool."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from matchmaker.evaluation.measures import Places
from matchmaker.evaluation.pools import PLACES, POOLS, Pools
from matchmaker.evaluation.rankers import Ranker
from matchmaker.evaluation.trials import Question
from matchmaker.matching.population import Bools, Floats, Ints

SAME = 1e-9
"""Scores that differ by no more than this share of themselves are equal: sums of fractions in another order."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A row for each partner that was hidden: the number of its project, whether the past knew it, and where it stood."""

    project: Ints
    warm: Bools
    places: dict[tuple[str, str], Places]
    """(pool, ranker) -> places."""


def hide(questions: Sequence[Question], rankers: Sequence[Ranker], pools: Pools, progress: Progress) -> Hidden:
    """Ask every question; `progress` is told how many of how many are done."""
    found: dict[tuple[str, str], list[Ints]] = {(pool, ranker.name): [] for pool in POOLS for ranker in rankers}
    for done, question in enumerate(questions):
        progress(done, len(questions))
        sampled = pools.sampled(question)
        places = [pools.places(hidden) for hidden in question.members.tolist()]
        for ranker in rankers:
            ahead, level = _against(ranker.scores(question), question.members)
            counts = {
                "full": _rows(ahead, level),
                "1-in-100": _rows(np.take_along_axis(ahead, sampled, 1), np.take_along_axis(level, sampled, 1)),
                **{pool: _rows(ahead, level, [place[pool] for place in places]) for pool in PLACES},
            }
            for pool, counted in counts.items():
                found[pool, ranker.name].append(counted)
    progress(len(questions), len(questions))
    return Hidden(
        project=np.repeat([one.number for one in questions], [len(one.members) for one in questions]).astype(np.int64),
        warm=np.concatenate([np.empty(0, dtype=bool), *(one.warm for one in questions)]),
        places={key: _joined(rows) for key, rows in found.items()},
    )


def _against(scores: Floats, members: Ints) -> tuple[Bools, Bools]:
    """Who scores higher than each member and who the same: members x organisations; members are left out."""
    own = scores[np.arange(len(members)), members][:, None]
    near = SAME * np.abs(own)
    ahead, level = scores > own + near, scores >= own - near
    level &= ~ahead
    ahead[:, members] = level[:, members] = False
    return ahead, level


def _rows(ahead: Bools, level: Bools, pools: Sequence[Bools] | None = None) -> Ints:
    """(ahead, level) counted in each row, in the pool of the row if there are any; the hidden one is level with itself."""
    # Counting row by row is several times faster than numpy's counting along an axis.
    counts = [[_number(marks, row, pools) for row in range(len(marks))] for marks in (ahead, level)]
    counted: Ints = np.array(counts, dtype=np.int64)
    counted[1] += 1
    return counted


def _number(marks: Bools, row: int, pools: Sequence[Bools] | None) -> int:
    return int(np.count_nonzero(marks[row] if pools is None else marks[row] & pools[row]))


def _joined(rows: Sequence[Ints]) -> Places:
    ahead, level = np.concatenate([np.empty((2, 0), dtype=np.int64), *rows], axis=1)
    return Places(ahead, level)
