"""Where the coordinator applies: its National Agency, or the portal of the Executive Agency."""

from collections.abc import Iterable

from matchmaker.eligibility.facts import Agency as Own
from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, country
from matchmaker.language import N_, Message, say
from matchmaker.programme import agencies, wording
from matchmaker.programme.agencies import Agency
from matchmaker.programme.countries import CountryOf

RULE = "where-to-apply"


def check(reading: Reading) -> Iterable[Finding]:
    """`where-to-apply`: for certain, or what decides; nothing where nobody of a programme country applies to an Agency."""
    call, applicant = reading.call, reading.consortium.coordinator
    if call.managed_by == "EACEA":
        yield _in_portal(reading)
    elif applicant and reading.counts(applicant) and call.year >= agencies.SINCE:
        yield _of_agency(applicant, reading)


def _in_portal(reading: Reading) -> Finding:
    call, address = reading.call, agencies.PORTAL
    found = call.in_portal(member.country for member in reading.members)
    if call.provisional:
        text = N_("Apply in the EU Funding and Tenders Portal: %(address)s. The call’s id there is not published yet.")
        return Finding(RULE, "data", "warning", say(text, address=address))
    source = call.portal_ids.source if call.portal_ids else ""
    if len(found) == 1:
        text = N_("Apply in the EU Funding and Tenders Portal, call “%(action)s”: %(address)s")
        return Finding(RULE, "data", "pass", say(text, action=found[0][1], address=address), source=source)
    text = N_("Apply in the EU Funding and Tenders Portal: %(address)s. The partners’ region decides under which id: %(ids)s")
    ids = tuple(wording.portal_id(one, id_, call.year) for one, id_ in found)
    return Finding(RULE, "data", "warning", say(text, address=address, ids=ids), source=source)


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
