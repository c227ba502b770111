"""Columns with some organisations changed, some new and some gone: only what differs is copied, positions stay dense."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.snapshot.arrays import Bools, Ints, Places, Ragged
from matchmaker.matching.snapshot.columns import Columns


@dataclass(frozen=True, slots=True)
class Plan:
    """Who goes where. targets: a position for each organisation of the piece; moves: from position -> to position.

    size: organisations afterwards. gone: positions whose organisations are no more.
    """

    before: int
    size: int
    targets: tuple[int, ...]
    moves: Mapping[int, int]
    gone: tuple[int, ...]

    @staticmethod
    def of(before: int, there: Sequence[int], gone: Iterable[int]) -> "Plan":
        """there: position of each organisation of the piece, -1 for a new one; the last ones move into gaps that stay."""
        gaps = sorted(gone)
        size = before - len(gaps) + sum(one < 0 for one in there)
        places = iter([*gaps, *range(before, size)])
        targets = tuple(one if one >= 0 else next(places) for one in there)
        open_gaps = set(gaps).difference(targets)
        movers = (one for one in range(size, before) if one not in open_gaps)
        moves = dict(zip(movers, sorted(one for one in open_gaps if one < size), strict=True))
        return Plan(before, size, tuple(moves.get(one, one) for one in targets), moves, tuple(gaps))

    @property
    def touched(self) -> Bools:
        """Marks all positions, before and after, that do not hold what they held."""
        marks = np.zeros(max(self.before, self.size), dtype=bool)
        marks[[*self.targets, *self.gone, *self.moves, *self.moves.values()]] = True
        return marks

    @property
    def fresh(self) -> Ints:
        """The positions afterwards that hold something else, or something changed."""
        return np.array(sorted({*self.targets, *self.moves.values()}), dtype=np.int64)


def spliced(columns: Columns, piece: Columns, plan: Plan) -> Columns:
    """The columns after the change; a column in which nothing changes stays the very same."""
    start, end = list(plan.moves), list(plan.moves.values())
    targets = list(plan.targets)

    def join(name: str, before: Any) -> Any:
        new = getattr(piece, name)
        if isinstance(before, Ragged):
            rows = {to: before.row(one) for one, to in plan.moves.items()}
            return before.changed(plan.size, rows | {to: new.row(at) for at, to in enumerate(targets)})
        if plan.size == plan.before and not plan.moves and np.array_equal(before[targets], new):
            return before
        kept = min(plan.size, plan.before)
        after = np.empty(plan.size, dtype=before.dtype)
        after[:kept] = before[:kept]
        after[end] = before[start]
        after[targets] = new
        return after

    return columns.each(join)


def postings_after(postings: Mapping[int, Places], old: Columns, new: Columns, plan: Plan) -> dict[int, Places]:
    """Number of a term -> the positions that list it, rising, after the change; those that stay the same are shared."""
    lost: dict[int, set[int]] = defaultdict(set)
    won: dict[int, set[int]] = defaultdict(set)
    for one in np.flatnonzero(plan.touched[: plan.before]).tolist():
        for term in old.terms.row(one).tolist():
            lost[term].add(one)
    for one in plan.fresh.tolist():
        for term in new.terms.row(one).tolist():
            won[term].add(one)
    after = dict(postings)
    for term in lost.keys() | won.keys():
        if lost[term] != won[term]:
            listing = postings.get(term, _NOBODY)
            listing = np.delete(listing, np.searchsorted(listing, _places(lost[term] - won[term])))
            joining = _places(won[term] - lost[term])
            after[term] = np.insert(listing, np.searchsorted(listing, joining), joining)
            if not len(after[term]):
                del after[term]
    return after


def postings_of(terms: Ragged) -> dict[int, Places]:
    """The same for finished columns. A term that an organisation lists twice counts once."""
    rows = np.repeat(np.arange(len(terms.start) - 1, dtype=np.int32), terms.lengths)
    order = np.argsort(terms.items, kind="stable")
    numbers, listing = terms.items[order], rows[order]
    once = np.ones(len(numbers), dtype=bool)
    once[1:] = (numbers[1:] != numbers[:-1]) | (listing[1:] != listing[:-1])
    numbers, listing = numbers[once], listing[once]
    found, starts = np.unique(numbers, return_index=True)
    return dict(zip(found.tolist(), np.split(listing, starts[1:]), strict=True)) if len(found) else {}


_NOBODY: Places = np.empty(0, dtype=np.int32)


def _places(positions: Iterable[int]) -> NDArray[np.int32]:
    return np.array(sorted(positions), dtype=np.int32)
