"""What every member must be."""

from collections.abc import Iterable, Iterator

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, is_in
from matchmaker.eligibility.wording import ids, names
from matchmaker.language import N_, say
from matchmaker.programme import classes
from matchmaker.programme.conditions.member_types import MEMBER_TYPE, MemberTypes

EXPLANATION = N_("Every member, the coordinator included, is in the class asked for.")


def explanations(condition: MemberTypes) -> Iterable[str]:
    """What is asked, in words."""
    return (EXPLANATION,)


def check(condition: MemberTypes, reading: Reading) -> Iterator[Finding]:
    """`member-type`: every member is in the class."""
    others = [member for member in reading.members if not is_in(condition.actor_class, member)]
    label = classes.get(condition.actor_class)
    if others:
        message = say(N_("%(label)s only; these are not: %(names)s."), label=label, names=names(others))
    else:
        message = say(N_("%(label)s only; every member is one."), label=label)
    yield Finding(
        rule=MEMBER_TYPE,
        scope="composition",
        status="fail" if others else "pass",
        message=message,
        required=len(reading.members),
        found=len(reading.members) - len(others),
        witness=ids(member for member in reading.members if member not in others),
        missing=ids(others),
        source=condition.source,
    )
