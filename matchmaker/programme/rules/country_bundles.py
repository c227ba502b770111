"""What the coordinator's country, so many others, or a named one must have by itself: what a call states."""

from collections.abc import Iterable
from functools import reduce
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from matchmaker.language import N_, Message, nN_, nsay, say
from matchmaker.programme.countries import CountryOf, counts_as, normalise
from matchmaker.programme.reading import LONGEST_CODE
from matchmaker.programme.rules.naming import NamesClasses
from matchmaker.programme.rules.rule import CountryMinimum, Needs, places
from matchmaker.programme.sizes import Sizes
from matchmaker.programme.statements import Frozen, Positive

COORDINATOR: Final = "coordinator"
OTHER_COUNTING: Final = "other_counting"
_OTHERS = nN_(
    "at least %(n)s other programme country provides %(what)s", "at least %(n)s other programme countries each provide %(what)s"
)


def _whose(text: str) -> str:
    """One of the two words, or the code of a country as it counts."""
    if text in {COORDINATOR, OTHER_COUNTING}:
        return text
    try:
        return counts_as(normalise(text))
    except ValueError:
        expected = N_("“%(given)s” is not known; expected coordinator, other_counting or a country code such as MD")
        raise ValueError(say(expected, given=text[:60])) from None


Whose = Annotated[
    str,
    Field(max_length=LONGEST_CODE, json_schema_extra={"pattern": "^(coordinator|other_counting|[A-Za-z]{2})$"}),
    AfterValidator(_whose),
]


class Bundle(Frozen):
    """What a country must provide by distinct organisations.

    country: the coordinator's, at least `at_least` other counting countries, or one named by its code, wherever it counts.
    """

    country: Whose
    at_least: Positive = 1
    need: Needs

    @model_validator(mode="after")
    def _one_country_once(self) -> Self:
        if self.at_least > 1 and self.country != OTHER_COUNTING:
            raise ValueError(say(N_("at_least goes with other_counting only: a single country brings a bundle once")))
        return self

    @property
    def names_country(self) -> bool:
        """Whether it is about one that is named."""
        return self.country not in {COORDINATOR, OTHER_COUNTING}

    def sentence(self, year: int) -> Message:
        """Who provides what."""
        what = places(self.need)
        if self.names_country:
            return say(N_("%(country)s provides %(what)s"), country=CountryOf(self.country, year), what=what)
        if self.country == COORDINATOR:
            return say(N_("The coordinator's country provides %(what)s"), what=what)
        return nsay(*_OTHERS, self.at_least, what=what)


class CountryBundles(NamesClasses):
    """Bundles of organisations, each from one country."""

    check: Literal["country_bundles"]
    bundles: Annotated[tuple[Bundle, ...], Field(min_length=1)]

    def sentence(self, year: int) -> Message:
        """One bundle after the other."""
        said = (bundle.sentence(year) for bundle in self.bundles)
        return self.noted(reduce(lambda first, second: say(N_("%(first)s; %(second)s"), first=first, second=second), said))

    @property
    def least_countries(self) -> CountryMinimum:
        """The coordinator's country, and the others that provide something; what is named may be one of them."""
        others = (bundle.at_least for bundle in self.bundles if bundle.country == OTHER_COUNTING)
        return CountryMinimum("counting", 1 + max(others, default=0))

    def bound(self, sizes: Sizes) -> None:
        """The coordinator's country and others need different organisations; what is named may be one of them."""
        asked = [(bundle.country, bundle.at_least * sum(bundle.need.values())) for bundle in self.bundles]
        home, others = (max((n for country, n in asked if country == one), default=0) for one in (COORDINATOR, OTHER_COUNTING))
        sizes.of["counting"].narrow(home + others)
        named = {bundle.country for bundle in self.bundles if bundle.names_country}
        largest = {code: max(number for country, number in asked if country == code) for code in named}
        for side in ("counting", "other"):
            sizes.of[side].narrow(sum(number for code, number in largest.items() if sizes.side(code) == side))

    @property
    def classes(self) -> Iterable[str]:
        """Those of all bundles."""
        return dict.fromkeys(name for bundle in self.bundles for name in bundle.need)

    @property
    def widely(self) -> dict[str, object]:
        """The places of each bundle."""
        return {"bundles": tuple(bundle.model_copy(update={"need": self.renamed(bundle.need)}) for bundle in self.bundles)}
