"""So many different countries at least, and at most: what a call states."""

from collections.abc import Iterable
from typing import Literal, Self

from pydantic import Field, model_validator

from matchmaker.language import N_, Either, Message, nN_, nsay, say
from matchmaker.programme import classes
from matchmaker.programme.classes import ClassId
from matchmaker.programme.rules.rule import CountryMinimum, RuleData, check_range, with_associated
from matchmaker.programme.scopes import Scope
from matchmaker.programme.sizes import Sizes
from matchmaker.programme.statements import Positive, Whole, YesNo

_AT_LEAST = {
    "counting": nN_("At least %(n)s programme country", "At least %(n)s different programme countries"),
    "other": nN_("At least %(n)s country outside the programme", "At least %(n)s different countries outside the programme"),
    "all": nN_("At least %(n)s country in all", "At least %(n)s different countries in all"),
}
_AT_MOST = {
    "counting": nN_("At most %(n)s programme country", "At most %(n)s different programme countries"),
    "other": nN_("At most %(n)s country outside the programme", "At most %(n)s different countries outside the programme"),
    "all": nN_("At most %(n)s country", "At most %(n)s different countries"),
}
_EXACTLY = {
    "counting": nN_("Exactly %(n)s programme country", "Exactly %(n)s different programme countries"),
    "other": nN_("Exactly %(n)s country outside the programme", "Exactly %(n)s different countries outside the programme"),
    "all": nN_("Exactly %(n)s country", "Exactly %(n)s different countries"),
}
_BETWEEN = {
    "counting": nN_("%(min)s to %(n)s programme country", "%(min)s to %(n)s different programme countries"),
    "other": nN_("%(min)s to %(n)s country outside the programme", "%(min)s to %(n)s different countries outside the programme"),
    "all": nN_("%(min)s to %(n)s country", "%(min)s to %(n)s different countries"),
}


class CountCountries(RuleData):
    """Between `min` and `max` distinct countries (after the territory rule) in the scope; with classes those of such members.

    class, class_any_of: only countries count from which there is a member of the class, or of one of several. with_associated:
    those of associated partners count, too.
    """

    check: Literal["count_countries"]
    scope: Scope
    min: Whole = 0
    max: Positive | None = None
    actor_class: ClassId | None = Field(None, alias="class")
    class_any_of: tuple[ClassId, ...] = ()
    with_associated: YesNo = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.min and self.max is None:
            raise ValueError(say(N_("expected min or max")))
        check_range(self.min, self.max)
        if self.actor_class and self.class_any_of:
            raise ValueError(say(N_("expected either class or class_any_of")))
        return self

    def sentence(self, year: int) -> Message:
        """How many, of which."""
        number = with_associated(self._number) if self.with_associated else self._number
        if not self.classes:
            return number
        groups = Either(tuple(classes.get(name) for name in self.classes))
        return say(N_("%(number)s with: %(groups)s"), number=number, groups=groups)

    @property
    def counts_associated(self) -> bool:
        """As it states."""
        return self.with_associated

    @property
    def _number(self) -> Message:
        if self.max is None:
            return nsay(*_AT_LEAST[self.scope], self.min)
        if not self.min:
            return nsay(*_AT_MOST[self.scope], self.max)
        if self.min == self.max:
            return nsay(*_EXACTLY[self.scope], self.max)
        return nsay(*_BETWEEN[self.scope], self.max, min=self.min)

    @property
    def classes(self) -> Iterable[str]:
        """Those of which members make their country count; none where all do."""
        return (self.actor_class,) if self.actor_class else self.class_any_of

    @property
    def country_minimum(self) -> CountryMinimum | None:
        """Its minimum."""
        return CountryMinimum(self.scope, self.min, tuple(self.classes)) if self.min and not self.with_associated else None

    @property
    def least_countries(self) -> CountryMinimum | None:
        """The same, whoever counts."""
        return CountryMinimum(self.scope, self.min, tuple(self.classes)) if self.min else None

    def bound(self, sizes: Sizes) -> None:
        """One for each country; nothing where associated partners may be all of them."""
        if not self.with_associated:
            sizes.of[self.scope].narrow(self.min)
