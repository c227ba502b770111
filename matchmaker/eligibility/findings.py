"""What a check says: a status, a sentence, numbers, who provides it, and where the rule was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from matchmaker.language import N_, Message, say

Status = Literal["pass", "fail", "unknown", "warning"]
Verdict = Literal["eligible", "ineligible", "unknown"]
FindingScope = Literal["composition", "project", "documents", "caps", "recommendations", "data", "award", "unverified"]
Witness = tuple[str, ...] | Mapping[str, tuple[str, ...]]
"""Ids of the members that provide it; for rules by country, class, slot or shared identifier: key -> ids."""

ONLY_WARNING = frozenset({"added-value", "n-minus-1"})
"""Composition findings that warn or find nothing to warn of; no verdict rests on them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's answer.

    required, found: numbers where the rule counts. witness: who provides it. missing: ids of the members that stand in
    the way, or whose data are missing. advice: it is about a rule of the call that only warns.
    """

    rule: str
    scope: FindingScope
    status: Status
    message: Message
    required: int | None = None
    found: int | None = None
    witness: Witness = ()
    missing: tuple[str, ...] = ()
    source: str = ""
    advice: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one consortium under one call; the verdict is about scope `composition` alone.

    round: the number of the round it was measured to, None where none is known.
    """

    call: str
    version: str
    findings: tuple[Finding, ...]
    round: int | None = None
    variant: str | None = None

    @property
    def verdict(self) -> Verdict:
        """`ineligible` if any composition rule fails, else `unknown` if any is unknown, else `eligible`."""
        statuses = {finding.status for finding in self.rules}
        if "fail" in statuses:
            return "ineligible"
        return "unknown" if "unknown" in statuses else "eligible"

    @property
    def rules(self) -> tuple[Finding, ...]:
        """The composition rules that were judged: as many for every consortium under one call."""
        judged = (f for f in self.findings if f.scope == "composition" and f.status != "warning" and not f.advice)
        return tuple(f for f in judged if f.rule not in ONLY_WARNING)

    @property
    def failing(self) -> frozenset[str]:
        """The ids of the composition rules that fail."""
        return frozenset(finding.rule for finding in self.rules if finding.status == "fail")

    @property
    def summary(self) -> Message:
        """The verdict in words, with how many rules are met."""
        met = sum(finding.status == "pass" for finding in self.rules)
        match self.verdict:
            case "eligible":
                text = N_("Composition check passed (%(met)s of %(total)s rules)")
            case "ineligible":
                text = N_("Composition check not passed (%(met)s of %(total)s rules met)")
            case "unknown":
                text = N_("Composition check still open (%(met)s of %(total)s rules met, the others to be confirmed)")
        return say(text, met=met, total=len(self.rules))
