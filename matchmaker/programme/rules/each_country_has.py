"""In every country that is represented, places for actor classes: what a call states."""

from collections.abc import Collection, Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from matchmaker.language import N_, Message, say
from matchmaker.programme.countries import CountryCode, CountryOf
from matchmaker.programme.rules.rule import Needs, places
from matchmaker.programme.rules.sets import SetRule
from matchmaker.programme.scopes import Scope
from matchmaker.programme.sizes import Sizes

_EVERY = {
    "counting": N_("Every programme country represented provides %(what)s"),
    "other": N_("Every other country represented provides %(what)s"),
    "all": N_("Every country represented provides %(what)s"),
}


class EachCountryHas(SetRule):
    """Every country represented in the scope provides `need` by distinct organisations: class -> number.

    need_in: country, as it counts -> what it provides instead. perhaps_need_in: the same where no source settles whether it need
    not provide more.
    """

    check: Literal["each_country_has"]
    scope: Scope
    need_in: dict[CountryCode, Needs] = Field(default_factory=dict)
    perhaps_need_in: dict[CountryCode, Needs] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _less(self) -> Self:
        for key, stated in (("need_in", self.need_in), ("perhaps_need_in", self.perhaps_need_in)):
            for country, need in stated.items():
                if any(number > self.need.get(name, 0) for name, number in need.items()):
                    text = N_("%(key)s: expected no more than need states, found more for %(country)s")
                    raise ValueError(say(text, key=key, country=country))
        return self

    def needed(self, country: str | None) -> Mapping[str, int]:
        """What a country provides, by its code as it counts."""
        return self.need if country is None else self.need_in.get(country, self.need)

    @property
    def widely(self) -> dict[str, object]:
        """Also what is enough in some countries, and as few institutions there."""
        less = {**self.need_in, **self.perhaps_need_in}
        return {**super().widely, "need_in": {country: self.fewest(need) for country, need in less.items()}}

    @property
    def strictly(self) -> Self:
        """In all countries but those of which it is settled."""
        return super().strictly.model_copy(update={"perhaps_need_in": {}})

    def sentence(self, year: int) -> Message:
        """What each provides."""
        said = self.noted(say(_EVERY[self.scope], what=places(self.need)))
        for country, need in self.need_in.items():
            text = N_("%(rule)s; %(country)s: %(what)s")
            said = say(text, rule=said, country=CountryOf(country, year), what=places(need))
        if self.perhaps_need_in:
            text = N_("%(rule)s (whether less is enough is not settled for: %(countries)s)")
            said = say(text, rule=said, countries=tuple(CountryOf(country, year) for country in self.perhaps_need_in))
        return said

    def in_doubt(self, finding: Message, year: int, concerned: Collection[str]) -> Message:
        """Also whether some of the countries need provide less."""
        said = super().in_doubt(finding, year, concerned)
        open_ = tuple(CountryOf(country, year) for country in self.perhaps_need_in if country in concerned)
        if not self.settled or not open_:
            return said
        text = N_("%(finding)s Our sources do not settle whether less is enough in these countries: %(countries)s.")
        return say(text, finding=said, countries=open_)

    def bound(self, sizes: Sizes) -> None:
        """One for each place in each country that there must be."""
        least = min(sum(need.values()) for need in (self.need, *self.need_in.values()))
        sizes.of[self.scope].narrow(sizes.countries[self.scope] * least)
