"""What the coordinator's country, and so many others, must have each by itself: places for actor classes."""

from collections.abc import Sequence
from functools import cached_property

from matchmaker.matching.integer.constraints import Constraints
from matchmaker.matching.integer.program import ONE, Linear, total
from matchmaker.matching.rules.kind import Kind
from matchmaker.matching.standing import Needs, Standing, by_country, unfilled
from matchmaker.programme import rules


class CountryBundles(Kind[rules.CountryBundles]):
    """Members of counting countries count."""

    helped_by_more = True
    by_country = True

    def missing(self, members: Sequence[Standing], home: str) -> int:
        """Of each bundle what is missing at home, or in the other countries that come nearest to it."""
        return sum(self._missing(bundle, needs, members, home) for bundle, needs in self._bundles)

    @cached_property
    def _bundles(self) -> list[tuple[rules.Bundle, Needs]]:
        return [(bundle, self._by_bit(bundle.need)) for bundle in self.rule.bundles]

    def _missing(self, bundle: rules.Bundle, needs: Needs, members: Sequence[Standing], home: str) -> int:
        at_home = bundle.country == "coordinator"
        groups = by_country(member for member in members if member.counting and (member.country == home) == at_home)
        nearest = sorted(unfilled(needs, group) for group in groups.values())[: bundle.at_least]
        return sum(nearest) + (bundle.at_least - len(nearest)) * sum(needs.values())

    def constrain(self, program: Constraints) -> None:
        """At home it holds in any case, in others where they are counted on."""
        for bundle, needs in self._bundles:
            if bundle.country == "coordinator":
                self._at_home(program, needs)
            else:
                self._elsewhere(program, needs, bundle.at_least)

    def _at_home(self, program: Constraints, needs: Needs) -> None:
        countries = program.by_country("counting")
        for country, leads in program.leads.items():
            if leads.terms:
                program.cover_when(countries.get(country, []), needs, leads, None)
            else:
                program.cover(countries.get(country, []), needs)

    def _elsewhere(self, program: Constraints, needs: Needs, at_least: int) -> None:
        """As many countries as asked are counted on, or one more: then everybody can leave.

        Where none is to spare, all that these countries need is stuck: that row keeps half a country to spare from freeing
        everybody.
        """
        spare = program.choice()
        counted_on, stuck, some = [], [], []
        for country, cells in program.by_country("counting").items():
            leads = program.leads.get(country, Linear())
            if leads.constant:
                continue
            has = program.choice()
            program.holds(ONE - leads - has)
            counted_on.append(has)
            stuck.append(program.cover_when(cells, needs, has, spare))
            some += cells
        program.equal(total(counted_on) - spare, at_least)
        program.holds(program.stuck(some) - total(stuck) + spare * ((at_least + 1) * sum(needs.values())))

    def witnesses(self, staying: Sequence[Standing]) -> int:
        """One for each place of each country."""
        return sum(bundle.at_least * sum(bundle.need.values()) for bundle in self.rule.bundles)
