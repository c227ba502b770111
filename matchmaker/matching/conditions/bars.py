"""Whom the Programme Guide bars whatever the call."""

from collections.abc import Hashable

from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.conditions.condition import Answer, Condition, belongs
from matchmaker.programme import conditions, countries
from matchmaker.programme.conditions.bars import BARRED, Bar


class Bars(Condition[conditions.Bars]):
    """None of them is about the organisation."""

    id = BARRED

    def holds(self, one: Organisation) -> Answer:
        """By country, type and flags: unknown where a type leaves it open, or proof is asked that there is no conflict."""
        answers = [(bar, belongs(bar.classes, one) if bar.classes else True) for bar in self._of(one.country)]
        if any(answer and bar.slug not in self._stated.proof for bar, answer in answers):
            return False
        return True if all(answer is False for _, answer in answers) else None

    def of_country(self, country: str) -> Hashable:
        """Those that are about it."""
        return tuple(bar.slug for bar in self._of(country))

    def _of(self, country: str) -> list[Bar]:
        """The bars about organisations in the country."""
        return [bar for bar in self._stated.held if not bar.countries or countries.counts_as(country) in bar.countries]
