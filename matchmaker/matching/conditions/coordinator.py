"""Who may apply: country, class and legal age."""

from datetime import date, timedelta

import numpy as np

from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.conditions.condition import Answer, ByColumn, Condition, counts, is_in_any
from matchmaker.matching.population import Bools, Population
from matchmaker.programme.conditions import coordinator
from matchmaker.programme.conditions.coordinator import CoordinatorConditions


class Country(Condition[CoordinatorConditions]):
    """From a programme country."""

    id, of_coordinator = coordinator.COUNTRY, True

    def holds(self, one: Organisation) -> Answer:
        """Whether its country counts."""
        return counts(self._call, one.country)


class ActorClass(Condition[CoordinatorConditions]):
    """In one of the classes that may apply, if any are stated, and in none that may not."""

    id, of_coordinator = coordinator.CLASS, True

    @property
    def is_asked(self) -> bool:
        """Whether there are classes of either sort."""
        return bool(self._stated.classes or self._stated.not_classes)

    def holds(self, one: Organisation) -> Answer:
        """By type and flags."""
        allowed, barred = self._stated.classes, self._stated.not_classes
        return (not allowed or is_in_any(allowed, one)) and not is_in_any(barred, one)


class Age(ByColumn[CoordinatorConditions]):
    """Established so many full years before the deadline of the round that the call is seen in.

    While that is not known, whoever is old enough today will be then, and of others nobody knows.
    """

    id, of_coordinator = coordinator.AGE, True

    @property
    def is_asked(self) -> bool:
        """Whether there is a smallest age."""
        return self._stated.min_legal_age_years > 0

    def holds(self, one: Organisation) -> Answer:
        """Unknown without a founding date, and of somebody too young today where the deadline is."""
        if one.established is None:
            return None
        return self._is_old_enough(one.established) or (None if self._call.deadline is None else False)

    def column(self, population: Population) -> tuple[Bools, Bools]:
        """By the last day on which it may have been established."""
        latest, not_stated = self._latest_founding().toordinal(), population.established == 0
        young = population.established > latest
        return (np.ones_like(young), not_stated | young) if self._call.deadline is None else (~young, not_stated)

    def _is_old_enough(self, established: date) -> bool:
        return _anniversary(established, self._stated.min_legal_age_years) <= self._by

    @property
    def _by(self) -> date:
        return self._today if self._call.deadline is None else self._call.deadline.day

    def _latest_founding(self) -> date:
        found = _anniversary(self._by, -self._stated.min_legal_age_years)
        while not self._is_old_enough(found):
            found -= timedelta(days=1)
        while self._is_old_enough(found + timedelta(days=1)):
            found += timedelta(days=1)
        return found


def _anniversary(day: date, years: int) -> date:
    """The same day so many years later; for 29 February the last day of February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(min(day.year + years, date.max.year), 2, 28)
