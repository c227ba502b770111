"""No two organisations from one country: what a call states."""

from typing import Literal

from matchmaker.language import N_, Message, say
from matchmaker.programme.rules.rule import RuleData
from matchmaker.programme.scopes import Scope

_APART = {
    "counting": N_("Organisations from programme countries are each from a different country"),
    "other": N_("Organisations from other countries are each from a different country"),
    "all": N_("All organisations are each from a different country"),
}


class OneOrgPerCountry(RuleData):
    """Countries as they count under the territory rule."""

    check: Literal["one_org_per_country"]
    scope: Scope

    def sentence(self, year: int) -> Message:
        """Whom it keeps apart."""
        return say(_APART[self.scope])
