"""Members from outside the programme countries must be from some regions."""

from collections.abc import Iterable, Sequence

from matchmaker.matching.integer.constraints import Constraints
from matchmaker.matching.rules.kind import NEVER, Kind
from matchmaker.matching.standing import Standing, in_scope
from matchmaker.programme import countries, rules


class RegionsOnly(Kind[rules.RegionsOnly]):
    """Whoever is from another region is no candidate; a country in no region that we carry may be in one: unknown is not no."""

    def missing(self, members: Sequence[Standing], home: str) -> int:
        """Nobody who comes moves another to a region that is open."""
        return NEVER if self.too_many(members) else 0

    def constrain(self, program: Constraints) -> None:
        """It holds for all candidates, whoever leaves."""

    def admits(self, member: Standing) -> bool | None:
        """By its region."""
        return not in_scope(member, self.rule.scope) or member.country is None or self.of_country(member.country)

    def of_country(self, country: str) -> bool | None:
        """Whether its region is open."""
        return countries.lies_in(country, self.rule.among, self._context.year)

    def too_many(self, members: Iterable[Standing]) -> int:
        """All from other regions."""
        return sum(self.admits(member) is False for member in members)
