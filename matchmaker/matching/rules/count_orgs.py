"""So many organisations at least, and at most."""

from collections.abc import Iterable, Sequence

from matchmaker.matching.integer.constraints import Constraints
from matchmaker.matching.rules.kind import NEVER, Kind
from matchmaker.matching.standing import Standing, in_scope, scoped
from matchmaker.programme import rules


class CountOrgs(Kind[rules.CountOrgs]):
    """Every member of the scope counts."""

    by_sides = True

    def missing(self, members: Sequence[Standing], home: str) -> int:
        """How many fewer than the minimum; never mended above the maximum."""
        return NEVER if self.too_many(members) else max(0, self.rule.min - len(scoped(members, self.rule.scope)))

    def constrain(self, program: Constraints) -> None:
        """One can leave while there are more than the minimum."""
        cells = program.scoped(self.rule.scope)
        number = program.number(cells)
        if self.rule.max is not None:
            program.holds(number * -1 + self.rule.max)
        program.at_least(cells, number, self.rule.min)

    def witnesses(self, staying: Sequence[Standing]) -> int:
        """As many as the minimum."""
        return self.rule.min if self.missing(staying, "") else 0

    @property
    def can_be_broken(self) -> bool:
        """With a maximum."""
        return self.rule.max is not None

    @property
    def tells_sides_apart(self) -> bool:
        """Unless its scope is all."""
        return self.rule.scope != "all"

    @property
    def smallest(self) -> int:
        """The minimum, unless it is about other countries alone."""
        return self.rule.min if self.rule.scope != "other" else 0

    def too_many(self, members: Iterable[Standing]) -> int:
        """Above the maximum."""
        number = sum(in_scope(member, self.rule.scope) for member in members)
        return 0 if self.rule.max is None else max(0, number - self.rule.max)
