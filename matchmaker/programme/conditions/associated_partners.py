"""Who may be an associated partner: what a call states."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from matchmaker.language import N_, Message, say
from matchmaker.programme.conditions.condition import Condition
from matchmaker.programme.countries import CountryCode, CountryOf

ASSOCIATED_PARTNER, NOT_FORESEEN = "associated-partner", "associated-foreseen"


class AssociatedPartners(Condition):
    """Whether there may be any ("not_said": the guide does not speak of them, which warns), and the countries that send none."""

    key: ClassVar[str] = "associated_partners"
    ids: ClassVar[frozenset[str]] = frozenset({ASSOCIATED_PARTNER, NOT_FORESEEN})

    allowed: Literal[True, False, "not_said"]
    exclude: frozenset[CountryCode] = frozenset()

    def sentences(self, year: int) -> Iterator[tuple[str, Message]]:
        """Whether, and from where not."""
        if self.allowed == "not_said":
            yield NOT_FORESEEN, say(N_("The guide does not speak of associated partners in this action"))
        elif not self.allowed:
            yield ASSOCIATED_PARTNER, say(N_("There are no associated partners"))
        elif self.exclude:
            excluded = tuple(CountryOf(code, year) for code in sorted(self.exclude))
            yield (
                ASSOCIATED_PARTNER,
                say(N_("Associated partners may be from any country; excluded: %(countries)s"), countries=excluded),
            )
        else:
            yield ASSOCIATED_PARTNER, say(N_("Associated partners may be from any country"))
