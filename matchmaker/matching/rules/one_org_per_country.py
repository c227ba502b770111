"""No two organisations from one country."""

from collections import Counter
from collections.abc import Iterable, Sequence

from matchmaker.matching.integer.constraints import Constraints
from matchmaker.matching.rules.kind import NEVER, Kind
from matchmaker.matching.standing import Standing, scoped
from matchmaker.programme import rules


class OneOrgPerCountry(Kind[rules.OneOrgPerCountry]):
    """Who comes from a country that nobody else is from stands in for anybody: which country that is plays no part."""

    def missing(self, members: Sequence[Standing], home: str) -> int:
        """Nobody who comes moves another to a new country; a country that is not decided may be one."""
        return NEVER if self.too_many(members) else 0

    def constrain(self, program: Constraints) -> None:
        """One from each country at most; whoever leaves breaks nothing."""
        for cells in program.by_country(self.rule.scope).values():
            program.holds(program.number(cells) * -1 + 1)

    @property
    def can_be_broken(self) -> bool:
        """By a second member from a country."""
        return True

    def too_many(self, members: Iterable[Standing]) -> int:
        """All but one from each country."""
        known = Counter(member.country for member in scoped([*members], self.rule.scope) if member.country is not None)
        return sum(known.values()) - len(known)
