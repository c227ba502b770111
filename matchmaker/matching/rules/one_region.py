"""Members from outside the programme countries must be from one region."""

from collections.abc import Sequence

from matchmaker.matching.integer.constraints import Constraints
from matchmaker.matching.rules.kind import NEVER, Kind
from matchmaker.matching.standing import Standing, scoped
from matchmaker.programme import countries, rules


class OneRegion(Kind[rules.OneRegion]):
    """Countries in no region that we carry may be in one: unknown is not no."""

    keeps_apart = True

    def missing(self, members: Sequence[Standing], home: str) -> int:
        """Nobody who comes makes one region of two."""
        known = {one.country for one in scoped(members, self.rule.scope)} - {None}
        return NEVER if len({self.of_country(str(country)) for country in known}) > 1 else 0

    def constrain(self, program: Constraints) -> None:
        """Regions are kept apart: among its candidates it holds, whoever leaves."""

    def of_country(self, country: str) -> str | None:
        """The region it is in."""
        return countries.region(country, self._context.year)

    @property
    def can_be_broken(self) -> bool:
        """By the first member of another region."""
        return True
