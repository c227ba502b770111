"""Whether those take part whom the guide recommends: never asked for, so nothing of the verdict rests on it."""

from collections.abc import Iterable

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.eligibility.wording import ids, names
from matchmaker.language import N_, say

EXPLANATION = N_("Whether those take part whom the guide recommends; they are not asked for.")


def check(reading: Reading) -> Iterable[Finding]:
    """For each recommendation, under its id: who follows it, or a warning."""
    for one in reading.call.recommendations:
        found = [member for member in reading.scope("all") if member.type in one.types]
        followed = len(found) >= one.min
        if followed:
            message = say(N_("%(recommendation)s: %(names)s."), recommendation=one.text, names=names(found))
        else:
            message = say(N_("Recommended, not required: %(recommendation)s."), recommendation=one.text)
        yield Finding(
            rule=one.id,
            scope="recommendations",
            status="pass" if followed else "warning",
            message=message,
            required=one.min,
            found=len(found),
            witness=ids(found),
            source=one.source,
        )
