"""What the coordinator's country, so many others, or a named one must have by itself: places for actor classes."""

from collections.abc import Sequence
from functools import cached_property

from matchmaker.matching.integer.constraints import Constraints
from matchmaker.matching.rules.kind import Kind
from matchmaker.matching.standing import Needs, Standing, by_country, lacking, unfilled
from matchmaker.programme import rules
from matchmaker.programme.rules.country_bundles import COORDINATOR, OTHER_COUNTING


class CountryBundles(Kind[rules.CountryBundles]):
    """Members of counting countries count, and those of a country that is named."""

    helped_by_more = True
    by_country = True

    def missing(self, members: Sequence[Standing], home: str) -> int:
        """What is missing at home and in the other countries that come nearest, or more where a named country lacks more.

        Bundles of one country may be filled by the same members, and a named country may be home or one of the others.
        """
        asked = [(bundle, self._lacking(bundle, needs, members, home)) for bundle, needs in self._bundles]
        named: dict[str, int] = {}
        for bundle, number in asked:
            if bundle.names_country:
                named[bundle.country] = max(named.get(bundle.country, 0), number)
        apart = sum(max((n for bundle, n in asked if bundle.country == one), default=0) for one in (COORDINATOR, OTHER_COUNTING))
        return max(apart, sum(named.values()))

    @cached_property
    def _bundles(self) -> list[tuple[rules.Bundle, Needs]]:
        return [(bundle, self._by_bit(bundle.need)) for bundle in self.rule.bundles]

    def _lacking(self, bundle: rules.Bundle, needs: Needs, members: Sequence[Standing], home: str) -> int:
        if bundle.names_country:
            return unfilled(needs, [member for member in members if member.country == bundle.country])
        at_home = bundle.country == COORDINATOR
        groups = by_country(member for member in members if member.counting and (member.country == home) == at_home)
        return lacking(groups.values(), needs, bundle.at_least)

    def constrain(self, program: Constraints) -> None:
        """At home and where a country is named it holds in any case, in others where they are counted on."""
        for bundle, needs in self._bundles:
            if bundle.names_country:
                program.cover(program.by_country("all").get(bundle.country, []), needs)
            elif bundle.country == COORDINATOR:
                self._at_home(program, needs)
            else:
                program.cover_some(program.by_country("counting"), needs, bundle.at_least, program.leads, self._at_home_least)

    @property
    def _at_home_least(self) -> int:
        """So many members at least are from the coordinator's country."""
        return max((sum(needs.values()) for bundle, needs in self._bundles if bundle.country == COORDINATOR), default=0)

    def _at_home(self, program: Constraints, needs: Needs) -> None:
        countries = program.by_country("counting")
        for country, leads in program.leads.items():
            if leads.terms:
                program.cover_when(countries.get(country, []), needs, leads, None)
            else:
                program.cover(countries.get(country, []), needs)

    def witnesses(self, staying: Sequence[Standing]) -> int:
        """One for each place of each country."""
        return sum(bundle.at_least * sum(bundle.need.values()) for bundle in self.rule.bundles)

    def of_country(self, country: str) -> str | None:
        """A country that is named."""
        return country if any(bundle.country == country for bundle in self.rule.bundles) else None
