"""What a call says of one organisation and its project before there is a consortium."""

from datetime import date
from typing import Final

from matchmaker.eligibility.checking import check
from matchmaker.eligibility.facts import Consortium, Member, Project
from matchmaker.eligibility.findings import Finding
from matchmaker.programme.calls import Call
from matchmaker.programme.conditions import CONDITIONS, CoordinatorConditions

_ASKED: Final = frozenset().union(*(one.ids for one in CONDITIONS))
"""Ids of what each member, or whoever applies, meets or breaks by itself."""


def alone(member: Member, project: Project, call: Call, today: date, number: int | None = None) -> tuple[Finding, ...]:
    """The findings about what the organisation meets or breaks by itself in its role, then those about the project.

    What is asked of whoever applies is judged where it is the coordinator. number: of the round that is named.
    """
    asked = _ASKED if member.role == "coordinator" else _ASKED - CoordinatorConditions.ids
    found = check(Consortium((member,), project, number), call, today).findings
    own = tuple(one for one in found if one.scope == "composition" and one.rule in asked)
    return own + tuple(one for one in found if one.scope == "project")
