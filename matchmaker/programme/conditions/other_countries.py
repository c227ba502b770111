"""Where members may come from besides the programme countries: what a call states."""

from collections.abc import Iterator
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from matchmaker.language import N_, Message, say
from matchmaker.programme import countries
from matchmaker.programme.conditions.condition import Condition
from matchmaker.programme.countries import CountryCode, CountryOf, RegionNumber

COUNTRY_ADMISSIBLE, ADDED_VALUE = "country-admissible", "added-value"


class OtherCountries(Condition):
    """Which countries outside the counting list may send members, and under what condition."""

    key: ClassVar[str] = "other_countries"
    ids: ClassVar[frozenset[str]] = frozenset({COUNTRY_ADMISSIBLE, ADDED_VALUE})

    allow: Literal["all", "none", "regions"]
    regions: tuple[RegionNumber, ...] = ()
    exclude: frozenset[CountryCode] = frozenset()
    condition: Literal["essential_added_value", "none"] = "none"
    if_not_shown: Literal["removed_at_assessment", "scored_under_partnership"] = "removed_at_assessment"
    """What becomes of a member whose added value is not shown."""

    @model_validator(mode="after")
    def _regions_named(self) -> Self:
        if (self.allow == "regions") != bool(self.regions):
            raise ValueError(say(N_('`regions` lists numbers exactly when allow = "regions"')))
        return self

    @property
    def needs_added_value(self) -> bool:
        """Whether a member from there has to show what it alone can add."""
        return self.condition == "essential_added_value"

    @property
    def may_be_removed(self) -> bool:
        """Whether the assessor takes out a member that does not show it."""
        return self.needs_added_value and self.if_not_shown == "removed_at_assessment"

    def may_admit(self, code: str, year: int) -> bool:
        """Whether a country that does not count may send members, as far as its region is known."""
        if self.allow == "none" or code in self.exclude:
            return False
        region = countries.region(code, year)
        return self.allow == "all" or region in self.regions or region is None

    def sentences(self, year: int) -> Iterator[tuple[str, Message]]:
        """From where, and on which condition: one sentence, for a warning is no rule of its own."""
        yield COUNTRY_ADMISSIBLE, self._admitted(year)

    def _admitted(self, year: int) -> Message:
        if self.allow == "none":
            return say(N_("Only organisations from programme countries take part"))
        sentence = say(N_("Organisations from other countries may take part"))
        if self.allow == "regions":
            regions = tuple(countries.named_region(one, year) for one in self.regions)
            sentence = say(N_("%(sentence)s, from %(regions)s only"), sentence=sentence, regions=regions)
        if self.needs_added_value:
            sentence = say(N_("%(sentence)s, where they are essential and the application says why"), sentence=sentence)
        if self.exclude:
            excluded = tuple(CountryOf(code, year) for code in sorted(self.exclude))
            sentence = say(N_("%(sentence)s; excluded: %(countries)s"), sentence=sentence, countries=excluded)
        return sentence
