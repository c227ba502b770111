"""Members from outside the programme countries come from some regions only: what a call states."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from matchmaker.language import N_, Message, say
from matchmaker.programme.countries import RegionNumber, named_region
from matchmaker.programme.rules.rule import RuleData


class RegionsOnly(RuleData):
    """Of the countries that the call admits; regions as they are numbered in its year (`programme.countries.region`)."""

    check: Literal["regions_only"]
    scope: Literal["other"]
    among: Annotated[tuple[RegionNumber, ...], Field(min_length=1, alias="regions")]

    def sentence(self, year: int) -> Message:
        """The regions."""
        named = tuple(named_region(one, year) for one in self.among)
        return say(N_("Organisations from other countries come from %(regions)s only"), regions=named)

    @property
    def regions(self) -> Iterable[str]:
        """All of them."""
        return self.among
