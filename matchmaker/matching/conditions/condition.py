"""What the search knows of a condition, put to an organisation taken alone; each has a file here, named as a call's key."""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable
from datetime import date
from typing import Generic, TypeVar

from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.population import Bools, Population
from matchmaker.programme import classes, conditions, countries
from matchmaker.programme.calls import Call

Answer = bool | None
"""Yes, no, or nobody knows."""
StatedT = TypeVar("StatedT", bound=conditions.Condition)


class Condition(ABC, Generic[StatedT]):
    """One check a condition of a call comes to. Type, flags and country decide it, unless it is `ByColumn`."""

    id: str
    """Of the check, as reports name it."""
    of_coordinator: bool = False
    """Whether it is asked of whoever applies, else of each member."""

    def __init__(self, stated: StatedT, call: Call, today: date) -> None:
        self._stated, self._call, self._today = stated, call, today

    @property
    def is_asked(self) -> bool:
        """Whether the call states it."""
        return True

    @abstractmethod
    def holds(self, one: Organisation) -> Answer:
        """Whether an organisation meets it by itself."""

    def of_country(self, country: str) -> Hashable:
        """What of a country, as written, decides it, beside whether it counts."""
        return None


class ByColumn(Condition[StatedT]):
    """A condition that something else decides too, of which a population has a column."""

    @abstractmethod
    def column(self, population: Population) -> tuple[Bools, Bools]:
        """For each organisation whether it does not fail, and whether that is unknown."""


def counts(call: Call, country: str) -> bool:
    """Whether an organisation in `country`, as written, counts as from a programme country."""
    return countries.counts_as(country) in call.counting_countries


def belongs(names: Iterable[str], one: Organisation) -> Answer:
    """Whether an organisation is in one of the actor classes, as far as is known."""
    return classes.belongs(names, one.type, one.flags)


def is_in_any(names: Iterable[str], one: Organisation) -> bool:
    """Whether an organisation is in one of the actor classes."""
    return any(classes.is_in(name, one.type, one.flags) for name in names)
