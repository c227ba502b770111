"""What members of a class must hold."""

from datetime import date

from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.conditions.condition import Answer, Condition, counts, is_in_any
from matchmaker.programme import conditions
from matchmaker.programme.calls import Call


class Declaration(Condition[conditions.Declaration]):
    """The flag is present on whoever is in the class and the scope."""

    def __init__(self, stated: conditions.Declaration, call: Call, today: date) -> None:
        super().__init__(stated, call, today)
        self.id = stated.needs

    def holds(self, one: Organisation) -> Answer:
        """Unknown while the flag is neither stated nor denied."""
        in_scope = self._stated.scope == "all" or counts(self._call, one.country)
        if not in_scope or not is_in_any([self._stated.if_class], one) or self._stated.needs in one.flags:
            return True
        return False if f"no_{self._stated.needs}" in one.flags else None
