"""What every member must be."""

from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.conditions.condition import Answer, Condition, belongs
from matchmaker.programme import conditions
from matchmaker.programme.conditions.member_types import MEMBER_TYPE


class MemberTypes(Condition[conditions.MemberTypes]):
    """In one of the classes."""

    id = MEMBER_TYPE

    def holds(self, one: Organisation) -> Answer:
        """By type and flags; unknown where the type leaves it open and no flag says."""
        return belongs(self._stated.any_of, one)
