"""Which kind of project it is judged as, where the call has several."""

from collections.abc import Iterable

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.language import N_, say

RULE = "variant"


def check(reading: Reading) -> Iterable[Finding]:
    """`variant`: a pass where the project names it; else a warning, for it is the one that fits best."""
    variant = reading.call.variant
    if variant is None:
        return
    if reading.consortium.project.variant == variant.id:
        yield Finding(RULE, "project", "pass", say(N_("Kind of project: %(kind)s."), kind=variant))
    else:
        text = N_("The kind of project is not chosen yet; this is judged as the one that fits best: %(kind)s.")
        yield Finding(RULE, "project", "warning", say(text, kind=variant))
