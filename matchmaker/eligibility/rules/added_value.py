"""What members from outside the programme countries must show."""

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.eligibility.wording import ids, with_countries
from matchmaker.language import N_, say

EXPLANATION = N_("A member from outside the programme countries shows what it alone can add, else the assessor removes it.")


def check(reading: Reading) -> list[Finding]:
    """`added-value`, where it is the call's condition and such a member takes part: a warning while nothing is written."""
    abroad = [member for member in reading.members if not reading.counts(member)]
    if reading.call.other_countries.condition != "essential_added_value" or not abroad:
        return []
    silent = [member for member in abroad if not (member.added_value or "").strip()]
    if silent:
        message = say(
            N_("Essential added value is not described yet: %(names)s. Without it the assessor removes the organisation."),
            names=with_countries(silent, reading.call.year),
        )
    else:
        message = say(N_("Essential added value is described: %(names)s."), names=with_countries(abroad, reading.call.year))
    return [
        Finding(
            rule="added-value",
            scope="composition",
            status="warning" if silent else "pass",
            message=message,
            required=len(abroad),
            found=len(abroad) - len(silent),
            witness=ids(member for member in abroad if member not in silent),
            missing=ids(silent),
            source=reading.call.other_countries.source,
        )
    ]
