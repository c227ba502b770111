"""What a call asks of each member, or of whoever applies, taken alone: each condition sent to its file."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Protocol

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.eligibility.rules import (
    associated_partners,
    bars,
    coordinator,
    declarations,
    forbidden_classes,
    member_types,
    other_countries,
)
from matchmaker.programme.calls import Call


class Condition(Protocol):
    """A file of `rules` that answers a condition."""

    def explanations(self, condition: Any, /) -> Iterable[str]:
        """What is asked, in words, as ids of messages."""
        ...

    def check(self, condition: Any, reading: Reading, /) -> Iterable[Finding]:
        """What the condition answers."""
        ...


CONDITIONS: Final[Mapping[str, Condition]] = {
    "coordinator": coordinator,
    "member_types": member_types,
    "forbidden_classes": forbidden_classes,
    "other_countries": other_countries,
    "associated_partners": associated_partners,
    "bars": bars,
    "declarations": declarations,
}
"""A condition's `key` -> the file that answers it."""


def check(reading: Reading) -> Iterator[Finding]:
    """The findings about each condition of the call, in its order."""
    for stated in reading.call.conditions:
        yield from CONDITIONS[stated.key].check(stated, reading)


def explanations(call: Call) -> Iterator[str]:
    """What the call's conditions ask, in their order; twice where one is stated twice."""
    for stated in call.conditions:
        yield from CONDITIONS[stated.key].explanations(stated)
