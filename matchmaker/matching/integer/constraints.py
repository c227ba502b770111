"""What rules write into an integer program, and what they know of it: members by cell.

A *cell* is an equivalence class of what the rules see: the country one counts under, its side and its classes. That a rule
holds is a row; that a partner can leave is a variable, which each rule allows to be 1 where it still holds then.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from matchmaker.matching.integer.program import ONE, Linear, Program, total
from matchmaker.matching.population import Ints
from matchmaker.matching.standing import Needs, Standing, conditions, in_scope


@dataclass(frozen=True, slots=True)
class Cell:
    """All that the rules cannot tell apart.

    candidates: the variables that say who of them is chosen. included, present: so many suggested partners and so many others
    sit there in any case. number: members in it. leaves: at least 1 where its partners can leave, one by one. leaving: for
    each candidate 1 when it is chosen and can leave; and, last, how many of those included can.
    """

    standing: Standing
    candidates: Ints
    included: int
    present: int
    number: Linear
    leaves: Linear
    leaving: tuple[Linear, ...]

    @property
    def there(self) -> int:
        """So many sit there in any case."""
        return self.included + self.present


@dataclass(frozen=True, slots=True)
class Constraints:
    """A program for consortia of one size. leads: country -> 1 when the coordinator is from it; size: members in all."""

    program: Program
    cells: Sequence[Cell]
    leads: Mapping[str | None, Linear]
    size: int

    def scoped(self, scope: str) -> list[Cell]:
        """The cells that a rule with that scope is about."""
        return [cell for cell in self.cells if in_scope(cell.standing, scope)]

    def by_country(self, scope: str) -> dict[str | None, list[Cell]]:
        """The same by country."""
        found: dict[str | None, list[Cell]] = defaultdict(list)
        for cell in self.scoped(scope):
            found[cell.standing.country].append(cell)
        return found

    def chosen(self, cells: Iterable[Cell]) -> Iterator[Linear]:
        """Whether each candidate of these cells is chosen."""
        return (Linear({at: 1.0}) for cell in cells for at in cell.candidates.tolist())

    def number(self, cells: Iterable[Cell]) -> Linear:
        """Members in these cells, as one variable."""
        return self._one(total(cell.number for cell in cells))

    def stuck(self, cells: Iterable[Cell]) -> Linear:
        """Suggested partners of these cells who cannot leave."""
        return total(cell.number - cell.present - total(cell.leaving) for cell in cells)

    def choice(self) -> Linear:
        """Yes or no, 1 or 0."""
        return self.program.add(whole=True)

    def represented(self, cells: Sequence[Cell]) -> Linear:
        """1 where somebody of these cells is there, and perhaps where nobody is."""
        if any(cell.there for cell in cells):
            return ONE
        found = self.choice()
        for one in self.chosen(cells):
            self.holds(found - one)
        return found

    def holds(self, what: Linear) -> None:
        """At least 0."""
        self.program.between(0.0, what)

    def equal(self, what: Linear, number: float) -> None:
        """Exactly so much."""
        self.program.between(number, what, number)

    def up_to_one(self, what: Linear) -> Linear:
        """At most 1, and no more than this: whether a whole number is at least 1."""
        if not what.terms:
            return self.program.add(upper=min(1.0, max(0.0, what.constant)))
        found = self.program.add()
        self.holds(what - found)
        return found

    def leaves_when(self, cell: Cell, what: Linear) -> None:
        """One of the cell can leave only where that is at least 1."""
        self.holds(what - cell.leaves)

    def at_least(self, cells: Sequence[Cell], number: Linear, least: int) -> None:
        """So many members of these cells at least, `number` of whom there are; one can leave while there are more.

        Where there are just so many, each of them is stuck: that row keeps half a member to spare from freeing everybody.
        """
        over = number - least
        self.holds(over)
        spare = self.up_to_one(over)
        for cell in cells:
            self.leaves_when(cell, spare)
        if (partners := least - sum(cell.present for cell in cells)) > 0:
            self.holds(self.stuck(cells) - (ONE - spare) * partners)

    def cover(self, cells: Sequence[Cell], needs: Needs) -> None:
        """Places for classes are filled by different members of these cells (Hall's conditions)."""
        for either, places in conditions(needs):
            some = [cell for cell in cells if cell.standing.classes & either]
            self.at_least(some, self.number(some), places)

    def cover_when(self, cells: Sequence[Cell], needs: Needs, when: Linear, otherwise: Linear | None) -> Linear:
        """The same where `when` is 1; where it is 0 the places need not be filled. So many partners are stuck at least then.

        otherwise: what lets one leave though the places are not filled without it; None if nothing does. Each member is split
        into a part for which the places must be filled and one for which not, so that half a condition is no whole freedom:
        the disjunction of both cases (Balas, Disjunctive programming, 1979), not a large number times a variable.
        """
        some = [cell for cell in cells if cell.standing.classes & sum(needs)]
        parts = [[self.program.add(owner=at) for at in cell.candidates.tolist()] for cell in some]
        for mine, chosen in zip((one for part in parts for one in part), self.chosen(some), strict=True):
            self.holds(chosen - mine)
            self.holds(when - mine)
        numbers = [total(part) + when * cell.there for cell, part in zip(some, parts, strict=True)]
        freed = [self.program.add() for _ in some]
        most_stuck = Linear()
        for either, places in conditions(needs):
            inside = [at for at, cell in enumerate(some) if cell.standing.classes & either]
            over = self._one(total(numbers[at] for at in inside)) - when * places
            self.holds(over)
            spare = self.up_to_one(over)
            self.holds(when - spare)
            for at in inside:
                self.holds(spare - freed[at])
            partners = max(0, places - sum(some[at].present for at in inside))
            most_stuck = (when - spare) * partners
            anyway = Linear() if otherwise is None else otherwise * partners
            self.holds(self.stuck([some[at] for at in inside]) - most_stuck + anyway)
        for cell, part, enough in zip(some, parts, freed, strict=True):
            free = enough if otherwise is None else enough + otherwise
            for at, mine, leaving in zip(cell.candidates.tolist(), part, cell.leaving, strict=False):
                self.holds(Linear({at: 1.0}) - mine + free - leaving)
            if cell.included:
                self.holds((ONE - when + free) * cell.included - cell.leaving[-1])
        return most_stuck

    def cover_some(
        self,
        countries: Mapping[str | None, Sequence[Cell]],
        needs: Needs,
        at_least: int,
        but: Mapping[str | None, Linear] | None = None,
        besides: int = 0,
    ) -> None:
        """As many of these countries as asked, or one more, are counted on to fill the places; with one more everybody can leave.

        but: country -> 1 where it does not count. besides: so many others at least must sit there too. One country more is
        counted on only where there are members enough for it. Where none is to spare, all that these countries need is stuck:
        that row keeps half a country to spare from freeing everybody.
        """
        enough = (at_least + 1) * sum(needs.values()) + besides <= self.size
        spare, barred = self.choice() if enough else Linear(), but or {}
        counted_on, stuck, some = list[Linear](), list[Linear](), list[Cell]()
        for country, cells in countries.items():
            out = barred.get(country, Linear())
            if out.constant:
                continue
            has = self.choice()
            self.holds(ONE - out - has)
            counted_on.append(has)
            stuck.append(self.cover_when(cells, needs, has, spare))
            some += cells
        self.equal(total(counted_on) - spare, at_least)
        self.holds(self.stuck(some) - total(stuck) + spare * ((at_least + 1) * sum(needs.values())))

    def _one(self, what: Linear) -> Linear:
        """The same as one variable and a constant, so that rows stay short."""
        if len(what.terms) <= 1:
            return what
        found = self.program.add(upper=self.size)
        self.equal(Linear(what.terms) - found, 0.0)
        return found + what.constant
