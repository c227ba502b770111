"""The smallest sets of things to give up so that something becomes possible, whatever their size."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

OptionT = TypeVar("OptionT")


def smallest(
    options: Sequence[OptionT], helps: Callable[[Sequence[OptionT]], bool], *, at_most: int | None = None, sets: int = 1
) -> list[tuple[OptionT, ...]]:
    """Up to `sets` of the smallest sets of options whose giving up helps; none if not even all of them help.

    helps must be monotone: giving up more never helps less. at_most: options given up together. Whatever `helps` raises is
    passed on.

    A set of options that does not help leaves a *reason*: options that all are kept and already stand in the way. Any set
    that helps gives up one option of each reason. So the smallest set that does this for all reasons known either helps, and
    none smaller can, or leaves one more reason; each reason is shrunk until every option in it is needed.
    """
    everything = frozenset(range(len(options)))
    most = len(options) if at_most is None else min(at_most, len(options))

    def works(given_up: frozenset[int]) -> bool:
        return helps([options[place] for place in sorted(given_up)])

    if not works(everything):
        return []
    reasons: list[frozenset[int]] = []
    found: list[frozenset[int]] = []
    size = 0
    while size <= most and len(found) < sets:
        given_up = next((one for one in _hitting(reasons, size) if one not in found), None)
        if given_up is None:
            if found:
                break
            size += 1
        elif works(given_up):
            found.append(given_up)
        else:
            reasons.append(_shrunk(everything - given_up, lambda kept: not works(everything - kept)))
    return [tuple(options[place] for place in sorted(given_up)) for given_up in sorted(found, key=sorted)]


def _shrunk(reason: frozenset[int], stands: Callable[[frozenset[int]], bool]) -> frozenset[int]:
    """A part of the reason that still stands in the way and of which every option is needed.

    Halves are left out before single options, so that k of n options are found with O(k log(n / k)) questions.
    Reference: Junker, QuickXplain, AAAI 2004.
    """

    def needed(kept: frozenset[int], among: Sequence[int], *, is_new: bool) -> frozenset[int]:
        if is_new and stands(kept):
            return frozenset()
        if len(among) == 1:
            return frozenset(among)
        half = len(among) // 2
        first = needed(kept.union(among[half:]), among[:half], is_new=True)
        return first | needed(kept | first, among[half:], is_new=bool(first))

    return needed(frozenset(), sorted(reason), is_new=False)


def _hitting(reasons: Sequence[frozenset[int]], size: int) -> Iterator[frozenset[int]]:
    """Sets of `size` options with one of each reason; while there are no reasons, the empty set."""
    seen: set[frozenset[int]] = set()

    def extend(chosen: frozenset[int]) -> Iterator[frozenset[int]]:
        if chosen in seen:
            return
        seen.add(chosen)
        missed = next((reason for reason in reasons if reason.isdisjoint(chosen)), None)
        if missed is None:
            if len(chosen) == size:
                yield chosen
        elif len(chosen) < size:
            for place in sorted(missed):
                yield from extend(chosen | {place})

    return extend(frozenset())
