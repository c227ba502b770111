"""Members from outside the programme countries must be from one region."""

from collections import defaultdict

from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.findings import Finding, Status
from matchmaker.eligibility.reading import Reading, country
from matchmaker.eligibility.wording import ids, with_countries
from matchmaker.language import N_, Message, say
from matchmaker.programme.countries import region, regions
from matchmaker.programme.rules import OneRegion

EXPLANATION = N_(
    "Organisations from outside the programme countries come from one region of the world, as the Programme Guide lists them."
)


def check(rule: OneRegion, reading: Reading) -> Finding:
    """One region in the scope: that of most members is the witness, whoever is from another stands in the way.

    Countries whose region we do not carry are in none of those that we do. Several of them are unknown.
    """
    members, year = reading.scope(rule.scope), reading.call.year
    found: dict[str | None, list[Member]] = defaultdict(list)
    for member in members:
        found[region(country(member), year)].append(member)
    main = min(found, key=lambda one: (-len(found[one]), one is None, one or ""), default=None)
    named = with_countries(members, year)
    status: Status = "pass"
    message: Message
    if not members:
        message = say(N_("Nobody from outside the programme countries takes part."))
    elif len(found) > 1:
        status = "fail"
        message = say(N_("From %(found)s regions instead of one: %(names)s."), found=len(found), names=named)
    elif main is not None:
        message = say(N_("From one region (%(region)s): %(names)s."), region=regions(year)[main], names=named)
    elif len({country(member) for member in members}) > 1:
        status = "unknown"
        message = say(
            N_("Whether they are from one region could not be checked, our list of regions is not complete: %(names)s."),
            names=named,
        )
    else:
        message = say(N_("From one country, so from one region: %(names)s."), names=named)
    return Finding(
        rule=rule.id,
        scope="composition",
        status=status,
        message=message,
        required=1,
        found=len(found),
        witness=ids(found[main]) if members else (),
        missing=ids(member for key, those in found.items() if key != main for member in those),
        source=rule.source,
    )
