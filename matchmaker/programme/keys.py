"""What people call the keys of a call's file."""

from collections.abc import Mapping
from typing import Final

from matchmaker.language import N_, Message, say

_PEOPLE: Final = say(N_("Who may take part"))
NAMES: Final[Mapping[str, Message]] = {
    "provisional": say(N_("The guide")),
    "title": say(N_("Title")),
    "action": say(N_("Action")),
    "portal_ids": say(N_("Ids in the portal")),
    "field": say(N_("Field")),
    "year": say(N_("Year of the call")),
    "managed_by": say(N_("Where to apply")),
    "deadlines": say(N_("Dates")),
    "rules": _PEOPLE,
    "variants": say(N_("Kinds of project")),
    "counting_countries": say(N_("Programme countries")),
    "duration_months": say(N_("Duration")),
    "grant": say(N_("Grant")),
    "project_types": say(N_("Types of project")),
    "activities": say(N_("Activities")),
    "priorities": say(N_("Priorities")),
    "priorities_needed": say(N_("How many priorities a project addresses")),
    "caps": say(N_("How often one may apply")),
    "documents": say(N_("Documents")),
    "recommendations": say(N_("Recommended, not required")),
    "contracting": say(N_("Contracts")),
    "assessment": say(N_("Award criteria and plan")),
    "unverified": say(N_("What is not verified")),
}
