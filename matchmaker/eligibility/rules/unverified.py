"""What about the call's own data is not verified."""

from collections.abc import Iterable

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.language import N_, say
from matchmaker.programme import wording

EXPLANATION = N_("What our data about this call could not confirm; read the Programme Guide of the year.")


def check(reading: Reading) -> Iterable[Finding]:
    """`provisional` for a call whose guide is not published, and `unverified` for each item of the call."""
    if reading.call.provisional:
        yield Finding("provisional", "unverified", "warning", wording.provisional(reading.call))
    for item in reading.call.unverified:
        yield Finding("unverified", "unverified", "warning", say(N_("Not verified: %(item)s."), item=item))
