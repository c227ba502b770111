"""The rules a call states about numbers, countries and classes: each kind sent to its file."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.eligibility.rules import (
    compare,
    count_class,
    count_countries,
    count_orgs,
    countries_each_have,
    country_bundles,
    disjoint_cover,
    each_country_has,
    one_org_per_country,
    one_region,
    regions_only,
)
from matchmaker.language import N_, say
from matchmaker.programme.rules import Rule


class Kind(Protocol):
    """A file of `rules` that answers the rules of one kind."""

    EXPLANATION: str

    def check(self, rule: Any, reading: Reading, /) -> Finding:
        """What the rule answers."""
        ...


KINDS: Mapping[str, Kind] = {
    "count_orgs": count_orgs,
    "count_countries": count_countries,
    "count_class": count_class,
    "each_country_has": each_country_has,
    "countries_each_have": countries_each_have,
    "country_bundles": country_bundles,
    "disjoint_cover": disjoint_cover,
    "compare": compare,
    "one_region": one_region,
    "regions_only": regions_only,
    "one_org_per_country": one_org_per_country,
}
"""A rule's `check` -> the file that answers it."""


def check(reading: Reading) -> list[Finding]:
    """One finding per rule, in the call's order; one that stands as a warning warns where it is not met."""
    return [_weighed(rule, KINDS[rule.check].check(rule, reading)) for rule in reading.call.rules]


def _weighed(rule: Rule, finding: Finding) -> Finding:
    if not rule.only_warns:
        return finding
    if finding.status == "pass":
        return replace(finding, advice=True)
    message = say(N_("%(finding)s Read strictly, the guide asks for this; it decides nothing here."), finding=finding.message)
    return replace(finding, status="warning", message=message, advice=True)
