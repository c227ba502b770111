"""Who may apply: what a call states about the coordinator's country, class and legal age."""

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from matchmaker.language import N_, Either, Message, nN_, nsay, say
from matchmaker.programme.classes import ClassId
from matchmaker.programme.conditions.condition import Condition, groups
from matchmaker.programme.conditions.member_types import listed_nationally
from matchmaker.programme.countries import CountryCode, CountryOf, RegionNumber, named_region
from matchmaker.programme.statements import Whole, YesNo
from matchmaker.programme.types import FLAGS, FlagSlug

COUNTRY, CLASS, AGE = "coordinator-country", "coordinator-class", "coordinator-age"

_AGE = nN_("Whoever applies has existed for at least %(n)s year", "Whoever applies has existed for at least %(n)s years")


class CoordinatorConditions(Condition):
    """Who may apply: from where, in (or not in) some actor classes, stating one of some flags, of some legal age.

    country: "counting", or "any_admitted": also from another country that the call admits, but for `not_regions` and
    `not_countries`. national_list: as in `MemberTypes`.
    """

    key: ClassVar[str] = "coordinator"
    ids: ClassVar[frozenset[str]] = frozenset({COUNTRY, CLASS, AGE})

    country: Literal["counting", "any_admitted"]
    not_regions: tuple[RegionNumber, ...] = ()
    not_countries: frozenset[CountryCode] = frozenset()
    classes: tuple[ClassId, ...] = ()
    not_classes: tuple[ClassId, ...] = ()
    flags: tuple[FlagSlug, ...] = ()
    national_list: YesNo = False
    min_legal_age_years: Annotated[Whole, Field(le=100)] = 0

    @model_validator(mode="after")
    def _excepted_where_admitted(self) -> Self:
        if self.country == "counting" and (self.not_regions or self.not_countries):
            raise ValueError(say(N_('`not_regions` and `not_countries` except from country = "any_admitted"')))
        return self

    @property
    def asks_class(self) -> bool:
        """Whether anything is asked of what the coordinator is."""
        return bool(self.classes or self.not_classes or self.flags)

    def sentences(self, year: int) -> Iterator[tuple[str, Message]]:
        """The country; classes, flags and age where they are stated."""
        yield COUNTRY, self._from_where(year)
        if self.classes:
            sentence = say(N_("Whoever applies is: %(groups)s"), groups=groups(self.classes))
            yield CLASS, listed_nationally(sentence) if self.national_list else sentence
        if self.not_classes:
            yield CLASS, say(N_("Whoever applies is not: %(groups)s"), groups=groups(self.not_classes))
        if self.flags:
            stated = Either(tuple(FLAGS[slug] for slug in self.flags))
            yield CLASS, say(N_("Of whoever applies it is true: %(flags)s"), flags=stated)
        if self.min_legal_age_years:
            yield AGE, nsay(*_AGE, self.min_legal_age_years)

    def _from_where(self, year: int) -> Message:
        if self.country == "counting":
            return say(N_("Whoever applies is from a programme country"))
        sentence = say(N_("Whoever applies is from a programme country or another country that the call admits"))
        if self.not_regions:
            regions = tuple(named_region(one, year) for one in self.not_regions)
            sentence = say(N_("%(sentence)s, not from %(regions)s"), sentence=sentence, regions=regions)
        if self.not_countries:
            excluded = tuple(CountryOf(code, year) for code in sorted(self.not_countries))
            sentence = say(N_("%(sentence)s; excluded: %(countries)s"), sentence=sentence, countries=excluded)
        return sentence

    @property
    def named_classes(self) -> Iterable[str]:
        """Those that may apply and those that may not."""
        return (*self.classes, *self.not_classes)

    @property
    def named_flags(self) -> Iterable[str]:
        """What must be true of it."""
        return self.flags
