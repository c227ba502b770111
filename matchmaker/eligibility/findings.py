"""What a check says: a status, a sentence, numbers, who provides it, and where the rule was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from matchmaker.language import Message

Status = Literal["pass", "fail", "unknown", "warning"]
Verdict = Literal["eligible", "ineligible", "unknown"]
FindingScope = Literal["composition", "project", "documents", "caps", "data", "unverified"]
Witness = tuple[str, ...] | Mapping[str, tuple[str, ...]]
"""Ids of the members that provide it; for rules by country, class or slot: key -> ids."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's answer. `required` and `found` are numbers where the rule counts; `missing` names who is missing data."""

    rule: str
    scope: FindingScope
    status: Status
    message: Message
    required: int | None = None
    found: int | None = None
    witness: Witness = ()
    missing: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one consortium under one call; the verdict is about scope `composition` alone."""

    call: str
    version: str
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """`ineligible` if any composition rule fails, else `unknown` if any is unknown, else `eligible`."""
        statuses = {finding.status for finding in self.findings if finding.scope == "composition"}
        if "fail" in statuses:
            return "ineligible"
        return "unknown" if "unknown" in statuses else "eligible"
