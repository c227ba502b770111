"""What assessors look at: supported by whom, or nothing known; and never part of the verdict."""

from dataclasses import replace
from datetime import date

import pytest

from matchmaker import eligibility
from matchmaker.eligibility.facts import Agency, Consortium, Member, Project
from matchmaker.language import render
from matchmaker.programme import guides
from matchmaker.programme.assessment import ASSESSMENTS, ELEMENTS
from oracle.rechecking import recheck

TODAY = date(2026, 2, 1)
SCHOOL = Member("s", "coordinator", "Vocational School Jodła", "PL", "EPLUS-EDU-VOC-SEC")
CHAMBER = Member("c", "partner", "Chamber of Crafts Steinbach", "DE", "EPLUS-SOCIAL", frozenset({"chamber"}))
HOTEL = Member("h", "partner", "Hotel School Zlatý Zvon", "CZ", "EPLUS-EDU-VOC-SEC")
UNIVERSITY = Member("u", "partner", "University of Oś", "PL", "EPLUS-EDU-HEI")
FIRM = Member("f", "partner", "Bakery Brot", "DE", "EPLUS-ENT-SME")
TOWN = Member("t", "partner", "Town of Lipa", "PL", "EPLUS-BODY-PUB-LOC", frozenset({"school_authority"}))
COUNTY = Member("k", "partner", "County of Birk", "DE", "EPLUS-BODY-PUB-REG", frozenset({"school_authority"}))
LYCEUM = Member("l", "partner", "Lyceum Lipa", "PL", "EPLUS-EDU-GEN-SEC")
GYMNASIUM = Member("g", "partner", "Gymnasium Birk", "DE", "EPLUS-EDU-GEN-SEC")
TIRANA = Member("a", "partner", "Ulliri School", "AL", "EPLUS-EDU-VOC-SEC")
CLUB = Member("n", "partner", "Association Kord", "CZ", "EPLUS-NGO")
PACT = replace(FIRM, flags=frozenset({"pact_for_skills"}))
EUROPE = Member("e", "partner", "European Bakers", "BE", "EPLUS-NET-EU", frozenset({"sector_representative"}))
MINISTRY = Member("m", "partner", "Ministry of Education", "KE", "EPLUS-BODY-PUB-NAT", frozenset({"national_authority_he"}))
LVIV = Member("v", "partner", "Polytechnic of Lviv", "UA", "EPLUS-EDU-HEI", city="Lviv")
SENEGAL = Member("d", "partner", "Lycée de Ziguinchor", "SN", "EPLUS-EDU-VOC-SEC")
KENYA = Member("i", "partner", "Coral Bay College", "KE", "EPLUS-EDU-VOC-SEC")
NEPAL = Member("p", "partner", "Hill University", "NP", "EPLUS-EDU-HEI")
INDIA = replace(NEPAL, id="q", name="Coast University", country="IN")
PERU, CHILE = (Member(one, "partner", f"Instituto {one}", one.upper(), "EPLUS-EDU-VOC-SEC") for one in ("pe", "cl"))
INCLUSION = Project(priorities=("HOR21-INCLUSION",))


def finding(element, *members, project=None, call="ka220-vet-2026"):
    """The finding about one element, asked of these members; None where it is not asked."""
    own = ASSESSMENTS["ka220"].model_copy(update={"elements": (element,)})
    asked = guides.load().call(call).model_copy(update={"assessment": own})
    consortium = Consortium((replace(members[0], role="coordinator"), *members[1:]), project or Project())
    report = eligibility.check(consortium, asked, TODAY)
    found = [one for one in report.findings if one.scope == "award"]
    assert all(recheck(one, consortium, asked, TODAY) for one in found)
    assert report.verdict == eligibility.check(consortium, asked.model_copy(update={"assessment": None}), TODAY).verdict
    return found[0] if found else None


def new(member, is_new=True):
    return replace(member, newcomer=is_new)


def saying(member, text="Tries the lessons out."):
    return replace(member, contribution=text)


