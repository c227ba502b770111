"""What the plan of the project keeps to in numbers: said once, as the plan itself is not known here."""

from collections.abc import Iterable

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.language import N_, say


def check(reading: Reading) -> Iterable[Finding]:
    """`limits`: shares of the budget, work packages; with amounts where the grant asked for is known."""
    assessment, limits = reading.call.assessment, reading.call.limits(reading.consortium.project.grant)
    if assessment and assessment.limits and limits:
        message = say(N_("To keep to in the plan: %(limits)s."), limits=limits)
        yield Finding("limits", "project", "warning", message, source=assessment.limits.source)
