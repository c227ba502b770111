"""What every member must be."""

from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.conditions.condition import Answer, Condition, is_in_any
from matchmaker.programme import conditions
from matchmaker.programme.conditions.member_types import MEMBER_TYPE


class MemberTypes(Condition[conditions.MemberTypes]):
    """In the class."""

    id = MEMBER_TYPE

    def holds(self, one: Organisation) -> Answer:
        """By type and flags."""
        return is_in_any([self._stated.actor_class], one)
