"""What members of a class must hold, such as the Erasmus Charter for Higher Education."""

from collections.abc import Iterable, Iterator

from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.findings import Finding, Status
from matchmaker.eligibility.reading import Reading, is_in
from matchmaker.eligibility.wording import ids, names
from matchmaker.language import N_, Message, say
from matchmaker.programme import classes, types
from matchmaker.programme.conditions import Declaration

NOT_CONFIRMED = N_("%(needs)s is not confirmed yet: %(names)s.")
EXPLANATION = N_("Members of the class asked hold the charter asked for (higher education institutions: the Erasmus Charter).")


def explanations(condition: Declaration) -> Iterable[str]:
    """What is asked, in words."""
    return (EXPLANATION,)


def check(declaration: Declaration, reading: Reading) -> Iterator[Finding]:
    """The rule's id is the declaration's (`eche`): unknown while a member neither has nor lacks it for certain."""
    asked = [
        member for member in reading.members if is_in(declaration.if_class, member) and _concerns(declaration, member, reading)
    ]
    without = [member for member in asked if member.declares(declaration.needs) is False]
    silent = [member for member in asked if member.declares(declaration.needs) is None]
    holding = [member for member in asked if member.declares(declaration.needs)]
    status: Status = "fail" if without else "unknown" if silent else "pass"
    yield Finding(
        rule=declaration.needs,
        scope="composition",
        status=status,
        message=_message(declaration, without, silent, holding),
        required=len(asked),
        found=len(holding),
        witness=ids(holding),
        missing=ids(without + silent),
        source=declaration.source,
    )


def _concerns(declaration: Declaration, member: Member, reading: Reading) -> bool:
    """Whether the member is in the scope."""
    match declaration.scope:
        case "all":
            return True
        case "coordinator":
            return member.role == "coordinator"
    return reading.counts(member) == (declaration.scope == "counting")


def _message(declaration: Declaration, without: list[Member], silent: list[Member], holding: list[Member]) -> Message:
    needs = types.FLAGS[declaration.needs]
    if without:
        return say(N_("%(needs)s is missing: %(names)s."), needs=needs, names=names(without))
    if silent:
        return say(NOT_CONFIRMED, needs=needs, names=names(silent))
    if holding:
        return say(N_("%(needs)s is held by: %(names)s."), needs=needs, names=names(holding))
    label = classes.get(declaration.if_class)
    return say(N_("%(needs)s is not needed: no member that it is asked of (%(label)s)."), needs=needs, label=label)
