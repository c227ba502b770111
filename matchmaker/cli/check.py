"""`matchmaker check`: may this consortium apply? From a file, without a database."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from matchmaker import config
from matchmaker.cli.answers import answer, leave, print_lines, read_document, wrapped
from matchmaker.eligibility.explanations import checked, not_checked
from matchmaker.eligibility.findings import Finding, Report
from matchmaker.eligibility.providers import providers
from matchmaker.errors import Invalid
from matchmaker.inputs.consortium import ConsortiumDocument, parse
from matchmaker.language import SOURCE, Message, render
from matchmaker.programme import guides
from matchmaker.programme.calls import Call
from matchmaker.services.checks import check_document, report_json

MARKS = {"pass": "✓", "fail": "✗", "unknown": "?", "warning": "!"}
BESIDE = {
    "project": "The project",
    "documents": "Documents",
    "caps": "To ask before applying",
    "recommendations": "Recommended by the guide",
    "data": "Where to apply, and data for the form",
    "award": "What assessors look at: who supports it, as far as we know (this promises no points)",
    "unverified": "Not verified in our data about this call",
}


@click.command()
@click.argument("consortium", metavar="CONSORTIUM.json", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--call", "call_id", metavar="ID", help="Check under this call instead of the document's own.")
@click.option("--all-calls", is_flag=True, help="Check under every call.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document (with --all-calls an array).")
def check(consortium: Path, call_id: str | None, all_calls: bool, as_json: bool) -> None:
    """Check the consortium in CONSORTIUM.json (- reads standard input) against a call's composition rules."""
    if call_id and all_calls:
        raise Invalid({"--call": "give either --call or --all-calls"})
    settings = config.read()
    guide, day = guides.load(settings.guide_dir), today(settings.now)
    document = consortium_in(consortium)
    if all_calls and document.call is None and document.round is not None:
        raise Invalid({f"{consortium}: round": "says of no call which of its rounds is meant: expected call beside it"})
    ids = list(guide.calls) if all_calls else [call_id]
    reports = [check_document(document, wanted, guide, day) for wanted in ids]
    yes = any(report.verdict == "eligible" for report in reports)
    if as_json:
        answers = [report_json(report) for report in reports]
        answer(answers if all_calls else answers[0], yes=yes)
    names = {member.id: member.name or member.id for member in document.members}
    for report in reports:
        call = guide.call(report.call)
        print_lines(*(_in_brief(report, call, day) if all_calls else _at_length(report, call, names)))
    leave(yes=yes)


def today(moved: datetime | None) -> date:
    """The date in Brussels, where deadlines are; `moved` is the clock that the settings name (UTC unless it says otherwise)."""
    now = datetime.now(UTC) if moved is None else moved if moved.tzinfo else moved.replace(tzinfo=UTC)
    return now.astimezone(ZoneInfo("Europe/Brussels")).date()


def consortium_in(path: Path) -> ConsortiumDocument:
    """The consortium in the file. Raises `Invalid` that names the file with each mistake."""
    raw = read_document(path)
    try:
        return parse(raw)
    except Invalid as error:
        raise Invalid({f"{path}: {key}" if key else str(path): message for key, message in error.problems.items()}) from None


def _in_brief(report: Report, call: Call, day: date) -> Iterator[str]:
    """One line with the verdict, and the rules that stand in the way."""
    mark = {"eligible": "✓", "ineligible": "✗", "unknown": "?"}[report.verdict]
    deadline = call.in_round(report.round).deadline
    closed = " (closed)" if deadline is not None and deadline.day < day else ""
    yield f"{mark} {call.id:20} {call.label(SOURCE)}{closed}: {render(report.summary, SOURCE)}"
    for finding in report.rules:
        if finding.status != "pass":
            yield wrapped(f"{MARKS[finding.status]} {finding.rule}: {render(finding.message, SOURCE)}", 4)


def _at_length(report: Report, call: Call, names: Mapping[str, str]) -> Iterator[str]:
    """The verdict, each rule with who provides it, what is judged beside it, and what was not checked."""
    yield f"{call.label(SOURCE)} ({call.id})"
    yield from (f"*** {render(warning, SOURCE)} ***" for warning in clock_warns(report))
    yield from ("", render(report.summary, SOURCE), "")
    for finding in report.findings:
        if finding.scope == "composition":
            yield from _lines(finding, names, call.year)
    for scope, title in BESIDE.items():
        findings = [finding for finding in report.findings if finding.scope == scope]
        if findings:
            yield from ("", title)
        over = _over(findings, call) if scope == "award" else {}
        for finding in findings:
            yield from over.get(finding.rule, ())
            yield from _lines(finding, names, call.year)
    yield from ("", "What was checked")
    yield from (wrapped(f"- {render(text, SOURCE)}", 2) for text in checked(call))
    yield from ("", "What was not checked")
    yield from (wrapped(f"- {render(text, SOURCE)}", 2) for text in not_checked(call))


def _over(findings: Sequence[Finding], call: Call) -> Mapping[str, tuple[str]]:
    """The award criterion, with its points, that stands over the first finding about it."""
    there = {finding.rule for finding in findings}
    shown = [
        (part, [one.id for one in part.elements if one.id in there])
        for part in (call.assessment.parts if call.assessment else ())
    ]
    return {rules[0]: (f"  {render(part.sentence, SOURCE)}",) for part, rules in shown if rules}


def _lines(finding: Finding, names: Mapping[str, str], year: int) -> Iterator[str]:
    """A finding's mark, rule and sentence; beneath it who provides it."""
    yield wrapped(f"{MARKS[finding.status]} {finding.rule:21} {render(finding.message, SOURCE)}", 2, 24)
    providing = providers(finding, names, year) if finding.scope == "composition" else ()
    if providing:
        yield wrapped("provided by: " + "; ".join(render(provider, SOURCE) for provider in providing), 26, 0)


def clock_warns(report: Report) -> list[Message]:
    """The banner of a round that is closed, whose deadline is not known, or of which nobody knows whether it is held."""
    return [finding.message for finding in report.findings if finding.rule == "deadline" and finding.status == "warning"]
