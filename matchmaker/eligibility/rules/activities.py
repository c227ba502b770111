"""Whether the call has the kinds of activity planned."""

from collections.abc import Iterable

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.language import N_, say
from matchmaker.programme.projects import ACTIVITIES

EXPLANATION = N_("The activities planned are of the kinds that the call names.")


def check(reading: Reading) -> Iterable[Finding]:
    """`activities`: a warning for each kind that the call does not name; not judged where the call names none."""
    planned, named = reading.consortium.project.activities, reading.call.possible_activities
    if not planned or not named:
        return
    foreign = tuple(activity for activity in planned if activity not in named)
    labels = tuple(ACTIVITIES.get(activity, activity) for activity in foreign or planned)
    text = N_("Not among the activities of this call: %(activities)s.") if foreign else N_("Activities: %(activities)s.")
    yield Finding("activities", "project", "warning" if foreign else "pass", say(text, activities=labels))
