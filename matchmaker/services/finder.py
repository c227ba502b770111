"""The calls that fit what somebody answered, or what an idea says. No database."""

from collections.abc import Iterable
from datetime import datetime

from matchmaker.eligibility import finder
from matchmaker.eligibility.finder import Fit, Wanted
from matchmaker.inputs.finder import CallQuestions
from matchmaker.models import Idea
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


def find_smaller(calls: Iterable[Call], idea: Idea, now: datetime) -> Fit | None:
    """The call for fewer organisations in the field of an idea's call that its organisation may take part in, if there is one.

    For whoever finds too few partners: the smallest that still asks for a partner.
    """
    listed = list(calls)
    own = next((one for one in listed if one.id == idea.call_id), None)
    if own is None:
        return None
    who = idea.organisation
    flags = frozenset(term.code for term in who.terms if term.vocabulary == "flag")
    wanted = Wanted(type=who.type, flags=flags, country=who.country)
    smaller = (one for one in listed if one.field == own.field and 1 < one.least_named < own.least_named)
    return next((one for one in finder.find(smaller, wanted, now) if one.fits), None)
