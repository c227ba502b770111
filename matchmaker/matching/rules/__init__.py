"""The kinds of rule as the search asks them, apart from `eligibility/`: the solver and the checker stay independent."""

from collections.abc import Mapping
from typing import Any, Final

from matchmaker.matching.rules.compare import Compare
from matchmaker.matching.rules.count_class import CountClass
from matchmaker.matching.rules.count_countries import CountCountries
from matchmaker.matching.rules.count_orgs import CountOrgs
from matchmaker.matching.rules.countries_each_have import CountriesEachHave
from matchmaker.matching.rules.country_bundles import CountryBundles
from matchmaker.matching.rules.disjoint_cover import DisjointCover
from matchmaker.matching.rules.each_country_has import EachCountryHas
from matchmaker.matching.rules.kind import Kind
from matchmaker.matching.rules.one_org_per_country import OneOrgPerCountry
from matchmaker.matching.rules.one_region import OneRegion
from matchmaker.matching.rules.regions_only import RegionsOnly

KINDS: Final[Mapping[str, type[Kind[Any]]]] = {
    "count_orgs": CountOrgs,
    "count_countries": CountCountries,
    "count_class": CountClass,
    "each_country_has": EachCountryHas,
    "countries_each_have": CountriesEachHave,
    "country_bundles": CountryBundles,
    "disjoint_cover": DisjointCover,
    "compare": Compare,
    "one_region": OneRegion,
    "regions_only": RegionsOnly,
    "one_org_per_country": OneOrgPerCountry,
}
"""By `check`, as the guide's files call them."""
