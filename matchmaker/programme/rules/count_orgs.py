"""So many organisations at least, and at most: what a call states."""

from math import inf
from typing import Literal, Self

from pydantic import model_validator

from matchmaker.language import N_, Message, nN_, nsay, say
from matchmaker.programme.rules.rule import RuleData, check_range
from matchmaker.programme.scopes import WHERE, Scope
from matchmaker.programme.sizes import Sizes
from matchmaker.programme.statements import Positive, Whole

_AT_LEAST = nN_("At least %(n)s organisation %(where)s", "At least %(n)s organisations %(where)s")


class CountOrgs(RuleData):
    """Between `min` and `max` distinct organisations in the scope."""

    check: Literal["count_orgs"]
    scope: Scope
    min: Whole = 0
    max: Positive | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.min and self.max is None:
            raise ValueError(say(N_("expected min or max")))
        check_range(self.min, self.max)
        return self

    def sentence(self, year: int) -> Message:
        """How many, from where."""
        where = WHERE[self.scope]
        if self.max is None:
            return nsay(*_AT_LEAST, self.min, where=where)
        return say(N_("%(min)s to %(max)s organisations %(where)s"), min=self.min, max=self.max, where=where)

    def bound(self, sizes: Sizes) -> None:
        """Both numbers, of its own scope."""
        sizes.of[self.scope].narrow(self.min, inf if self.max is None else self.max)
