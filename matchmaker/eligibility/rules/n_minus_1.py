"""Whether the call's rules are still met without the members that may have to leave."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from matchmaker.eligibility import minima
from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, read
from matchmaker.eligibility.wording import ids, names
from matchmaker.language import N_, say, together
from matchmaker.programme import commitments
from matchmaker.programme.calls import Call

EXPLANATION = N_(
    "The rules are still met without members that may have to leave: those whose added value the assessor may not see."
)
WITH_TRUSTS = N_(
    "The rules are still met without members that may have to leave: those whose added value the assessor may not see,"
    " and Hungarian public-interest trusts, with which no grant can be signed (Council Decision (EU) 2022/2506)."
)


def explanation(call: Call) -> str:
    """What is looked at under this call."""
    return WITH_TRUSTS if commitments.of(call) else EXPLANATION


def check(reading: Reading) -> list[Finding]:
    """`n-minus-1`, where such members take part: a warning when the rest would not meet the call's rules."""
    leaving = [m for entity in reading.entities if any(_may_leave(entry, reading) for entry in entity) for m in entity]
    if not leaving:
        return []
    failing = n_minus_one(reading.consortium, reading.call, reading.today, leaving=ids(leaving))
    applicant = reading.consortium.coordinator in leaving
    if applicant:
        message = say(
            N_("%(names)s may have to leave the partnership, the coordinator among them: then another organisation must apply."),
            names=names(leaving),
        )
    elif failing:
        message = say(
            N_("%(names)s may have to leave the partnership; without them: %(failing)s"),
            names=names(leaving),
            failing=together(finding.message for finding in failing),
        )
    else:
        message = say(N_("The rules would also be met without %(names)s, who may have to leave."), names=names(leaving))
    return [
        Finding(
            rule="n-minus-1",
            scope="composition",
            status="warning" if failing or applicant else "pass",
            message=message,
            witness=ids(member for member in reading.members if member not in leaving),
            missing=ids(leaving),
        )
    ]


def n_minus_one(consortium: Consortium, call: Call, today: date, leaving: Collection[str]) -> tuple[Finding, ...]:
    """The call's rules about numbers, countries and classes that fail once the members with these ids have left."""
    staying = tuple(member for member in consortium.members if member.id not in leaving)
    remaining = read(replace(consortium, members=staying), call, today)
    return tuple(finding for finding in minima.check(remaining) if finding.status == "fail")


def _may_leave(member: Member, reading: Reading) -> bool:
    may_be_removed = reading.call.other_countries.may_be_removed and not reading.counts(member)
    return may_be_removed or any(member.declares(flag) for flag in commitments.of(reading.call))
