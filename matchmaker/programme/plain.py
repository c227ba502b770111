"""A call as plain calls: each *variant* it admits by itself, and of what is in doubt each *reading* by itself.

In doubt are rules that no source settles, and in a provisional call the countries that mean to take part in its year. A plain
call has neither variants nor doubts.
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


def variants(call: Call) -> tuple[Call, ...]:
    """The call as each of its variants, of which a proposal is one; itself where it has none."""
    return _variants(Same(call))


def variant(call: Call, named: str | None) -> Call | None:
    """The call as the variant with that id; itself where it has none, None where that is none of several."""
    each = variants(call)
    return each[0] if len(each) == 1 else next((one for one in each if one.variant and one.variant.id == named), None)


def asked(call: Call, named: str | None) -> tuple[Call, ...]:
    """The variants of which a proposal may be one: that with the id that is named, else all."""
    one = variant(call, named)
    return variants(call) if one is None else (one,)


def readings(call: Call, concerned: Iterable[str]) -> tuple[Plain, ...]:
    """All of them, of a call without variants, as far as the countries concerned (codes as they count) tell them apart.

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
def _variants(call: Same[Call]) -> tuple[Call, ...]:
    return call.thing.each_variant


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
