"""The check: every rule of a call put to a consortium, in a fixed order, none skipped because another failed."""

from datetime import date

from matchmaker.eligibility import conditions, minima
from matchmaker.eligibility.facts import Consortium
from matchmaker.eligibility.findings import Report
from matchmaker.eligibility.reading import read
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
    where_to_apply,
)
from matchmaker.programme import rounds
from matchmaker.programme.calls import Call

ALWAYS = (one_entity_once, n_minus_1)
"""What every call has beside its rules and conditions."""
BESIDE = (
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


def check(consortium: Consortium, call: Call, today: date) -> Report:
    """All findings about `consortium` under `call`, in the round it names, else in the usual one; `today` is the day in Brussels.

    Never raises on facts and never depends on the order of the members. The composition comes first: the call's own
    rules in their order, then its conditions, then what every call has.
    """
    home = None if consortium.coordinator is None else consortium.coordinator.country
    call = call.in_round(rounds.chosen(call, consortium.round, home, today))
    reading = read(consortium, call, today)
    rest = (finding for rule in (*ALWAYS, *BESIDE) for finding in rule.check(reading))
    return Report(call.id, call.version, (*minima.check(reading), *conditions.check(reading), *rest), call.seen_in)
