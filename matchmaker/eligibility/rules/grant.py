"""Whether the amount asked for is one that the call gives."""

from collections.abc import Iterable

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.language import N_, Message, say
from matchmaker.programme.application import Grant
from matchmaker.programme.money import Euro

EXPLANATION = N_("The amount asked for is one of the call's lump sums, or within its limits.")

MONTHS_PER_YEAR = 12


def check(reading: Reading) -> Iterable[Finding]:
    """`grant`: a lump sum of the call, or between its lowest and highest amount for this duration and size."""
    asked, grant = reading.consortium.project.grant, reading.call.grant
    if asked is None or grant is None:
        return
    lowest, highest = grant.min, _highest(grant, reading)
    if grant.kind == "lump_sum_options":
        fits = asked in grant.options
        allowed = say(N_("the lump sums are %(options)s"), options=tuple(Euro(option) for option in grant.options))
    else:
        fits = (lowest is None or lowest <= asked) and (highest is None or asked <= highest)
        allowed = _allowed(lowest, highest)
    text = N_("%(amount)s asked for; %(allowed)s.") if fits else N_("%(amount)s cannot be asked for; %(allowed)s.")
    yield Finding(
        rule="grant",
        scope="project",
        status="pass" if fits else "fail",
        message=say(text, amount=Euro(asked), allowed=allowed),
        required=None if fits else lowest if lowest is not None and asked < lowest else highest,
        found=asked,
        source=grant.source,
    )


def _highest(grant: Grant, reading: Reading) -> int | None:
    """The highest amount for the months and the number of organisations, as far as these are known."""
    months = reading.consortium.project.months
    limits = [grant.max]
    if months is not None and grant.per_month is not None:
        limits.append(grant.per_month * months)
    if months is not None and grant.kind == "per_org_per_year" and grant.amount is not None:
        limits.append(grant.amount * len(reading.entities) * months // MONTHS_PER_YEAR)
    if grant.kind == "by_duration":
        limits.append(grant.by_duration.get(str(months), max(grant.by_duration.values(), default=None)))
    return min((limit for limit in limits if limit is not None), default=None)


def _allowed(lowest: int | None, highest: int | None) -> Message:
    """The limits, in words."""
    if lowest is not None and highest is not None:
        return say(N_("possible are %(min)s to %(max)s"), min=Euro(lowest), max=Euro(highest))
    if highest is not None:
        return say(N_("possible are at most %(max)s"), max=Euro(highest))
    return say(N_("the call states no limit that could be checked"))