SUPPORTED = [
    ("inclusion-priority", (SCHOOL,), INCLUSION, ()),
    ("fits-the-field", (SCHOOL, CHAMBER, HOTEL), None, ("h", "s")),
    ("fields-together", (SCHOOL, UNIVERSITY), None, {"VET": ("s",), "HED": ("u",)}),
    ("higher-and-vocational", (SCHOOL, UNIVERSITY), None, {"hei": ("u",), "vet_provider": ("s",)}),
    ("education-providers", (SCHOOL, CHAMBER), None, ("s",)),
    ("ecosystem-represented", (SCHOOL, CHAMBER), None, ("c",)),
    ("regional-dimension", (SCHOOL, TOWN, COUNTY), None, ("k", "t")),
    ("mix-of-profiles", (SCHOOL, CHAMBER), None, {"VET": ("s",), "BUS": ("c",)}),
    ("complementary", (SCHOOL, CHAMBER), None, {"VET": ("s",), "BUS": ("c",)}),
    ("grassroots", (SCHOOL, CLUB), None, ("n",)),
    ("past-experience", (new(SCHOOL, False), CHAMBER), None, ("s",)),
    ("newcomers", (new(SCHOOL, False), new(CHAMBER), HOTEL), None, ("c",)),
    ("active-part", (saying(SCHOOL), saying(CHAMBER)), None, ("c", "s")),
    ("clear-roles", (saying(SCHOOL),), None, ("s",)),
    ("beyond-the-ngo", (CLUB, SCHOOL), None, ("s",)),
    ("added-value-or-out", (SCHOOL, replace(TIRANA, added_value="Nobody else teaches it.")), None, ("a",)),
    ("added-value", (SCHOOL, replace(TIRANA, added_value="Nobody else teaches it.")), None, ("a",)),
    ("leading-authority", (TOWN, LYCEUM, COUNTY), None, ("t",)),
    ("authorities-match", (TOWN, COUNTY), None, ("k", "t")),
    ("role-of-schools", (TOWN, saying(LYCEUM)), None, ("l",)),
    ("schools-differ", (TOWN, new(LYCEUM), new(GYMNASIUM, False)), None, {"new": ("l",), "experienced": ("g",)}),
    ("public-authorities", (SCHOOL, TOWN), None, ("t",)),
    ("different-stages", (new(SCHOOL), new(CHAMBER, False)), None, {"new": ("s",), "experienced": ("c",)}),
    ("training-and-work", (SCHOOL, replace(FIRM, country="PL"), CHAMBER), None, {"PL": ("f", "s")}),
    ("vet-he-enterprises", (SCHOOL, UNIVERSITY, FIRM), None, {"vet_provider": ("s",), "hei": ("u",), "enterprise": ("f",)}),
    ("small-enterprises", (SCHOOL, FIRM), None, ("f",)),
    ("pact-for-skills", (SCHOOL, PACT), None, ("f",)),
    ("european-sector-body", (SCHOOL, EUROPE), None, ("e",)),
    ("accredited", (replace(SCHOOL, flags=frozenset({"erasmus_accreditation"})), TOWN), None, ("s",)),
    ("higher-authorities", (UNIVERSITY, MINISTRY), None, ("m",)),
    ("away-from-capitals", (UNIVERSITY, LVIV), None, ("v",)),
    ("least-developed", (UNIVERSITY, NEPAL, INDIA), None, ("p",)),
    ("favoured-in-africa", (SCHOOL, SENEGAL, KENYA), None, ("d",)),
    ("several-countries", (SCHOOL, PERU, CHILE), None, ("cl", "pe")),
    ("sector-represented", (SCHOOL, CHAMBER), None, ("c",)),
    ("social-partners", (SCHOOL, CHAMBER), None, ("c",)),
    ("seasoned-coordinator", (new(SCHOOL, False), CHAMBER), None, ("s",)),
    ("non-academic", (UNIVERSITY, FIRM), None, ("f",)),
    ("non-educational", (UNIVERSITY, SCHOOL, LYCEUM, FIRM), None, ("f",)),
    ("private-sector", (UNIVERSITY, FIRM), None, ("f",)),
    ("third-side-commitment", (SCHOOL, saying(TIRANA)), None, ("a",)),
]
OPEN = [
    ("inclusion-priority", (SCHOOL,), Project(priorities=("HOR21-GREEN",))),
    ("fits-the-field", (CHAMBER, UNIVERSITY), None),
    ("fields-together", (SCHOOL, HOTEL, CHAMBER), None),  # business is no field of education
    ("higher-and-vocational", (SCHOOL, HOTEL), None),
    ("education-providers", (CHAMBER, FIRM), None),
    ("ecosystem-represented", (SCHOOL, FIRM), None),
    ("regional-dimension", (SCHOOL, replace(TOWN, type="EPLUS-BODY-PUB-NAT")), None),
    ("mix-of-profiles", (SCHOOL, HOTEL), None),
    ("mix-of-profiles", (replace(SCHOOL, sectors=frozenset({"VET", "ADU"})),), None),  # one body alone is no mix
    ("complementary", (SCHOOL, HOTEL), None),
    ("grassroots", (SCHOOL, CHAMBER), None),
    ("past-experience", (SCHOOL, new(CHAMBER)), None),
    ("newcomers", (SCHOOL, new(CHAMBER, False)), None),
    ("active-part", (saying(SCHOOL), saying(CHAMBER, " ")), None),
    ("clear-roles", (SCHOOL, saying(CHAMBER)), None),
    ("beyond-the-ngo", (CLUB, replace(CLUB, id="m")), None),  # which NGO is a branch is not known
    ("leading-authority", (LYCEUM, TOWN), None),
    ("authorities-match", (TOWN, replace(COUNTY, country="PL")), None),
    ("role-of-schools", (saying(TOWN), LYCEUM), None),
    ("schools-differ", (new(LYCEUM), GYMNASIUM, new(SCHOOL, False)), None),
    ("public-authorities", (SCHOOL, CHAMBER), None),
    ("different-stages", (new(SCHOOL), new(CHAMBER)), None),
    ("training-and-work", (SCHOOL, FIRM), None),  # each in a country of its own
    ("vet-he-enterprises", (SCHOOL, UNIVERSITY, CHAMBER), None),
    ("small-enterprises", (SCHOOL, replace(FIRM, type="EPLUS-ENT-LARGE")), None),
    ("sector-represented", (SCHOOL, FIRM), None),
    ("pact-for-skills", (SCHOOL, FIRM), None),
    ("european-sector-body", (SCHOOL, replace(EUROPE, flags=frozenset()), CHAMBER), None),
    ("accredited", (SCHOOL, TOWN), None),
    ("higher-authorities", (UNIVERSITY, replace(MINISTRY, flags=frozenset())), None),
    ("away-from-capitals", (UNIVERSITY, replace(LVIV, city="Київ"), replace(LVIV, id="w", city="")), None),
    ("least-developed", (UNIVERSITY, INDIA), None),
    ("favoured-in-africa", (SCHOOL, KENYA), None),
    ("several-countries", (SCHOOL, PERU, replace(PERU, id="x")), None),
    ("social-partners", (SCHOOL, FIRM), None),
    ("seasoned-coordinator", (SCHOOL, new(CHAMBER, False)), None),
    ("non-academic", (UNIVERSITY, replace(UNIVERSITY, id="v")), None),
    ("non-educational", (UNIVERSITY, SCHOOL), None),
    ("private-sector", (UNIVERSITY, CHAMBER), None),
    ("third-side-commitment", (saying(SCHOOL), TIRANA), None),
]
NOT_ASKED = [
    ("added-value-or-out", (SCHOOL, CHAMBER)),
    ("added-value", (SCHOOL, CHAMBER)),
    ("role-of-schools", (TOWN, CHAMBER)),
    ("away-from-capitals", (UNIVERSITY, replace(LVIV, country="AL"))),
    ("least-developed", (UNIVERSITY, SENEGAL)),
    ("favoured-in-africa", (SCHOOL, TIRANA)),
    ("several-countries", (SCHOOL, TIRANA)),
    ("third-side-commitment", (SCHOOL, CHAMBER)),
]


