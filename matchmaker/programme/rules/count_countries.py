"""So many different countries at least: what a call states."""

from typing import Literal

from matchmaker.language import Message, nN_, nsay
from matchmaker.programme.rules.rule import CountryMinimum, RuleData
from matchmaker.programme.scopes import WHERE, Scope
from matchmaker.programme.statements import Positive

_COUNTRIES = nN_("At least %(n)s country %(where)s", "At least %(n)s different countries %(where)s")
_PROGRAMME_COUNTRIES = nN_("At least %(n)s programme country", "At least %(n)s different programme countries")


class CountCountries(RuleData):
    """At least `min` distinct countries (after the territory rule) in the scope."""

    check: Literal["count_countries"]
    scope: Scope
    min: Positive

    @property
    def sentence(self) -> Message:
        """How many, of which."""
        if self.scope == "counting":
            return nsay(*_PROGRAMME_COUNTRIES, self.min)
        return nsay(*_COUNTRIES, self.min, where=WHERE[self.scope])

    @property
    def country_minimum(self) -> CountryMinimum:
        """What it says."""
        return CountryMinimum(self.scope, self.min)

    def at_least(self, scope: Scope) -> int:
        """One for each country."""
        return self.min if scope == self.scope else 0
