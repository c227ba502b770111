"""Suggested members as the eligibility check reads them."""

from collections.abc import Iterable, Mapping

from matchmaker.eligibility.facts import Consortium, Member, Project, Role
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import Request


def consortium(request: Request, members: Iterable[Organisation], coordinator: str) -> Consortium:
    """The consortium, all but the coordinator as partners."""
    project = request.project
    return Consortium(
        tuple(member(one, "coordinator" if one.id == coordinator else "partner") for one in members),
        Project(
            type=project.type,
            variant=project.variant,
            months=project.months,
            grant=project.grant,
            priorities=project.priorities,
            activities=project.activities,
            flags=project.flags,
        ),
        request.round,
    )


def member(one: Organisation, role: Role, added_value: str = "") -> Member:
    """An organisation in a role."""
    return Member(
        id=one.id,
        role=role,
        name=one.name,
        country=one.country,
        type=one.type,
        flags=one.flags,
        established=one.established,
        oid=one.oid,
        pic=one.pic,
        registration=one.registration,
        added_value=added_value or None,
        sectors=one.sectors,
        newcomer=one.newcomer,
    )


def robustness(left: Mapping[str, tuple[str, ...]], partners: tuple[str, ...]) -> float:
    """The share of the suggested partners whose withdrawal leaves a consortium that the check does not refuse.

    left: as `eligibility.withdrawals` gives it. A suggested partner that coordinates cannot leave.
    """
    return sum(not fails for fails in left.values()) / len(partners) if partners else 0.0
