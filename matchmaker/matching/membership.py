"""Suggested members as the eligibility check reads them."""

from collections.abc import Iterable
from datetime import date

from matchmaker import eligibility
from matchmaker.eligibility.facts import Consortium, Member, Project
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import Request
from matchmaker.programme.calls import Call


def consortium(request: Request, members: Iterable[Organisation], coordinator: str) -> Consortium:
    """The consortium, all but the coordinator as partners."""
    project = request.project
    return Consortium(
        tuple(
            Member(
                id=one.id,
                role="coordinator" if one.id == coordinator else "partner",
                name=one.name,
                country=one.country,
                type=one.type,
                flags=one.flags,
                established=one.established,
                oid=one.oid,
                pic=one.pic,
                registration=one.registration,
            )
            for one in members
        ),
        Project(
            type=project.type,
            months=project.months,
            grant=project.grant,
            priorities=project.priorities,
            activities=project.activities,
            flags=project.flags,
        ),
    )


def robustness(
    request: Request,
    call: Call,
    today: date,
    members: tuple[Organisation, ...],
    *,
    partners: tuple[str, ...],
    coordinator: str,
) -> float:
    """The share of the suggested partners whose withdrawal leaves a consortium that the check does not refuse.

    A suggested partner that coordinates cannot leave. Computed by the eligibility check, which knows nothing of the search.
    """
    staying = 0
    for leaving in partners:
        if leaving != coordinator:
            rest = [one for one in members if one.id != leaving]
            staying += eligibility.check(consortium(request, rest, coordinator), call, today).verdict != "ineligible"
    return staying / len(partners) if partners else 0.0