@pytest.mark.parametrize(("element", "members", "project", "witness"), SUPPORTED, ids=[one[0] for one in SUPPORTED])
def test_element_is_supported_by_those_it_names(element, members, project, witness):
    found = finding(element, *members, project=project)
    assert (found.status, found.witness, found.missing) == ("pass", witness, ())
    said = render(found.message, "en")
    assert said.startswith(ELEMENTS[element].label("en") + ": ")
    flat = witness if isinstance(witness, tuple) else [one for those in witness.values() for one in those]
    assert all(member.name in said for member in members if member.id in flat)
    assert not any(member.name in said for member in members if member.id not in flat)


@pytest.mark.parametrize(("element", "members", "project"), OPEN, ids=[one[0] for one in OPEN])
def test_nothing_is_known_where_nobody_supports_it(element, members, project):
    found = finding(element, *members, project=project)
    assert found.status == "unknown"
    if found.missing:
        assert "nothing is written yet about" in render(found.message, "en")
    else:
        assert (found.witness, render(found.message, "en").endswith(": nothing known yet.")) == ((), True)


@pytest.mark.parametrize(("element", "members"), NOT_ASKED, ids=[one[0] for one in NOT_ASKED])
def test_nothing_is_said_where_it_is_not_asked(element, members):
    assert finding(element, *members) is None


