"""What the page of an invitation showed when it ended, frozen as it read: nothing that happens later shows there."""

from matchmaker.documents.told import Frozen, Told, told
from matchmaker.eligibility.findings import FindingScope, Report, Status, Verdict
from matchmaker.eligibility.providers import providers


class Seated(Frozen):
    """A member: its name, its kind and official type, its country and its role as they were."""

    name: str
    kind: str | None
    type: str
    country: str
    role: str


class Judged(Frozen):
    """What one rule said, and who provided it."""

    scope: FindingScope
    status: Status
    message: Told
    providers: tuple[Told, ...]


class Check(Frozen):
    """What the rules said."""

    verdict: Verdict
    summary: Told
    findings: tuple[Judged, ...]

    @property
    def rules(self) -> tuple[Judged, ...]:
        """What the composition rules said."""
        return tuple(one for one in self.findings if one.scope == "composition")


class Ending(Frozen):
    """title, summary: of the consortium and its idea. holder: who asked; call: its id. check: None where none was kept."""

    title: str
    holder: str
    call: str
    summary: str = ""
    members: tuple[Seated, ...] = ()
    check: Check | None = None


def check(report: Report, members: dict[str, str], year: int) -> Check:
    """A report as it reads now. members: id -> name; year: of the call."""
    findings = [
        Judged(
            scope=one.scope,
            status=one.status,
            message=told(one.message),
            providers=tuple(told(who) for who in providers(one, members, year)),
        )
        for one in report.findings
    ]
    return Check(verdict=report.verdict, summary=told(report.summary), findings=tuple(findings))
