"""Whether the project takes as many tasks as the call asks for, in all and of each group."""

from collections.abc import Iterable

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.language import N_, say
from matchmaker.programme.plan import Tasks


def check(reading: Reading) -> Iterable[Finding]:
    """`tasks`: judged where activities are stated; else what is asked is said."""
    call = reading.call
    tasks = call.assessment.tasks if call.assessment else None
    if tasks is None:
        return
    planned = frozenset(reading.consortium.project.activities)
    if not planned:
        yield Finding("tasks", "project", "warning", say(N_("To choose: %(tasks)s."), tasks=tasks.sentence), source=tasks.source)
        return
    found = [len(planned.intersection(group.of)) for group in tasks.groups]
    fits = sum(found) >= tasks.min and all(number >= group.min for number, group in zip(found, tasks.groups, strict=True))
    counted = tuple(
        say(N_("%(n)s of “%(group)s”"), n=number, group=group) for number, group in zip(found, tasks.groups, strict=True)
    )
    text = N_("Activities chosen: %(counted)s.") if fits else N_("Activities chosen: %(counted)s; needed: %(tasks)s.")
    places = {"counted": counted} if fits else {"counted": counted, "tasks": tasks.sentence}
    yield Finding(
        rule="tasks",
        scope="project",
        status="pass" if fits else "fail",
        message=say(text, **places),
        required=_required(tasks),
        found=sum(found),
        source=tasks.source,
    )


def _required(tasks: Tasks) -> int:
    """The least number that can be enough."""
    return max(tasks.min, sum(group.min for group in tasks.groups))
