"""What the coordinator's country, and so many others, must have each by itself: what a call states."""

from collections.abc import Iterable
from functools import reduce
from typing import Annotated, Literal

from pydantic import Field

from matchmaker.language import N_, Message, nN_, nsay, say
from matchmaker.programme.rules.rule import Needs, RuleData, places
from matchmaker.programme.statements import Frozen, Positive

_OTHERS = nN_(
    "at least %(n)s other programme country provides %(what)s", "at least %(n)s other programme countries each provide %(what)s"
)


class Bundle(Frozen):
    """What the coordinator's country, or at least `at_least` other counting countries, must provide by distinct organisations."""

    country: Literal["coordinator", "other_counting"]
    at_least: Positive = 1
    need: Needs

    @property
    def sentence(self) -> Message:
        """Who provides what."""
        if self.country == "coordinator":
            return say(N_("The coordinator's country provides %(what)s"), what=places(self.need))
        return nsay(*_OTHERS, self.at_least, what=places(self.need))


class CountryBundles(RuleData):
    """Bundles of organisations, each from one country."""

    check: Literal["country_bundles"]
    bundles: Annotated[tuple[Bundle, ...], Field(min_length=1)]

    @property
    def sentence(self) -> Message:
        """One bundle after the other."""
        said = (bundle.sentence for bundle in self.bundles)
        return reduce(lambda first, second: say(N_("%(first)s; %(second)s"), first=first, second=second), said)

    @property
    def classes(self) -> Iterable[str]:
        """Those of all bundles."""
        return dict.fromkeys(name for bundle in self.bundles for name in bundle.need)
