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
        self.id, self.of_coordinator = stated.needs, stated.scope == "coordinator"

    def holds(self, one: Organisation) -> Answer:
        """Unknown while the flag is neither stated nor denied."""
        if not self._concerns(one.country) or not is_in_any([self._stated.if_class], one) or self._stated.needs in one.flags:
            return True
        return False if f"no_{self._stated.needs}" in one.flags else None

    def _concerns(self, country: str) -> bool:
        """Whether organisations in the country are in the scope."""
        either = self._stated.scope in ("all", "coordinator")
        return either or counts(self._call, country) == (self._stated.scope == "counting")
