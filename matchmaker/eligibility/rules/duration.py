"""Whether the project lasts as long as the call allows."""

from collections.abc import Iterable

from matchmaker.eligibility.findings import Finding, Status
from matchmaker.eligibility.reading import Reading
from matchmaker.language import N_, Message, say
from matchmaker.programme import wording
from matchmaker.programme.dates import Duration

EXPLANATION = N_("The project lasts as many months as the call allows.")


def check(reading: Reading) -> Iterable[Finding]:
    """`duration`: within the range, or one of the values allowed; a flag of the project may allow more.

    Where the guide says `normally`, another duration is a warning.
    """
    months, duration = reading.consortium.project.months, reading.call.duration_months
    if months is None or duration is None:
        return
    longest = duration.max
    if duration.max_if and duration.max_if.flag in reading.consortium.project.flags:
        longest = duration.max_if.max
    fits = (
        months in duration.allowed
        if duration.allowed
        else (duration.min is None or duration.min <= months) and (longest is None or months <= longest)
    )
    status: Status
    if fits:
        status, text = "pass", N_("%(months)s months; %(allowed)s.")
    elif duration.normally:
        status, text = "warning", N_("%(months)s months are unusual; %(allowed)s.")
    else:
        status, text = "fail", N_("%(months)s months are not possible; %(allowed)s.")
    yield Finding(
        rule="duration",
        scope="project",
        status=status,
        message=say(text, months=months, allowed=_allowed(duration, longest)),
        required=None if fits else longest if longest is not None and months > longest else duration.min,
        found=months,
        source=duration.source,
    )


def _allowed(duration: Duration, longest: int | None) -> Message:
    """What the call allows, in words."""
    if duration.normally:
        return say(N_("the call says: %(months)s"), months=wording.duration(duration))
    if duration.allowed:
        return say(N_("the call allows %(months)s"), months=duration.allowed)
    if duration.min is not None and duration.min == longest:
        return say(N_("the call asks for exactly %(months)s"), months=longest)
    if longest is None:
        return say(N_("the call asks for at least %(months)s"), months=duration.min)
    return say(N_("the call allows %(min)s to %(max)s"), min=duration.min or 1, max=longest)
