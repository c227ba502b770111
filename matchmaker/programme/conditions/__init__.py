"""The conditions a call may state; `eligibility/rules` checks each, `matching/conditions` asks it for the search."""

from typing import Final

from matchmaker.programme.conditions.associated_partners import AssociatedPartners
from matchmaker.programme.conditions.bars import Bars
from matchmaker.programme.conditions.condition import Condition
from matchmaker.programme.conditions.coordinator import CoordinatorConditions
from matchmaker.programme.conditions.declarations import Declaration
from matchmaker.programme.conditions.forbidden_classes import ForbiddenClasses
from matchmaker.programme.conditions.member_types import MemberTypes
from matchmaker.programme.conditions.other_countries import OtherCountries

__all__ = [
    "CONDITIONS",
    "AssociatedPartners",
    "Bars",
    "Condition",
    "CoordinatorConditions",
    "Declaration",
    "ForbiddenClasses",
    "MemberTypes",
    "OtherCountries",
]

CONDITIONS: Final[tuple[type[Condition], ...]] = (
    CoordinatorConditions,
    MemberTypes,
    ForbiddenClasses,
    OtherCountries,
    AssociatedPartners,
    Bars,
    Declaration,
)
"""In the order in which they are checked and said."""
