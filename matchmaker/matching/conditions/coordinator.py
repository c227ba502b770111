"""Who may apply: country, class and legal age."""

from collections.abc import Hashable
from datetime import date, timedelta

import numpy as np

from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.conditions.condition import Answer, ByColumn, Condition, belongs, counts, is_in_any
from matchmaker.matching.conditions.other_countries import admits, lies_in
from matchmaker.matching.population import Bools, Population
from matchmaker.programme import countries
from matchmaker.programme.conditions import coordinator
from matchmaker.programme.conditions.coordinator import CoordinatorConditions


class Country(Condition[CoordinatorConditions]):
    """From a programme country, or from another that the call admits and from where somebody may apply."""

    id, of_coordinator = coordinator.COUNTRY, True

    def holds(self, one: Organisation) -> Answer:
        """By country."""
        return self._may_apply(one.country)

    def of_country(self, country: str) -> Hashable:
        """The answer."""
        return self._may_apply(country)

    def _may_apply(self, country: str) -> Answer:
        stated, counted = self._stated, countries.counts_as(country)
        if counts(self._call, country) or stated.country == "counting" or counted in stated.not_countries:
            return counts(self._call, country)
        admitted, excepted = admits(self._call, country), lies_in(counted, stated.not_regions, self._call.year)
        if excepted or admitted is False:
            return False
        return True if admitted and excepted is False else None


class ActorClass(Condition[CoordinatorConditions]):
    """In one of the classes that may apply, if any are stated, in none that may not, and one of the flags is true of it."""

    id, of_coordinator = coordinator.CLASS, True

    @property
    def is_asked(self) -> bool:
        """Whether there are classes of either sort, or flags."""
        return self._stated.asks_class

    def holds(self, one: Organisation) -> Answer:
        """By type and flags."""
        stated = self._stated
        answers: list[Answer] = [not is_in_any(stated.not_classes, one)]
        if stated.classes:
            answers.append(belongs(stated.classes, one))
        if stated.flags:
            denied = all(f"no_{flag}" in one.flags for flag in stated.flags)
            answers.append(True if not one.flags.isdisjoint(stated.flags) else False if denied else None)
        return False if False in answers else None if None in answers else True


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
