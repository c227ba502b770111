"""The verdict in two lines: as planned, and with those alone who have joined; and in one sentence before them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from matchmaker.eligibility.checking import check
from matchmaker.eligibility.facts import Consortium
from matchmaker.eligibility.findings import Report
from matchmaker.language import N_, Message, nN_, nsay, say, together
from matchmaker.programme.calls import Call

_THERE: Final = nN_("%(n)s has joined so far: %(rules)s.", "%(n)s have joined so far: %(rules)s.")
_WITHOUT: Final = nN_("without the others %(n)s rule is not met yet", "without the others %(n)s rules are not met yet")
_EVEN_IF: Final = nN_(
    "Even if all %(all)s say yes, %(n)s rule is not met.", "Even if all %(all)s say yes, %(n)s rules are not met."
)
_IF: Final = nN_(
    "If all %(all)s say yes, no rule fails; %(n)s is still to be confirmed.",
    "If all %(all)s say yes, no rule fails; %(n)s are still to be confirmed.",
)
_FAIL: Final = nN_("All have joined, but %(n)s rule is not met.", "All have joined, but %(n)s rules are not met.")
_OPEN: Final = nN_(
    "All have joined, and no rule fails; %(n)s is still to be confirmed.",
    "All have joined, and no rule fails; %(n)s are still to be confirmed.",
)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """planned: about everybody, asked or not. joined: about those alone who have joined, as far as it decides the verdict.

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

    @property
    def sentence(self) -> Message:
        """What both come to: what is so once everybody has said yes, and what is so today."""
        failing, unknown = _count(self.planned, "fail"), _count(self.planned, "unknown")
        if not self.awaited:
            said = nsay(*_OPEN, unknown) if unknown else say(N_("All have joined, and every rule is met."))
            return nsay(*_FAIL, failing) if failing else said
        everybody = self.there + self.awaited
        if failing:
            planned = nsay(*_EVEN_IF, failing, all=everybody)
        elif unknown:
            planned = nsay(*_IF, unknown, all=everybody)
        else:
            planned = say(N_("If all %(all)s say yes, every rule is met."), all=everybody)
        return together((planned, self._today))

    @property
    def _today(self) -> Message:
        """What is so with those who have joined alone."""
        if not self.there:
            return say(N_("Nobody has joined so far."))
        if failing := _count(self.joined, "fail"):
            rules = nsay(*_WITHOUT, failing)
        elif _count(self.joined, "unknown"):
            rules = say(N_("without the others no rule fails, but not everything is confirmed"))
        else:
            rules = say(N_("without the others every rule is met, too"))
        return nsay(*_THERE, self.there, rules=rules)


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
    return Verdicts(planned, check(alone, call, today, beside=False), len(there), len(consortium.members) - len(there))


def _count(report: Report, status: str) -> int:
    """How many findings about the composition are so."""
    return sum(one.status == status for one in report.rules)


def _met(report: Report) -> frozenset[str]:
    """Rules of which every finding says that they are met: one rule may say several."""
    rules = report.rules
    return frozenset(one.rule for one in rules) - {one.rule for one in rules if one.status != "pass"}
