"""The calls that fit what somebody answered. No database."""

from collections.abc import Iterable
from datetime import datetime

from matchmaker.eligibility import finder
from matchmaker.eligibility.finder import Fit, Wanted
from matchmaker.inputs.finder import CallQuestions
from matchmaker.programme.calls import Call
from matchmaker.programme.kinds import KINDS


def find_calls(calls: Iterable[Call], asked: CallQuestions, now: datetime) -> list[Fit]:
    """Every call that takes applications or will, the smallest first, each with what speaks against it."""
    kind = KINDS[asked.kind] if asked.kind else None
    wanted = Wanted(
        type=kind.type if kind else None,
        flags=kind.flags if kind else frozenset(),
        country=asked.country,
        field=asked.field,
        months=asked.months,
        organisations=asked.organisations,
        countries=asked.countries,
        money=asked.money,
    )
    return finder.find(calls, wanted, now)
