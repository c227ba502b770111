"""Where members may come from. That one from elsewhere must show its added value warns of something and stops no search."""

from collections.abc import Collection, Hashable

from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.conditions.condition import Answer, Condition, counts
from matchmaker.programme import conditions, countries
from matchmaker.programme.calls import Call
from matchmaker.programme.conditions.other_countries import COUNTRY_ADMISSIBLE


class OtherCountries(Condition[conditions.OtherCountries]):
    """From a programme country or another that the call admits."""

    id = COUNTRY_ADMISSIBLE

    def holds(self, one: Organisation) -> Answer:
        """By country."""
        return admits(self._call, one.country)

    def of_country(self, country: str) -> Hashable:
        """The answer."""
        return admits(self._call, country)


def admits(call: Call, country: str) -> Answer:
    """Whether a call admits organisations in a country, as written: None where it admits regions we do not carry."""
    counted, stated = countries.counts_as(country), call.other_countries
    if counts(call, country):
        return True
    if stated.allow == "none" or counted in stated.exclude:
        return False
    return True if stated.allow == "all" else lies_in(counted, stated.regions, call.year)


def lies_in(country: str, numbers: Collection[str], year: int) -> Answer:
    """Whether a country, as it counts, lies in one of the regions: None where it may lie in one that we do not carry."""
    region = countries.region(country, year)
    if region is not None:
        return region in numbers
    return False if countries.regions(year).keys() >= set(numbers) else None
