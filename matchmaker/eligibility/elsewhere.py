"""Which other calls a consortium could apply to: each checked as it is, those it is nearest to first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from matchmaker.eligibility.checking import check
from matchmaker.eligibility.facts import Consortium, Project
from matchmaker.eligibility.findings import Finding, Report
from matchmaker.language import SOURCE, render
from matchmaker.programme.calls import Call
from matchmaker.programme.titles import Together

_FAR: Final = 2
"""How far a call of another field is, which one of another action in the same field is not."""


@dataclass(frozen=True, slots=True)
class Possibility:
    """A call, seen in the round that would count. missing: how many partners have to be found at the least, as far as is known.

    far: 0 for the action and field of the call that the consortium is for, more for others.
    """

    call: Call
    report: Report
    missing: int
    far: int

    @property
    def failing(self) -> tuple[Finding, ...]:
        """What is not met."""
        return tuple(one for one in self.report.rules if one.status == "fail")

    @property
    def unknown(self) -> tuple[Finding, ...]:
        """What is not known yet."""
        return tuple(one for one in self.report.rules if one.status == "unknown")


@dataclass(frozen=True, slots=True)
class Group:
    """Calls of one action that say the same of the consortium, the fields apart."""

    possibilities: tuple[Possibility, ...]

    @property
    def first(self) -> Possibility:
        """Any of them, to tell what all say."""
        return self.possibilities[0]

    def label(self, language: str) -> str:
        """The words with which the titles of all begin; one call's own title."""
        return Together(tuple(one.call for one in self.possibilities)).label(language)


def compare(consortium: Consortium, own: Call, calls: Iterable[Call], today: date) -> list[Possibility]:
    """The consortium under each of these calls, nearest first: fewest rules that fail, then fewest partners missing.

    own: the call it is for; what it says of its project holds for that one alone. A call that is seen in a round is judged in it,
    else in the usual one.
    """
    return sorted((_under(consortium, own, call, today) for call in calls), key=_order)


def in_groups(listed: Iterable[Possibility]) -> list[Group]:
    """In the same order, those of one action and date that say the same together."""
    found: dict[object, list[Possibility]] = {}
    for one in listed:
        said = tuple(render(finding.message, SOURCE) for finding in (*one.failing, *one.unknown))
        call = one.call
        same = (
            call.action,
            call.provisional,
            call.managed_by,
            call.seen_in,
            call.deadline,
            one.report.verdict,
            one.missing,
            said,
        )
        found.setdefault(same, []).append(one)
    return [Group(tuple(group)) for group in found.values()]


def _under(consortium: Consortium, own: Call, call: Call, today: date) -> Possibility:
    elsewhere = consortium if call.id == own.id else replace(consortium, project=Project(months=consortium.project.months))
    report = check(replace(elsewhere, round=call.seen_in), call, today, beside=False)
    return Possibility(call.in_round(report.round), report, _missing(consortium, call, report), _distance(own, call))


def _missing(consortium: Consortium, call: Call, report: Report) -> int:
    """How many partners would have to come: the most that any one rule of the call lacks."""
    counting = {rule.id for one in call.each_variant for rule in one.rules}
    lacking = (
        one.required - one.found
        for one in report.rules
        if one.status == "fail" and one.rule in counting and one.required is not None and one.found is not None
    )
    return max(0, call.least_named - len(consortium.taking_part), *lacking)


def _distance(own: Call, call: Call) -> int:
    if call.field == own.field:
        return int(call.action != own.action)
    return _FAR


def _order(one: Possibility) -> tuple[int, int, int, int, int]:
    return len(one.failing), one.missing, len(one.unknown), one.far, -one.call.least_named
