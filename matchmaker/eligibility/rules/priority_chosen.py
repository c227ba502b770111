"""Whether the project addresses a priority of the call."""

from collections.abc import Iterable

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.language import N_, say
from matchmaker.programme.projects import PRIORITIES

EXPLANATION = N_("The project addresses at least one priority of the call, horizontal or of its field.")

RULE = "priority-chosen"


def check(reading: Reading) -> Iterable[Finding]:
    """`priority-chosen`: at least one of the priorities chosen is the call's; the others are a warning."""
    chosen, call = reading.consortium.project.priorities, reading.call
    if not chosen:
        return
    if not call.priorities:
        yield Finding(RULE, "project", "warning", say(N_("The priorities of this call are not in our data; not checked.")))
        return
    own = tuple(priority for priority in chosen if priority in call.priorities)
    foreign = tuple(priority for priority in chosen if priority not in call.priorities)
    if own:
        message = say(N_("Priorities of this call: %(priorities)s."), priorities=_labels(own))
    else:
        message = say(N_("None of the priorities chosen is one of this call: %(priorities)s."), priorities=_labels(foreign))
    yield Finding(RULE, "project", "pass" if own else "fail", message, required=1, found=len(own))
    if own and foreign:
        message = say(N_("Not priorities of this call: %(priorities)s."), priorities=_labels(foreign))
        yield Finding(RULE, "project", "warning", message)


def _labels(priorities: Iterable[str]) -> tuple[object, ...]:
    return tuple(PRIORITIES.get(priority, priority) for priority in priorities)
