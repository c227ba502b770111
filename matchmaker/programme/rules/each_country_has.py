"""In every country that is represented, places for actor classes: what a call states."""

from typing import Literal

from matchmaker.language import N_, Message, say
from matchmaker.programme.rules.rule import places
from matchmaker.programme.rules.sets import SetRule
from matchmaker.programme.scopes import Scope
from matchmaker.programme.sizes import Sizes

_EVERY = {
    "counting": N_("Every programme country represented provides %(what)s"),
    "other": N_("Every other country represented provides %(what)s"),
    "all": N_("Every country represented provides %(what)s"),
}


class EachCountryHas(SetRule):
    """Every country represented in the scope provides `need` by distinct organisations: class -> number."""

    check: Literal["each_country_has"]
    scope: Scope

    def sentence(self, year: int) -> Message:
        """What each provides."""
        return self.noted(say(_EVERY[self.scope], what=places(self.need)))

    def bound(self, sizes: Sizes) -> None:
        """One for each place in each country that there must be."""
        sizes.of[self.scope].narrow(sizes.countries[self.scope] * sum(self.need.values()))
