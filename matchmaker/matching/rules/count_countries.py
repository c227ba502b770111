"""So many different countries at least, and at most."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from matchmaker.matching.integer.constraints import Cell, Constraints
from matchmaker.matching.integer.program import total
from matchmaker.matching.rules.kind import NEVER, Kind
from matchmaker.matching.standing import Standing, in_scope
from matchmaker.programme import rules


class CountCountries(Kind[rules.CountCountries]):
    """Countries as they count under the territory rule; with classes those that a member of one of them is from."""

    @property
    def helped_by_more(self) -> bool:
        """Unless there is a maximum."""
        return self.rule.max is None

    @property
    def by_country(self) -> bool:
        """A maximum is met by who shares a country with others."""
        return self.rule.max is not None

    @cached_property
    def _classes(self) -> int:
        return sum(self._context.bits[name] for name in self.rule.classes)

    def _counts(self, one: Standing) -> bool:
        return in_scope(one, self.rule.scope) and (not self._classes or bool(one.classes & self._classes))

    def missing(self, members: Sequence[Standing], home: str) -> int:
        """How many countries fewer than the minimum; never mended above the maximum."""
        countries = [member.country for member in members if self._counts(member)]
        undecided, known = countries.count(None), len({*countries} - {None})
        if self.rule.max is not None and known > self.rule.max:
            return NEVER
        return max(0, self.rule.min - known - undecided)

    def constrain(self, program: Constraints) -> None:
        """Both numbers."""
        by_country = [
            some
            for cells in program.by_country(self.rule.scope).values()
            if (some := [one for one in cells if self._counts(one.standing)])
        ]
        if self.rule.max is not None:
            program.holds(total(map(program.represented, by_country)) * -1 + self.rule.max)
        if self.rule.min:
            self._at_least(program, by_country)

    def _at_least(self, program: Constraints, by_country: Iterable[list[Cell]]) -> None:
        """One can leave while there is a country to spare, or another member of its country stays.

        Where none is to spare, exactly the minimum are represented, and whoever is alone in its country stays: that row keeps
        half a country to spare from freeing everybody.
        """
        spare = program.choice()
        counted, alone, staying = [], [], []
        for cells in by_country:
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

    @property
    def can_be_broken(self) -> bool:
        """With a maximum."""
        return self.rule.max is not None

    @property
    def too_many_of(self) -> Iterable[str]:
        """The classes of a maximum."""
        return self.rule.classes if self.rule.max is not None else ()

    def too_many(self, members: Iterable[Standing]) -> int:
        """Everybody from the countries above the maximum, where these have the fewest members."""
        if self.rule.max is None:
            return 0
        sizes = sorted(Counter(member.country for member in members if self._counts(member)).values())
        return sum(sizes[: max(0, len(sizes) - self.rule.max)])
