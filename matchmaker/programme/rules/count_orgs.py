"""So many organisations at least, and at most: what a call states."""

from math import inf
from typing import Literal, Self

from pydantic import model_validator

from matchmaker.language import N_, Message, nN_, nsay, say
from matchmaker.programme.rules.rule import RuleData, check_range, with_associated
from matchmaker.programme.scopes import WHERE, Scope
from matchmaker.programme.sizes import Sizes
from matchmaker.programme.statements import Positive, Whole, YesNo

_AT_LEAST = nN_("At least %(n)s organisation %(where)s", "At least %(n)s organisations %(where)s")
_EXACTLY = nN_("Exactly %(n)s organisation %(where)s", "Exactly %(n)s organisations %(where)s")


class CountOrgs(RuleData):
    """Between `min` and `max` distinct organisations in the scope; with_associated: associated partners count, too."""

    check: Literal["count_orgs"]
    scope: Scope
    min: Whole = 0
    max: Positive | None = None
    with_associated: YesNo = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.min and self.max is None:
            raise ValueError(say(N_("expected min or max")))
        check_range(self.min, self.max)
        return self

    def sentence(self, year: int) -> Message:
        """How many, from where."""
        return with_associated(self._number) if self.with_associated else self._number

    @property
    def counts_associated(self) -> bool:
        """As it states."""
        return self.with_associated

    @property
    def _number(self) -> Message:
        where = WHERE[self.scope]
        if self.max is None:
            return nsay(*_AT_LEAST, self.min, where=where)
        if self.min == self.max:
            return nsay(*_EXACTLY, self.max, where=where)
        return say(N_("%(min)s to %(max)s organisations %(where)s"), min=self.min, max=self.max, where=where)

    def bound(self, sizes: Sizes) -> None:
        """Both numbers, of its own scope; of associated partners only how many are named."""
        if self.with_associated:
            sizes.named = max(sizes.named, self.min)
        else:
            sizes.of[self.scope].narrow(self.min, inf if self.max is None else self.max)
