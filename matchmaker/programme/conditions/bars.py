"""Who may take part in no action: what the Programme Guide bars whatever the call, by country and kind of body."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import ClassVar, Literal

from matchmaker.language import N_, Message, say
from matchmaker.programme import reading
from matchmaker.programme.classes import ClassId
from matchmaker.programme.conditions.condition import Condition
from matchmaker.programme.countries import CountryCode
from matchmaker.programme.statements import Named, Sourced

BARRED = "barred-everywhere"


class Bar(Sourced, Named):
    """Organisations of some countries (none named: of any) in one of some actor classes (none named: all of them).

    since: the first call year whose guide says so. associated: whether they may not be associated partners either.
    in_calls_of: who manages the calls they are barred from; with_proof_in: those that admit who shows that it has no conflict
    of interest.
    """

    slug: str
    since: int
    countries: frozenset[CountryCode] = frozenset()
    classes: tuple[ClassId, ...] = ()
    associated: bool
    in_calls_of: tuple[Literal["NA", "EACEA"], ...]
    with_proof_in: tuple[Literal["NA", "EACEA"], ...] = ()


class Bars(Condition):
    """All that hold in a call. proof: those whose organisations it admits if they show that they have no conflict of interest."""

    key: ClassVar[str] = "bars"
    ids: ClassVar[frozenset[str]] = frozenset({BARRED})

    held: tuple[Bar, ...]
    proof: frozenset[str] = frozenset()

    def sentences(self, year: int) -> Iterator[tuple[str, Message]]:
        """Who it is, one sentence for all; those who may take part with proof stand by themselves."""
        barred = tuple(bar for bar in self.held if bar.slug not in self.proof)
        sentence = say(N_("Nobody takes part whom the Programme Guide excludes from all calls: %(bars)s"), bars=barred)
        if self.proof:
            text = N_("%(sentence)s; only with proof that they have no conflict of interest: %(bars)s")
            sentence = say(text, sentence=sentence, bars=tuple(bar for bar in self.held if bar.slug in self.proof))
        yield BARRED, sentence

    @property
    def named_classes(self) -> Iterable[str]:
        """Those of all bars."""
        return (name for bar in self.held for name in bar.classes)


_BARS = reading.shipped("bars", Bar, "slug")


@cache
def of(year: int, managed_by: str) -> Bars | None:
    """The bars that hold in a call of that year, by who manages it; None where we carry none."""
    held = [bar for bar in _BARS.values() if bar.since <= year and managed_by in (*bar.in_calls_of, *bar.with_proof_in)]
    if not held:
        return None
    proof = frozenset(bar.slug for bar in held if managed_by in bar.with_proof_in)
    return Bars(held=tuple(held), proof=proof, ev="F", source="; ".join(dict.fromkeys(bar.source for bar in held)))
