"""Where the coordinator applies: for certain, by its community, by the Commission's list, or as it says itself; never a guess."""

from dataclasses import replace
from datetime import date

import pytest

from matchmaker import eligibility
from matchmaker.eligibility.facts import Agency, Consortium, Member
from matchmaker.language import LANGUAGES, render
from matchmaker.programme import guides

TODAY = date(2026, 2, 1)
SCHOOL = Member("s", "coordinator", "Vocational School Jodła", "PL", "EPLUS-EDU-VOC-SEC")
OTHER = Member("o", "partner", "Handwerkskammer Steinbach", "DE", "EPLUS-SOCIAL")


def where(call="ka220-vet-2026", country="PL", *, agency=None, role="coordinator", abroad=(), as_="partner"):
    """Status and sentence, None where nothing is said; abroad: the countries of two schools more each."""
    more = (Member(f"{code}{n}", as_, f"School {n} of {code}", code, "EPLUS-EDU-VOC-SEC") for code in abroad for n in (1, 2))
    consortium = Consortium((replace(SCHOOL, country=country, role=role), OTHER, *more), agency=agency or Agency())
    report = eligibility.check(consortium, guides.load().call(call), TODAY)
    found = [one for one in report.findings if one.rule == "where-to-apply"]
    assert all(render(one.message, language) for one in found for language in LANGUAGES)
    return (found[0].status, render(found[0].message, "en")) if found else None


@pytest.mark.parametrize(
    ("call", "country", "name"),
    [
        ("ka220-vet-2026", "PL", "Fundacja Rozwoju Systemu Edukacji (FRSE): https://erasmusplus.org.pl"),
        ("ka220-vet-2026", "AT", "OeAD – Agentur für Bildung und Internationalisierung: https://erasmusplus.at"),
        ("ka220-vet-2026", "DE", "(NA beim BIBB): https://www.na-bibb.de"),
        ("ka220-adu-2026", "DE", "(NA beim BIBB): https://www.na-bibb.de"),
        ("ka220-hed-2026", "DE", "im DAAD: https://eu.daad.de"),
        ("ka220-sch-2026", "DE", "(PAD) der Kultusministerkonferenz: https://www.kmk-pad.org"),
        ("ka220-you-2026", "DE", "JUGEND für Europa: https://www.jugendfuereuropa.de"),
    ],
)
def test_coordinator_applies_to_the_agency_of_its_country_and_field(call, country, name):
    status, said = where(call, country)
    assert status == "pass"
    assert said.startswith("Apply to your National Agency: ")
    assert said.endswith(name)


def test_community_decides_in_belgium():
    status, said = where(country="BE")
    assert status == "warning"
    assert said.startswith("Apply to the National Agency of your community: ")
    for name in ("Epos vzw (Flemish Community)", "AEF-Europe (French Community)", "(German-speaking Community)"):
        assert name in said
    assert "JINT" not in said
    assert "JINT vzw (Flemish Community): https://www.erasmusplusjeugd.be" in where("ka220-you-2026", "BE")[1]


def test_other_countries_are_sent_to_the_list_of_the_commission():
    address = "https://erasmus-plus.ec.europa.eu/contacts/national-agencies"
    said = f"Apply to the National Agency of Czechia: find it on the Commission's list of National Agencies, {address}"
    assert where(country="CZ") == ("warning", said)


def test_territory_applies_where_its_country_does():
    assert "National Agency of Denmark" in where(country="GL")[1]


def test_agency_that_the_coordinator_entered_goes_before_ours():
    entered = Agency("Bureau of the Region", "https://bureau.example")
    said = "Apply to the National Agency that you entered: Bureau of the Region, https://bureau.example"
    assert where(agency=entered) == where(country="CZ", agency=entered) == ("pass", said)
    assert where(agency=Agency("Bureau of the Region"))[1].endswith("entered: Bureau of the Region")


def test_calls_of_the_executive_agency_say_the_portal_and_the_call():
    status, said = where("cove-2026", agency=Agency("Bureau of the Region"))
    assert status == "pass"
    assert said.startswith("Apply in the EU Funding and Tenders Portal, call “ERASMUS-EDU-2026-PEX-COVE”: https://ec.europa.eu/")


@pytest.mark.parametrize(
    ("abroad", "ending"), [(("AL", "XK"), "WB"), (("UA",), "NE"), (("TN",), "SMC"), (("KE",), "SSA"), (("BR",), "LA")]
)
def test_region_of_the_partners_says_under_which_id_the_portal_has_the_call(abroad, ending):
    status, said = where("cbvet-2026", abroad=abroad)
    assert status == "pass"
    assert f"call “ERASMUS-EDU-2026-CB-VET-{ending}”: https://ec.europa.eu/" in said


@pytest.mark.parametrize("abroad", [(), ("UA", "KE"), ("JP",)])
def test_ids_of_all_regions_are_said_while_the_region_is_open(abroad):
    status, said = where("cbvet-2026", abroad=abroad)
    assert status == "warning"
    assert "Region 1 (Western Balkans): ERASMUS-EDU-2026-CB-VET-WB" in said
    assert "Region 11 (Caribbean): ERASMUS-EDU-2026-CB-VET-CA" in said


def test_associated_partner_does_not_decide_under_which_id():
    assert where("cbvet-2026", abroad=("KE",), as_="associated") == where("cbvet-2026")


def test_id_of_a_provisional_call_is_not_known():
    status, said = where("cbvet-2027", abroad=("KE",))
    assert status == "warning"
    assert said.endswith("The call’s id there is not published yet.")
    assert "ERASMUS" not in said


def test_nothing_is_said_where_nobody_can_apply_to_an_agency_that_we_know():
    assert where(country="CH") is None  # not from a programme country
    assert where(role="partner") is None  # nobody coordinates
    assert where("ka202-2018") is None  # before the programme of these agencies
