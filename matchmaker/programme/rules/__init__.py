"""The kinds of composition rule a call may state; `eligibility/rules` checks each, `matching/rules` asks it for the search."""

from typing import Annotated

from pydantic import Field

from matchmaker.programme.rules.compare import Compare, Side
from matchmaker.programme.rules.count_class import CountClass
from matchmaker.programme.rules.count_countries import CountCountries
from matchmaker.programme.rules.count_orgs import CountOrgs
from matchmaker.programme.rules.countries_each_have import CountriesEachHave
from matchmaker.programme.rules.country_bundles import Bundle, CountryBundles
from matchmaker.programme.rules.disjoint_cover import DisjointCover
from matchmaker.programme.rules.each_country_has import EachCountryHas
from matchmaker.programme.rules.one_org_per_country import OneOrgPerCountry
from matchmaker.programme.rules.one_region import OneRegion
from matchmaker.programme.rules.regions_only import RegionsOnly
from matchmaker.programme.rules.rule import CountryMinimum, RuleId, bound, check_range, least_countries
from matchmaker.programme.scopes import Scope

__all__ = [
    "Bundle",
    "Compare",
    "CountClass",
    "CountCountries",
    "CountOrgs",
    "CountriesEachHave",
    "CountryBundles",
    "CountryMinimum",
    "DisjointCover",
    "EachCountryHas",
    "OneOrgPerCountry",
    "OneRegion",
    "RegionsOnly",
    "Rule",
    "RuleId",
    "Scope",
    "Side",
    "bound",
    "check_range",
    "least_countries",
]

Rule = Annotated[
    CountOrgs
    | CountCountries
    | CountClass
    | EachCountryHas
    | CountriesEachHave
    | CountryBundles
    | DisjointCover
    | Compare
    | OneRegion
    | RegionsOnly
    | OneOrgPerCountry,
    Field(discriminator="check"),
]
