"""The verdict in two lines: as planned, and with those alone who have joined."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from matchmaker.eligibility.checking import check
from matchmaker.eligibility.facts import Consortium
from matchmaker.eligibility.findings import Report
from matchmaker.programme.calls import Call


@dataclass(frozen=True, slots=True)
class Verdicts:
    """planned: about everybody, asked or not. joined: about those alone who have joined.

    there, awaited: how many have joined, and how many have not.
    """

    planned: Report
    joined: Report
    there: int
    awaited: int

    @property
    def met(self) -> frozenset[str]:
        """The ids of the composition rules that are met as planned, and by those who have joined alone: no promise in it."""
        return _met(self.planned) & _met(self.joined)


def check_twice(consortium: Consortium, joined: Collection[str], call: Call, today: date) -> Verdicts:
    """Both verdicts. joined: ids of the members that have joined. Never raises on facts, as `check`.

    Those who have joined are judged in the round and as the kind of project that the whole is judged in.
    """
    planned = check(consortium, call, today)
    there = tuple(one for one in consortium.members if one.id in joined)
    if len(there) == len(consortium.members):
        return Verdicts(planned, planned, len(there), 0)
    project = replace(consortium.project, variant=planned.variant)
    alone = replace(consortium, members=there, project=project, round=planned.round)
    return Verdicts(planned, check(alone, call, today), len(there), len(consortium.members) - len(there))


def _met(report: Report) -> frozenset[str]:
    """Rules of which every finding says that they are met: one rule may say several."""
    rules = report.rules
    return frozenset(one.rule for one in rules) - {one.rule for one in rules if one.status != "pass"}
