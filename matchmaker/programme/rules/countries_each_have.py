"""So many countries, each by itself, must provide places for actor classes: what a call states."""

from typing import Literal

from matchmaker.language import Message, nN_, nsay
from matchmaker.programme.rules.rule import CountryMinimum, places
from matchmaker.programme.rules.sets import SetRule
from matchmaker.programme.scopes import Scope
from matchmaker.programme.sizes import Sizes
from matchmaker.programme.statements import Positive

_PROVIDE = {
    "counting": nN_(
        "At least %(n)s programme country provides %(what)s", "At least %(n)s programme countries each provide %(what)s"
    ),
    "other": nN_(
        "At least %(n)s country outside the programme provides %(what)s",
        "At least %(n)s countries outside the programme each provide %(what)s",
    ),
    "all": nN_("At least %(n)s country provides %(what)s", "At least %(n)s countries each provide %(what)s"),
}


class CountriesEachHave(SetRule):
    """At least `at_least` countries in the scope each provide `need` by distinct organisations; others may send whomever."""

    check: Literal["countries_each_have"]
    scope: Scope
    at_least: Positive

    def sentence(self, year: int) -> Message:
        """How many, and what each provides."""
        return self.noted(nsay(*_PROVIDE[self.scope], self.at_least, what=places(self.need)))

    @property
    def least_countries(self) -> CountryMinimum:
        """Those that provide it."""
        return CountryMinimum(self.scope, self.at_least)

    def bound(self, sizes: Sizes) -> None:
        """One for each place."""
        sizes.of[self.scope].narrow(self.at_least * sum(self.need.values()))
