"""In every country that is represented, places for actor classes."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from matchmaker.matching.integer.constraints import Constraints
from matchmaker.matching.integer.program import ONE, Linear
from matchmaker.matching.rules.kind import Kind
from matchmaker.matching.standing import Needs, Standing, by_country, conditions, scoped, unfilled
from matchmaker.programme import rules


class EachCountryHas(Kind[rules.EachCountryHas]):
    """A country is represented by any member of the scope."""

    by_country = True

    @cached_property
    def _each(self) -> Mapping[str | None, Needs]:
        return {country: self._by_bit(self.rule.needed(country)) for country in (None, *self.rule.need_in)}

    def _needs(self, country: str | None) -> Needs:
        """The places of a country; as most have them where it is not decided."""
        return self._each.get(country, self._each[None])

    def missing(self, members: Sequence[Standing], home: str) -> int:
        """Members missing in the countries represented; nothing less helps in those that must still come."""
        groups: Mapping[str | None, Sequence[Standing]] = by_country(scoped(members, self.rule.scope))
        there = sum(unfilled(self._needs(country), group) for country, group in groups.items())
        to_come = max(0, self._context.countries[self.rule.scope] - len(groups))
        return there + to_come * min(sum(needs.values()) for needs in self._each.values())

    def constrain(self, program: Constraints) -> None:
        """Hall's conditions in each country with a member; who is alone in one can leave with it."""
        for country, cells in program.by_country(self.rule.scope).items():
            needs = self._needs(country)
            represented = program.represented(cells)
            alone = Linear()
            if sum(needs.values()) == 1:
                alone = program.choice()
                program.holds((ONE - alone) * program.size + 1 - program.number(cells))
            for either, places in conditions(needs):
                some = [cell for cell in cells if cell.standing.classes & either]
                over = program.number(some) - represented * places
                program.holds(over)
                spare = program.up_to_one(over)
                program.holds(represented - spare)
                for cell in some:
                    program.leaves_when(cell, spare + alone)
                if not alone.terms:
                    least = max(0, places - sum(cell.present for cell in some))
                    program.holds(program.stuck(some) - (represented - spare) * least)

    def of_country(self, country: str) -> str | None:
        """Whether it is one that provides something else, or perhaps does."""
        return country if country in self.rule.need_in or country in self.rule.perhaps_need_in else None

    @property
    def of_each_country(self) -> int:
        """One for each place."""
        return sum(self._each[None].values())

    @property
    def can_be_broken(self) -> bool:
        """By the first member of a country."""
        return True
