"""Whether the call is still open."""

from collections.abc import Iterable
from datetime import datetime

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.language import N_, say

EXPLANATION = N_("The call still takes applications; a closed call can be checked and practised with.")


def check(reading: Reading) -> Iterable[Finding]:
    """`deadline`: the next one; a warning when all are past or none is known. The day itself still counts as open."""
    rounds = sorted(deadline.local for deadline in reading.call.deadlines)
    ahead = [local for local in rounds if local.date() >= reading.today]
    if not rounds:
        message = say(N_("The deadline is not known yet."))
    elif ahead:
        message = say(N_("Applications until %(date)s, %(time)s Brussels time."), date=ahead[0].date(), time=_time(ahead[0]))
    else:
        message = say(
            N_("This call closed on %(date)s, %(time)s Brussels time; it can be practised with."),
            date=rounds[-1].date(),
            time=_time(rounds[-1]),
        )
    source = reading.call.deadlines[0].source if rounds else ""
    yield Finding("deadline", "project", "pass" if ahead else "warning", message, source=source)


def _time(local: datetime) -> str:
    return f"{local:%H:%M}"
