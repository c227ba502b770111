"""A call as plain calls: what is in doubt about it has several *readings*, each a call about which nothing is in doubt.

In doubt are rules that no source settles, and in a provisional call the countries that mean to take part in its year.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from matchmaker.programme.calls import Call
from matchmaker.programme.same import Same

KEPT = 256
"""So many calls, with the open countries looked at, whose readings are kept."""


@dataclass(frozen=True, slots=True)
class Plain:
    """One way to read a call, as a call without doubt.

    counted: the open countries that count in it. loosely: its rules ask what they may be meant to ask at least, else at most.
    """

    call: Call
    counted: frozenset[str]
    loosely: bool


def readings(call: Call, concerned: Iterable[str]) -> tuple[Plain, ...]:
    """All of them, as far as the countries concerned (codes as they count) tell them apart.

    The one in which no open country counts and the rules ask least comes first.
    """
    return _readings(Same(call), call.open_countries.intersection(concerned))


def widest(call: Call, concerned: Iterable[str], *, strictly: bool = False) -> tuple[Call, ...]:
    """Readings one of which is met by whatever meets any reading; with `strictly` any in which the rules ask most.

    Rules that ask less are met by more. A member from an open country is admitted only where that country counts, unless it
    may take part as another country: then neither reading is wider than the other.
    """
    found, codes = readings(call, concerned), call.open_countries.intersection(concerned)
    either = {code for code in codes if call.other_countries.may_admit(code, call.year)}
    least = any(one.loosely for one in found) and not strictly
    return tuple(one.call for one in found if one.loosely == least and codes - either <= one.counted)


@lru_cache(maxsize=KEPT)
def _readings(call: Same[Call], codes: frozenset[str]) -> tuple[Plain, ...]:
    return tuple(_each(call.thing, codes))


def _each(call: Call, codes: frozenset[str]) -> Iterator[Plain]:
    loosely = tuple(rule.loosely for rule in call.rules if rule.loosely is not None)
    if not codes and loosely == call.rules:
        yield Plain(call, codes, loosely=False)
        return
    strictly = tuple(rule.strictly for rule in call.rules)
    for number in range(len(codes) + 1):
        for counted in map(frozenset, combinations(sorted(codes), number)):
            plain = {"open_countries": frozenset(), "counting_countries": call.counting_countries | counted}
            if loosely != call.rules:
                yield Plain(call.model_copy(update={**plain, "rules": loosely}), counted, loosely=True)
            yield Plain(call.model_copy(update={**plain, "rules": strictly}), counted, loosely=False)
