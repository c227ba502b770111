"""Whether the call has the type of project."""

from collections.abc import Iterable

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.language import N_, say
from matchmaker.programme.projects import PROJECT_TYPES

EXPLANATION = N_("The project is of a type that the call has.")

RULE = "project-type"


def check(reading: Reading) -> Iterable[Finding]:
    """`project-type`: one of the call's; a warning where the call has no types."""
    chosen, types = reading.consortium.project.type, reading.call.project_types
    if chosen is None:
        return
    if not types:
        yield Finding(RULE, "project", "warning", say(N_("This call has no project types; the choice plays no part.")))
        return
    label = PROJECT_TYPES.get(chosen, chosen)
    if chosen in types:
        message = say(N_("Project type: %(type)s."), type=label)
    else:
        message = say(
            N_("This call has no projects of the type “%(type)s”, only: %(types)s."),
            type=label,
            types=tuple(PROJECT_TYPES.get(known, known) for known in types),
        )
    yield Finding(RULE, "project", "pass" if chosen in types else "fail", message)
