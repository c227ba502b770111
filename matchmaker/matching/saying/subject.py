"""The subject of what is said: one proposed consortium with all that reasons, summary and open points are derived from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from matchmaker.eligibility.findings import Finding, Report
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import Request, Seat
from matchmaker.language import Message
from matchmaker.matching import conditions
from matchmaker.matching.score import Formula
from matchmaker.programme import sentences
from matchmaker.programme.calls import Call
from matchmaker.programme.rules import CountryMinimum, Scope
from matchmaker.programme.same import Same


@dataclass(frozen=True, slots=True)
class Subject:
    """One proposed consortium, checked and scored.

    present, partners: organisations. filled: seat -> ids that fill it. joint_projects: id of a suggested partner -> ids of
    projects it did with members present; titles: id of a project -> title, as far as known. left: suggested partner -> ids
    of the rules that fail once it has left (`eligibility.withdrawals`).
    """

    call: Call
    request: Request
    present: Sequence[Organisation]
    partners: Sequence[Organisation]
    coordinator: str
    filled: Sequence[tuple[Seat, tuple[str, ...]]]
    joint_projects: Mapping[str, tuple[str, ...]]
    report: Report
    formula: Formula
    left: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def members(self) -> tuple[Organisation, ...]:
        """All of them, those present first."""
        return (*self.present, *self.partners)

    def others(self, one: Organisation) -> list[Organisation]:
        """Everybody but that one."""
        return [other for other in self.members if other.id != one.id]

    def in_scope(self, one: Organisation, scope: Scope) -> bool:
        """Whether rules with that scope are about the organisation."""
        return scope == "all" or conditions.counts(self.call, one.country) == (scope == "counting")

    def met(self) -> dict[str, Finding]:
        """The rules that are met: id -> the first finding about it."""
        return {one.rule: one for one in reversed(self.report.rules) if one.status == "pass"}

    def country_minima(self) -> dict[str, CountryMinimum]:
        """The rules that ask how many countries members come from, of whatever class: id -> how many."""
        stated = {rule.id: rule.country_minimum for rule in self.call.rules if not rule.only_warns}
        return {rule: one for rule, one in stated.items() if one is not None and not one.classes}

    def sentences(self) -> Mapping[str, Message]:
        """The call's rules in words, by id."""
        return _sentences(Same(self.call))


@lru_cache(maxsize=64)
def _sentences(call: Same[Call]) -> Mapping[str, Message]:
    return MappingProxyType({one.id: one.sentence for one in reversed(sentences.of(call.thing))})


def provides(finding: Finding, one: str) -> bool:
    """Whether a finding names somebody among those who provide what it found."""
    groups = finding.witness.values() if isinstance(finding.witness, Mapping) else (finding.witness,)
    return any(one in ids for ids in groups)
