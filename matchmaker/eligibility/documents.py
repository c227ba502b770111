"""A report as a document: the answer of `check --json`, the messages in English."""

from collections.abc import Mapping

from matchmaker.eligibility.findings import Finding, Report, Witness
from matchmaker.language import SOURCE, render


def report_json(report: Report) -> dict[str, object]:
    """Verdict and findings."""
    return {
        "call": report.call,
        **({} if report.round is None else {"round": report.round}),
        **({} if report.variant is None else {"variant": report.variant}),
        "version": report.version,
        "verdict": report.verdict,
        "summary": render(report.summary, SOURCE),
        "findings": [_finding_json(finding) for finding in report.findings],
    }


def witness_json(witness: Witness) -> dict[str, list[str]] | list[str]:
    """Ids, or key -> ids."""
    return {key: list(ids) for key, ids in witness.items()} if isinstance(witness, Mapping) else list(witness)


def _finding_json(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "scope": finding.scope,
        "status": finding.status,
        "message": render(finding.message, SOURCE),
        "required": finding.required,
        "found": finding.found,
        "witness": witness_json(finding.witness),
        "missing": list(finding.missing),
        "source": finding.source,
        **({"advice": True} if finding.advice else {}),
    }
