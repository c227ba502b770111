"""Suggested members as the eligibility check reads them."""

from collections.abc import Iterable, Mapping
from datetime import date

from matchmaker import eligibility
from matchmaker.eligibility.facts import Consortium, Member, Project, Role
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import Request
from matchmaker.programme.calls import Call


def consortium(request: Request, members: Iterable[Organisation], coordinator: str) -> Consortium:
    """The consortium, all but the coordinator as partners."""
    project = request.project
    return Consortium(
        tuple(member(one, "coordinator" if one.id == coordinator else "partner") for one in members),
        Project(
            type=project.type,
            months=project.months,
            grant=project.grant,
            priorities=project.priorities,
            activities=project.activities,
            flags=project.flags,
        ),
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
    )


def failing_without(eligible: Consortium, call: Call, today: date, *, partners: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """As `withdrawals`, of a consortium that the check does not refuse.

    Whatever a rule asks of each member, or of each and the others, still holds once one has left: only what the call asks
    about numbers, countries and classes need be looked at again.
    """
    found: dict[str, tuple[str, ...]] = {}
    for leaving in partners:
        if eligible.coordinator is None or leaving != eligible.coordinator.id:
            failing = eligibility.n_minus_one(eligible, call, today, leaving=(leaving,))
            found[leaving] = tuple(dict.fromkeys(one.rule for one in failing))
    return found


def withdrawals(
    request: Request,
    call: Call,
    today: date,
    members: tuple[Organisation, ...],
    *,
    partners: tuple[str, ...],
    coordinator: str,
) -> dict[str, tuple[str, ...]]:
    """For each suggested partner but the coordinator: the ids of the rules that fail once it has left, none twice.

    Computed by the eligibility check, which knows nothing of the search.
    """
    found: dict[str, tuple[str, ...]] = {}
    for leaving in partners:
        if leaving != coordinator:
            rest = [one for one in members if one.id != leaving]
            report = eligibility.check(consortium(request, rest, coordinator), call, today)
            found[leaving] = tuple(dict.fromkeys(one.rule for one in report.rules if one.status == "fail"))
    return found


def robustness(left: Mapping[str, tuple[str, ...]], partners: tuple[str, ...]) -> float:
    """The share of the suggested partners whose withdrawal leaves a consortium that the check does not refuse.

    left: as `withdrawals` gives it. A suggested partner that coordinates cannot leave.
    """
    return sum(not fails for fails in left.values()) / len(partners) if partners else 0.0
