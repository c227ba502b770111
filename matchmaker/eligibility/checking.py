"""The check: every rule of a call put to a consortium, in a fixed order, none skipped because another failed."""

from datetime import date

from matchmaker.eligibility import conditions, minima
from matchmaker.eligibility.facts import Consortium
from matchmaker.eligibility.findings import Report
from matchmaker.eligibility.merging import merged
from matchmaker.eligibility.reading import Reading, country, read
from matchmaker.eligibility.rules import (
    activities,
    award,
    caps,
    deadline,
    documents,
    duration,
    grant,
    identifiers,
    limits,
    n_minus_1,
    one_entity_once,
    priority_chosen,
    project_type,
    recommendations,
    tasks,
    unverified,
    variant,
    where_to_apply,
)
from matchmaker.programme import plain, rounds
from matchmaker.programme.calls import Call

ALWAYS = (one_entity_once, n_minus_1)
"""What every call has beside its rules and conditions."""
BESIDE = (
    variant,
    priority_chosen,
    project_type,
    activities,
    tasks,
    duration,
    grant,
    limits,
    deadline,
    documents,
    caps,
    recommendations,
    where_to_apply,
    identifiers,
    award,
    unverified,
)
"""What is judged beside the composition and never changes the verdict, in the order of the report."""


def check(consortium: Consortium, call: Call, today: date, *, beside: bool = True) -> Report:
    """All findings about `consortium` under `call`, in the round it names, else in the usual one; `today` is the day in Brussels.

    Never raises on facts and never depends on the order of the members. The composition comes first: the call's own
    rules in their order, then its conditions, then what every call has. What the readings of the call do not agree about is
    unknown. Of several variants it is judged as the one it names, else as the one that fits best. beside: whether to look also at
    what never changes the verdict; without it takes half the time.
    """
    asked = plain.asked(call, consortium.project.variant)
    return min((_in_readings(consortium, one, today, beside) for one in asked), key=_misfit)


def seen_as(consortium: Consortium, call: Call, today: date) -> Call:
    """The call as the variant that a consortium is judged as; itself where it has none."""
    if not call.variants:
        return call
    return plain.variant(call, check(consortium, call, today).variant) or call


def _misfit(report: Report) -> tuple[int, int, int]:
    """How far a report is from a yes, the least for the nearest."""
    statuses = [finding.status for finding in report.rules]
    return ("eligible", "unknown", "ineligible").index(report.verdict), statuses.count("fail"), statuses.count("unknown")


def _in_readings(consortium: Consortium, call: Call, today: date, beside: bool) -> Report:
    """The findings of all readings of a call without variants."""
    home = None if consortium.coordinator is None else consortium.coordinator.country
    number = rounds.chosen(call, consortium.round, home, today)
    readings = plain.readings(call, {country(member) for member in consortium.members})
    return merged(call, [(one, _check(read(consortium, one.call.in_round(number), today), beside)) for one in readings])


def _check(reading: Reading, beside: bool) -> Report:
    """The findings of one reading."""
    rest = (finding for rule in (*ALWAYS, *(BESIDE if beside else ())) for finding in rule.check(reading))
    call, findings = reading.call, (*minima.check(reading), *conditions.check(reading), *rest)
    return Report(call.id, call.version, findings, call.seen_in, call.variant.id if call.variant else None)
