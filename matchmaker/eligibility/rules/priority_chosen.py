"""Whether the project addresses as many priorities of the call as it asks for."""

from collections.abc import Iterable

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.language import N_, say
from matchmaker.programme import wording
from matchmaker.programme.projects import PriorityOf

EXPLANATION = N_("The project addresses priorities of the call, horizontal or of its field, as many as the call asks for.")

RULE = "priority-chosen"


def check(reading: Reading) -> Iterable[Finding]:
    """`priority-chosen`: so many of the priorities chosen are the call's, by default at least one; others are a warning."""
    chosen, call = tuple(dict.fromkeys(reading.consortium.project.priorities)), reading.call
    if not chosen:
        return
    if not call.priorities:
        yield Finding(RULE, "project", "warning", say(N_("The priorities of this call are not in our data; not checked.")))
        return
    own = tuple(PriorityOf(one, call.year) for one in chosen if one in call.priorities)
    foreign = tuple(PriorityOf(one, call.year) for one in chosen if one not in call.priorities)
    needed = call.priorities_needed
    least, most = (needed.min, needed.max) if needed else (1, None)
    fits = least <= len(own) and (most is None or len(own) <= most)
    if fits:
        message = say(N_("Priorities of this call: %(priorities)s."), priorities=own)
    elif not own:
        message = say(N_("None of the priorities chosen is one of this call: %(priorities)s."), priorities=foreign)
    else:
        text = N_("This call asks for %(needed)s of its priorities; chosen: %(priorities)s.")
        message = say(text, needed=wording.priorities(needed), priorities=own)
    required = most if most is not None and len(own) > most else least
    source = needed.source if needed else ""
    yield Finding(RULE, "project", "pass" if fits else "fail", message, required=required, found=len(own), source=source)
    if own and foreign:
        message = say(N_("Not priorities of this call: %(priorities)s."), priorities=foreign)
        yield Finding(RULE, "project", "warning", message)
