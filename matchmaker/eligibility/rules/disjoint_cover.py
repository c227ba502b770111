"""Places that different organisations must fill."""

from matchmaker.eligibility.assignment import assign
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, is_in
from matchmaker.eligibility.wording import ids, several
from matchmaker.language import N_, Message, say
from matchmaker.programme.rules import DisjointCover

EXPLANATION = N_("Different organisations fill the places asked for: one that is in two classes fills one place only.")


def check(rule: DisjointCover, reading: Reading) -> Finding:
    """One assignment of distinct members to `needs`."""
    places = [need for need, number in rule.needs.items() for _ in range(number)]
    filled = list(zip(places, assign(places, reading.scope("all"), is_in), strict=True))
    missing = [place for place, member in filled if member is None]
    message: Message
    if missing:
        message = say(
            N_("%(found)s of %(required)s places are filled by different organisations; missing: %(missing)s."),
            found=len(places) - len(missing),
            required=len(places),
            missing=several(missing),
        )
    else:
        message = say(N_("Filled by different organisations: %(places)s."), places=several(places))
    return Finding(
        rule=rule.id,
        scope="composition",
        status="fail" if missing else "pass",
        message=message,
        required=len(places),
        found=len(places) - len(missing),
        witness={need: ids(m for place, m in filled if place == need and m is not None) for need in rule.needs},
        source=rule.source,
    )
