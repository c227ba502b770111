"""So many different countries at least."""

from collections.abc import Sequence

from matchmaker.matching.integer.constraints import Constraints
from matchmaker.matching.integer.program import total
from matchmaker.matching.rules.kind import Kind
from matchmaker.matching.standing import Standing, scoped
from matchmaker.programme import rules


class CountCountries(Kind[rules.CountCountries]):
    """Countries as they count under the territory rule."""

    helped_by_more = True

    def missing(self, members: Sequence[Standing], home: str) -> int:
        """How many countries fewer than the minimum."""
        countries = [member.country for member in scoped(members, self.rule.scope)]
        undecided = countries.count(None)
        return max(0, self.rule.min - len({*countries} - {None}) - undecided)

    def constrain(self, program: Constraints) -> None:
        """One can leave while there is a country to spare, or another member of its country stays.

        Where none is to spare, exactly the minimum are represented, and whoever is alone in its country stays: that row keeps
        half a country to spare from freeing everybody.
        """
        spare = program.choice()
        counted, alone, staying = [], [], []
        for cells in program.by_country(self.rule.scope).values():
            number = program.number(cells)
            represented = program.up_to_one(number)
            another = program.up_to_one(number - represented)
            for cell in cells:
                program.leaves_when(cell, spare + another)
            counted.append(represented)
            staying += cells
            if not any(cell.present for cell in cells):
                program.holds(represented - another)
                alone.append(represented - another)
        program.equal(total(counted) - spare, self.rule.min)
        most = self.rule.min + 1 - (len(counted) - len(alone))
        if most > 0:
            program.holds(program.stuck(staying) - total(alone) + spare * most)

    def witnesses(self, staying: Sequence[Standing]) -> int:
        """One for each country."""
        return self.rule.min if self.missing(staying, "") else 0
