"""The conditions of a call as the search asks them, apart from `eligibility/`: of an organisation taken alone."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final

from matchmaker.matching.conditions import coordinator
from matchmaker.matching.conditions.associated_partners import AssociatedPartners
from matchmaker.matching.conditions.bars import Bars
from matchmaker.matching.conditions.condition import Condition, counts
from matchmaker.matching.conditions.declarations import Declaration
from matchmaker.matching.conditions.forbidden_classes import ForbiddenClasses
from matchmaker.matching.conditions.member_types import MemberTypes
from matchmaker.matching.conditions.other_countries import OtherCountries
from matchmaker.programme.calls import Call

__all__ = ["CONDITIONS", "Condition", "asked", "counts", "of_coordinator", "of_members"]

CONDITIONS: Final[Mapping[str, Sequence[type[Condition[Any]]]]] = {
    "coordinator": (coordinator.Country, coordinator.ActorClass, coordinator.Age),
    "member_types": (MemberTypes,),
    "forbidden_classes": (ForbiddenClasses,),
    "other_countries": (OtherCountries,),
    "associated_partners": (AssociatedPartners,),
    "bars": (Bars,),
    "declarations": (Declaration,),
}
"""By `key`, as the guide's files call them: what each comes to."""


def asked(call: Call, today: date, without: Collection[str] = ()) -> list[Condition[Any]]:
    """What the call asks in the round it is seen in; `today` matters while its date is not known. without: ids to leave out."""
    found = (kind(stated, call, today) for stated in call.conditions for kind in CONDITIONS[stated.key])
    return [one for one in found if one.is_asked and one.id not in without]


def of_members(call: Call, today: date, without: Collection[str] = ()) -> list[Condition[Any]]:
    """What it asks of each member."""
    return [one for one in asked(call, today, without) if not one.of_coordinator]


def of_coordinator(call: Call, today: date, without: Collection[str] = ()) -> list[Condition[Any]]:
    """What it asks of whoever applies, beside what it asks of each member."""
    return [one for one in asked(call, today, without) if one.of_coordinator]
