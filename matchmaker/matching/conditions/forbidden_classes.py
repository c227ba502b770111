"""What no member may be."""

from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.conditions.condition import Answer, Condition, is_in_any
from matchmaker.programme import conditions
from matchmaker.programme.conditions.forbidden_classes import FORBIDDEN_TYPE


class ForbiddenClasses(Condition[conditions.ForbiddenClasses]):
    """In none of the classes."""

    id = FORBIDDEN_TYPE

    def holds(self, one: Organisation) -> Answer:
        """By type and flags."""
        return not is_in_any(self._stated.classes, one)
