"""Organisations must each be from a different country."""

from collections import defaultdict

from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, country
from matchmaker.eligibility.wording import ids, with_countries
from matchmaker.language import N_, Message, say
from matchmaker.programme.rules import OneOrgPerCountry

EXPLANATION = N_("No two organisations are from the same country; an overseas territory counts as the country it belongs to.")


def check(rule: OneOrgPerCountry, reading: Reading) -> Finding:
    """One member from each country in the scope: one from each is the witness, whoever shares its country stands in the way."""
    members = reading.scope(rule.scope)
    by_country: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        by_country[country(member)].append(member)
    shared = [member for code in sorted(by_country) for member in by_country[code] if len(by_country[code]) > 1]
    message: Message
    if shared:
        message = say(N_("From the same country: %(names)s."), names=with_countries(shared, reading.call.year))
    else:
        message = say(N_("Nobody is from the same country as another."))
    return Finding(
        rule=rule.id,
        scope="composition",
        status="fail" if shared else "pass",
        message=message,
        required=len(members),
        found=len(by_country),
        witness=ids(by_country[code][0] for code in sorted(by_country)),
        missing=ids(shared),
        source=rule.source,
    )
