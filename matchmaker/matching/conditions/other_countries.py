"""Where members may come from. That one from elsewhere must show its added value warns of something and stops no search."""

from collections.abc import Hashable

from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.conditions.condition import Answer, Condition, counts
from matchmaker.programme import conditions, countries
from matchmaker.programme.conditions.other_countries import COUNTRY_ADMISSIBLE


class OtherCountries(Condition[conditions.OtherCountries]):
    """From a programme country or another that the call admits."""

    id = COUNTRY_ADMISSIBLE

    def holds(self, one: Organisation) -> Answer:
        """By country."""
        return self._admits(one.country)

    def of_country(self, country: str) -> Hashable:
        """The answer."""
        return self._admits(country)

    def _admits(self, country: str) -> Answer:
        """None where the call admits regions whose countries we do not carry."""
        counted, year = countries.counts_as(country), self._call.year
        if counts(self._call, country):
            return True
        if self._stated.allow == "none" or counted in self._stated.exclude:
            return False
        if self._stated.allow == "all":
            return True
        region = countries.region(counted, year)
        if region is not None:
            return region in self._stated.regions
        return False if countries.regions(year).keys() >= set(self._stated.regions) else None
