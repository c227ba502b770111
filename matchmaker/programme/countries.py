"""Countries as the programme sees them: codes, dated lists, territories, regions of third countries, names by year."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, Field

from matchmaker.language import N_, Country, Message, say
from matchmaker.programme import reading
from matchmaker.programme.statements import Named, Sourced

_FILE = reading.DATA / "countries.toml"
_STATED = reading.table(_FILE)

ALL: tuple[str, ...] = tuple(_STATED.pop("codes").split())
"""ISO 3166-1 alpha-2 codes, and XK."""

_KNOWN = frozenset(ALL)
_EU_STYLE = {"EL": "GR", "UK": "GB"}


def normalise(code: str) -> str:
    """The ISO 3166-1 alpha-2 code, upper-cased; EL and UK become GR and GB. Raises ValueError with a message."""
    upper = code.strip().upper()
    iso = _EU_STYLE.get(upper, upper)
    if iso not in _KNOWN or not code.isascii():
        raise ValueError(say(N_("“%(code)s” is not a country code: expected ISO 3166-1 alpha-2, for example PL"), code=code[:20]))
    return iso


CountryCode = Annotated[
    str, Field(max_length=reading.LONGEST_CODE, json_schema_extra={"pattern": "^[A-Za-z]{2}$"}), AfterValidator(normalise)
]


class CountryList(Sourced):
    """A list of countries of some years: another list, and what is added to it."""

    base: Annotated[str, *reading.one_of(_STATED["lists"], N_("a country list"))] | None = None
    add: frozenset[CountryCode] = Field(min_length=1)


class Region(Sourced, Named):
    """A region of third countries as the guides from one call year on list it, by its number: "5a"."""

    number: str
    countries: frozenset[CountryCode]


class Group(Sourced, Named):
    """Third countries that some calls single out, as the guide of one call year lists them."""

    countries: frozenset[CountryCode]


class Territories(Sourced):
    """Territories whose organisations are counted under a country."""

    country: CountryCode
    codes: tuple[CountryCode, ...]


class Intention(Sourced, Named):
    """A country that means to take part from a call year on, though nothing is settled; its label is a whole sentence."""

    country: CountryCode
    since: int


class DatedName(Sourced, Named):
    """What a country was called in the guides until a call year."""

    country: CountryCode
    until: int


LISTS: Mapping[str, CountryList] = MappingProxyType(
    {name: reading.parse(CountryList, stated, _FILE.name, name) for name, stated in _STATED["lists"].items()}
)
_REGIONS: Mapping[int, Mapping[str, Region]] = MappingProxyType(
    {int(since): reading.entries(_FILE.name, stated, Region, "number") for since, stated in _STATED["regions"].items()}
)
"""The first call year of a list -> its regions by number; the earlier numbering, until 2020, differs."""
GROUPS: Mapping[str, Mapping[int, Group]] = MappingProxyType(
    {
        name: MappingProxyType(
            {int(year): reading.parse(Group, one, _FILE.name, f"groups.{name}") for year, one in years.items()}
        )
        for name, years in _STATED["groups"].items()
    }
)
"""What a group is called in our data -> the call year -> the group."""
TERRITORIES: Mapping[str, str] = MappingProxyType(
    {
        code: territories.country
        for stated in _STATED["territories"]
        for territories in [reading.parse(Territories, stated, _FILE.name, "territories")]
        for code in territories.codes
    }
)
INTENTIONS: Mapping[str, Intention] = MappingProxyType(
    {
        found.country: found
        for stated in _STATED["intentions"]
        for found in [reading.parse(Intention, stated, _FILE.name, "intentions")]
    }
)
_NAMES = tuple(reading.parse(DatedName, stated, _FILE.name, "names") for stated in _STATED["names"])
_REGION_OF = {
    since: {code: one.number for one in listed.values() for code in one.countries} for since, listed in _REGIONS.items()
}

GroupName = Annotated[str, *reading.one_of(GROUPS, N_("a group of countries"))]
RegionNumber = Annotated[
    str, *reading.one_of({number: one for known in _REGIONS.values() for number, one in known.items()}, N_("a region"))
]
"""The number of a region, for the data that refers to one."""


@dataclass(frozen=True, slots=True)
class CountryOf:
    """A country under its name of one call year: Turkey in 2018, Türkiye in 2026."""

    code: str
    year: int

    def label(self, language: str) -> str:
        """The name in `language`."""
        return display_name(self.code, self.year, language)


def members(countries: CountryList) -> frozenset[str]:
    """All codes of a list, its base included."""
    return countries.add | (members(LISTS[countries.base]) if countries.base else frozenset())


def counts_as(code: str) -> str:
    """The country an organisation in `code` is counted under: the Member State for a territory, else `code` itself."""
    return TERRITORIES.get(code, code)


def region(code: str, year: int) -> str | None:
    """The number of the region of third countries `code` lies in, as the call year lists them; None = in none we carry."""
    return _REGION_OF.get(_listed(year), {}).get(code)


def regions(year: int) -> Mapping[str, Region]:
    """The regions we carry in that year, by number; a country in none of them may lie in one that is not carried."""
    return _REGIONS.get(_listed(year), {})


def named_region(number: str, year: int) -> Message:
    """A region by its number, and by its name in the call year where we carry it."""
    if number in (carried := regions(year)):
        return say(N_("Region %(number)s (%(name)s)"), number=number, name=carried[number])
    return say(N_("Region %(number)s"), number=number)


def lies_in(code: str, some: Collection[str], year: int) -> bool | None:
    """Whether `code`, as it counts, lies in one of these regions; None = in none we carry, and not all of these are carried."""
    found = region(code, year)
    if found is not None:
        return found in some
    return False if regions(year).keys() >= set(some) else None


def is_in(group: str, code: str, year: int) -> bool:
    """Whether a country is in one of GROUPS, as the guide of the year or the last one before it lists it."""
    listed = [one for since, one in sorted(GROUPS[group].items()) if since <= year]
    return bool(listed) and code in listed[-1].countries


def _listed(year: int) -> int:
    """The first year of the list that holds in a call year, 0 for none."""
    return max((since for since in _REGIONS if since <= year), default=0)


def meaning_to_take_part(year: int) -> frozenset[str]:
    """The countries that mean to take part in that year and are in no list yet."""
    return frozenset(code for code, intention in INTENTIONS.items() if year >= intention.since)


def display_name(code: str, year: int, language: str) -> str:
    """The country's name in the call year, in `language`."""
    dated = min(
        (name for name in _NAMES if name.country == code and year <= name.until), key=lambda name: name.until, default=None
    )
    return dated.label(language) if dated else Country(code).label(language)
