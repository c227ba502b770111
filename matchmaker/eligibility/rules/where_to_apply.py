"""Where the coordinator applies: its National Agency, or the portal of the Executive Agency."""

from collections.abc import Iterable

from matchmaker.eligibility.facts import Agency as Own
from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, country
from matchmaker.language import N_, Message, say
from matchmaker.programme import agencies
from matchmaker.programme.agencies import Agency
from matchmaker.programme.countries import CountryOf

RULE = "where-to-apply"


def check(reading: Reading) -> Iterable[Finding]:
    """`where-to-apply`: for certain, or what decides; nothing where nobody of a programme country applies to an Agency."""
    call, applicant = reading.call, reading.consortium.coordinator
    if call.managed_by == "EACEA":
        text = N_("Apply in the EU Funding and Tenders Portal, call “%(action)s”: %(address)s")
        yield Finding(RULE, "data", "pass", say(text, action=call.action, address=agencies.PORTAL))
    elif applicant and reading.counts(applicant) and call.year >= agencies.SINCE:
        yield _of_agency(applicant, reading)


def _of_agency(applicant: Member, reading: Reading) -> Finding:
    own = reading.consortium.agency
    found = agencies.responsible(country(applicant), reading.call.field)
    if own.name:
        return Finding(RULE, "data", "pass", _own(own))
    if len(found) == 1:
        text = N_("Apply to your National Agency: %(agency)s")
        return Finding(RULE, "data", "pass", say(text, agency=_named(found[0])), source=found[0].source)
    if found:
        text = N_("Apply to the National Agency of your community: %(agencies)s")
        message = say(text, agencies=tuple(_named(one) for one in found))
        return Finding(RULE, "data", "warning", message, source=found[0].source)
    text = N_("Apply to the National Agency of %(country)s: find it on the Commission's list of National Agencies, %(address)s")
    message = say(text, country=CountryOf(country(applicant), reading.call.year), address=agencies.LIST)
    return Finding(RULE, "data", "warning", message)


def _named(agency: Agency) -> Message:
    return say(N_("%(agency)s: %(website)s"), agency=agency, website=agency.website)


def _own(own: Own) -> Message:
    if own.website:
        return say(N_("Apply to the National Agency that you entered: %(name)s, %(website)s"), name=own.name, website=own.website)
    return say(N_("Apply to the National Agency that you entered: %(name)s"), name=own.name)
