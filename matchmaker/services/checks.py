"""Checking a consortium document against a call: parse, check, answer. No database."""

from collections.abc import Mapping
from datetime import date

from matchmaker import eligibility
from matchmaker.eligibility.facts import Consortium, Member, Project
from matchmaker.eligibility.findings import Finding, Report
from matchmaker.errors import Invalid
from matchmaker.inputs.consortium import ConsortiumDocument, MemberDocument
from matchmaker.language import N_, SOURCE, render, say
from matchmaker.programme.guides import Guide


def check_document(document: ConsortiumDocument, call_id: str | None, guide: Guide, today: date) -> Report:
    """The document under `call_id`, or under its own call. Raises `Invalid` when neither names one, `NotFound` if unknown."""
    wanted = call_id or document.call
    if wanted is None:
        raise Invalid({"call": say(N_("is missing"))})
    return eligibility.check(consortium_of(document), guide.call(wanted), today)


def consortium_of(document: ConsortiumDocument) -> Consortium:
    """The facts a document states."""
    project = document.project
    return Consortium(
        members=tuple(_member(member) for member in document.members),
        project=Project(
            type=project.type,
            months=project.months,
            grant=project.grant,
            priorities=project.priorities,
            activities=project.activities,
            flags=project.flags,
        ),
    )


def report_json(report: Report) -> dict[str, object]:
    """The answer of `check --json`: verdict and findings, the messages in English."""
    return {
        "call": report.call,
        "version": report.version,
        "verdict": report.verdict,
        "summary": render(report.summary, SOURCE),
        "findings": [_finding_json(finding) for finding in report.findings],
    }


def _member(member: MemberDocument) -> Member:
    return Member(
        id=member.id,
        role=member.role,
        name=member.name,
        country=member.country,
        type=member.type,
        flags=member.flags,
        established=member.established,
        oid=member.oid,
        pic=member.pic,
        registration=member.registration,
        added_value=member.added_value,
    )


def _finding_json(finding: Finding) -> dict[str, object]:
    witness = finding.witness
    return {
        "rule": finding.rule,
        "scope": finding.scope,
        "status": finding.status,
        "message": render(finding.message, SOURCE),
        "required": finding.required,
        "found": finding.found,
        "witness": {key: list(ids) for key, ids in witness.items()} if isinstance(witness, Mapping) else list(witness),
        "missing": list(finding.missing),
        "source": finding.source,
    }
