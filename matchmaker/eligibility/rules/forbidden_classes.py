"""What no member may be."""

from collections.abc import Iterable, Iterator

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, is_in
from matchmaker.eligibility.wording import ids, names
from matchmaker.language import N_, say
from matchmaker.programme import classes
from matchmaker.programme.conditions.forbidden_classes import FORBIDDEN_TYPE, ForbiddenClasses

EXPLANATION = N_("No member is in a class that may not take part.")


def explanations(condition: ForbiddenClasses) -> Iterable[str]:
    """What is asked, in words."""
    return (EXPLANATION,)


def check(condition: ForbiddenClasses, reading: Reading) -> Iterator[Finding]:
    """`forbidden-type`: no member is in any of the classes."""
    labels = tuple(classes.get(class_id) for class_id in condition.classes)
    barred = [member for member in reading.members if any(is_in(class_id, member) for class_id in condition.classes)]
    if barred:
        message = say(N_("May not be a member (%(labels)s): %(names)s."), labels=labels, names=names(barred))
    else:
        message = say(N_("No member is one of those that may not take part (%(labels)s)."), labels=labels)
    yield Finding(
        rule=FORBIDDEN_TYPE,
        scope="composition",
        status="fail" if barred else "pass",
        message=message,
        found=len(barred),
        required=0,
        missing=ids(barred),
        source=condition.source,
    )
