"""So many countries, each by itself, must provide places for actor classes."""

from collections.abc import Sequence
from functools import cached_property

from matchmaker.matching.integer.constraints import Constraints
from matchmaker.matching.rules.kind import Kind
from matchmaker.matching.standing import Needs, Standing, by_country, lacking, scoped
from matchmaker.programme import rules


class CountriesEachHave(Kind[rules.CountriesEachHave]):
    """Members of the scope count."""

    helped_by_more = True
    by_country = True

    @cached_property
    def needs(self) -> Needs:
        """The places of each country."""
        return self._by_bit(self.rule.need)

    def missing(self, members: Sequence[Standing], home: str) -> int:
        """What is missing in the countries that come nearest, and all of those that must still come."""
        return lacking(by_country(scoped(members, self.rule.scope)).values(), self.needs, self.rule.at_least)

    def constrain(self, program: Constraints) -> None:
        """It holds in so many countries as are counted on."""
        program.cover_some(program.by_country(self.rule.scope), self.needs, self.rule.at_least)

    def witnesses(self, staying: Sequence[Standing]) -> int:
        """One for each place of each country."""
        return self.rule.at_least * sum(self.needs.values())
