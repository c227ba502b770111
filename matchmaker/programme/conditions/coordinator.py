"""Who may apply: what a call states about the coordinator's country, class and legal age."""

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from matchmaker.language import N_, Message, nN_, nsay, say
from matchmaker.programme.classes import ClassId
from matchmaker.programme.conditions.condition import Condition, groups
from matchmaker.programme.statements import Whole

COUNTRY, CLASS, AGE = "coordinator-country", "coordinator-class", "coordinator-age"

_AGE = nN_("Whoever applies has existed for at least %(n)s year", "Whoever applies has existed for at least %(n)s years")


class CoordinatorConditions(Condition):
    """Who may apply: from a counting country, in (or not in) some actor classes, of some legal age at the deadline."""

    key: ClassVar[str] = "coordinator"
    ids: ClassVar[frozenset[str]] = frozenset({COUNTRY, CLASS, AGE})

    country: Literal["counting"]
    classes: tuple[ClassId, ...] = ()
    not_classes: tuple[ClassId, ...] = ()
    min_legal_age_years: Annotated[Whole, Field(le=100)] = 0

    def sentences(self, year: int) -> Iterator[tuple[str, Message]]:
        """The country; classes and age where they are stated."""
        yield COUNTRY, say(N_("Whoever applies is from a programme country"))
        if self.classes:
            yield CLASS, say(N_("Whoever applies is: %(groups)s"), groups=groups(self.classes))
        if self.not_classes:
            yield CLASS, say(N_("Whoever applies is not: %(groups)s"), groups=groups(self.not_classes))
        if self.min_legal_age_years:
            yield AGE, nsay(*_AGE, self.min_legal_age_years)

    @property
    def named_classes(self) -> Iterable[str]:
        """Those that may apply and those that may not."""
        return (*self.classes, *self.not_classes)
