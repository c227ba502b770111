"""What every member must be."""

from collections.abc import Iterable, Iterator

from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, belongs
from matchmaker.eligibility.wording import ids, names
from matchmaker.language import N_, Message, say
from matchmaker.programme import classes
from matchmaker.programme.conditions.member_types import MEMBER_TYPE, MemberTypes

EXPLANATION = N_("Every member, the coordinator included, is in one of the classes asked for.")


def explanations(condition: MemberTypes) -> Iterable[str]:
    """What is asked, in words."""
    return (EXPLANATION,)


def check(condition: MemberTypes, reading: Reading) -> Iterator[Finding]:
    """`member-type`: every member is in one of the classes; unknown where a type leaves it open and no flag says."""
    answers = [(member, belongs(condition.any_of, member)) for member in reading.members]
    others, open_ = ([member for member, answer in answers if answer is sought] for sought in (False, None))
    fitting = [member for member, answer in answers if answer]
    yield Finding(
        rule=MEMBER_TYPE,
        scope="composition",
        status="fail" if others else "unknown" if open_ else "pass",
        message=_message(condition, others, open_),
        required=len(reading.members),
        found=len(fitting),
        witness=ids(fitting),
        missing=ids(others + open_),
        source=condition.source,
    )


def _message(condition: MemberTypes, others: list[Member], open_: list[Member]) -> Message:
    labels = tuple(classes.get(one) for one in condition.any_of)
    if others:
        return say(N_("Only these may take part: %(labels)s. Not one of them: %(names)s."), labels=labels, names=names(others))
    if open_:
        return decided_nationally(
            say(N_("To be confirmed whether they may take part (%(labels)s): %(names)s."), labels=labels, names=names(open_)),
            national_list=condition.national_list,
        )
    return say(N_("Only these may take part: %(labels)s. Every member is one of them."), labels=labels)


def decided_nationally(finding: Message, *, national_list: bool) -> Message:
    """What is not known of a member, and who decides where each country has a list."""
    return say(N_("%(finding)s The list of your National Agency decides."), finding=finding) if national_list else finding
