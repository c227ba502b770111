"""The check: every rule of a call put to a consortium, in a fixed order, none skipped because another failed."""

from collections.abc import Iterator
from datetime import date

from matchmaker.eligibility import minima
from matchmaker.eligibility.facts import Consortium
from matchmaker.eligibility.findings import Finding, Report
from matchmaker.eligibility.reading import Reading, read
from matchmaker.eligibility.rules import (
    activities,
    added_value,
    caps,
    coordinator,
    country_admissible,
    deadline,
    declarations,
    documents,
    duration,
    forbidden_classes,
    grant,
    identifiers,
    member_types,
    n_minus_1,
    one_entity_once,
    priority_chosen,
    project_type,
    unverified,
)
from matchmaker.programme.calls import Call

BESIDE = (priority_chosen, project_type, activities, duration, grant, deadline, documents, caps, identifiers, unverified)
"""What is judged beside the composition and never changes the verdict, in the order of the report."""


def check(consortium: Consortium, call: Call, today: date) -> Report:
    """All findings about `consortium` under `call`; `today` (Brussels) matters where no deadline is known.

    Never raises on facts and never depends on the order of the members. The composition comes first: the call's own
    rules in their order, then the conditions every call has.
    """
    reading = read(consortium, call, today)
    beside = (finding for rule in BESIDE for finding in rule.check(reading))
    return Report(call.id, call.version, (*minima.check(reading), *_conditions(reading), *beside))


def _conditions(reading: Reading) -> Iterator[Finding]:
    """Who may apply, who may take part, what they must hold, and each legal entity once."""
    call = reading.call
    yield from coordinator.check(call.coordinator, reading)
    if call.member_types:
        yield member_types.check(call.member_types, reading)
    if call.forbidden_classes:
        yield forbidden_classes.check(call.forbidden_classes, reading)
    yield country_admissible.check(reading)
    yield from added_value.check(reading)
    for declaration in call.declarations:
        yield declarations.check(declaration, reading)
    yield from one_entity_once.check(reading)
    yield from n_minus_1.check(reading)