NATIONAL = Agency(priorities=("HOR21-GREEN", "VET21-LABOUR"), source="https://www.na.example/priorities")


def national(*chosen, managed_by="NA", agency=NATIONAL):
    """What is said of the element about national priorities where these are chosen."""
    call = guides.load().call("ka220-vet-2026").model_copy(update={"managed_by": managed_by})
    consortium = Consortium((SCHOOL,), Project(priorities=chosen), agency=agency)
    report = eligibility.check(consortium, call, TODAY)
    found = [one for one in report.findings if one.rule == "national-priorities"]
    assert all(recheck(one, consortium, call, TODAY) for one in found)
    return found


def test_priority_of_the_national_agency_makes_a_proposal_highly_relevant():
    (found,) = national("HOR21-INCLUSION", "VET21-LABOUR")
    assert (found.status, found.source) == ("pass", "https://www.na.example/priorities")
    said = render(found.message, "en")
    assert "make a proposal highly relevant" in said
    assert "labour market" in said
    assert "inclusion" not in said


def test_priorities_of_the_national_agency_are_not_known_unless_they_are_entered_and_chosen():
    assert national("HOR21-INCLUSION")[0].status == "unknown"
    assert national("VET21-LABOUR", agency=Agency())[0].status == "unknown"
    assert national("VET21-LABOUR", managed_by="EACEA") == []


def test_call_of_several_fields_asks_nobody_to_stand_for_its_field():
    assert finding("fits-the-field", SCHOOL, call="alliances-lot1-2025") is None


@pytest.mark.parametrize("element", ["added-value-or-out", "added-value"])
def test_added_value_that_nobody_wrote_down_is_a_warning(element):
    found = finding(element, SCHOOL, TIRANA)
    assert (found.status, found.missing) == ("warning", ("a",))
    assert "Ulliri School" in render(found.message, "en")


def test_every_element_has_its_cases():
    elsewhere = {"national-priorities"}
    assert {one[0] for one in SUPPORTED} == set(ELEMENTS) - elsewhere
    assert {one[0] for one in (*OPEN, *NOT_ASKED)} == set(ELEMENTS) - elsewhere


def test_associated_partners_support_nothing():
    assert finding("mix-of-profiles", SCHOOL, replace(CHAMBER, role="associated")).status == "unknown"


def test_calls_that_were_not_read_say_nothing():
    report = eligibility.check(Consortium((SCHOOL, CHAMBER)), guides.load().call("ka202-2018"), TODAY)
    assert not [one for one in report.findings if one.scope == "award"]
