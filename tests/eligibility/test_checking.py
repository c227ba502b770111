"""What a check says beside the situations: the numbers, the order, who provides it, and what stands under the verdict."""

from dataclasses import replace
from datetime import date

import pytest

from matchmaker import eligibility
from matchmaker.eligibility.explanations import checked, not_checked
from matchmaker.eligibility.facts import Consortium, Member, Project
from matchmaker.eligibility.providers import providers
from matchmaker.language import render
from matchmaker.programme import guides
from matchmaker.programme.application import Cap, Grant, Recommendation
from matchmaker.programme.conditions.coordinator import AGE, CLASS, COUNTRY
from matchmaker.programme.dates import Duration
from oracle.rechecking import recheck

TODAY = date(2018, 3, 1)
SCHOOL = Member("s", "coordinator", "A school", "PL", "EPLUS-EDU-VOC-SEC")
CHAMBER = Member("c", "partner", "A chamber", "DE", "EPLUS-SOCIAL")
CALL = guides.load().call("ka202-2018")
SCOPES = ["composition", "project", "documents", "caps", "recommendations", "data", "award", "unverified"]


def finding_of(rule, call_id, *members, project=None):
    report = eligibility.check(Consortium(members, project or Project()), guides.load().call(call_id), TODAY)
    return next(finding for finding in report.findings if finding.rule == rule)


def test_findings_carry_numbers_providers_and_source():
    finding = finding_of("min-countries", "ka202-2018", CHAMBER, SCHOOL)
    assert (finding.required, finding.found, finding.witness) == (3, 2, ("c", "s"))
    assert finding.source == CALL.rules[1].source


def test_findings_stand_in_the_order_of_the_report():
    for call in guides.load().calls.values():
        found = [f.scope for f in eligibility.check(Consortium((SCHOOL,), Project(months=1)), call, TODAY).findings]
        assert found == sorted(found, key=SCOPES.index)
        assert [f.rule for f in eligibility.check(Consortium((SCHOOL,)), call, TODAY).findings][: len(call.rules)] == [
            rule.id for rule in call.rules
        ]


def test_regions_that_the_year_does_not_carry_leave_countries_open():
    call = guides.load().call("cbvet-2026").model_copy(update={"year": 2025})
    abroad = [Member(code, "partner", code, code, "EPLUS-EDU-VOC-SEC") for code in ("KE", "BR", "CH")]
    consortium = Consortium((SCHOOL, *abroad))
    found = {f.rule: f for f in eligibility.check(consortium, call, TODAY).findings}
    assert found["country-admissible"].missing == ("CH", "BR", "KE")
    assert found["country-admissible"].status == "fail"
    assert found["one-region"].status == "fail"
    found = {f.rule: f for f in eligibility.check(Consortium((SCHOOL, *abroad[:2])), call, TODAY).findings}
    assert [found[rule].status for rule in ("country-admissible", "one-region")] == ["unknown", "unknown"]
    assert all(recheck(f, Consortium((SCHOOL, *abroad[:2])), call, TODAY) for f in found.values())


def test_report_carries_the_version_of_the_rules():
    assert eligibility.check(Consortium((SCHOOL,)), CALL, TODAY).version == CALL.version


def test_what_is_not_said_of_the_project_is_not_judged():
    report = eligibility.check(Consortium((SCHOOL,)), CALL, TODAY)
    assert [finding.rule for finding in report.findings if finding.scope == "project"] == ["deadline"]


@pytest.mark.parametrize("members", [(), (CHAMBER,), (SCHOOL, replace(CHAMBER, role="coordinator"))])
def test_conditions_of_the_coordinator_fail_unless_exactly_one_is_named(members):
    report = eligibility.check(Consortium(members), guides.load().call("ka220-vet-2026"), TODAY)
    coordinator = [f for f in report.findings if f.rule.startswith("coordinator-")]
    assert {f.rule: f.status for f in coordinator} == dict.fromkeys([COUNTRY, CLASS, AGE], "fail")
    assert all("coordinator is named" in render(f.message, "en") for f in coordinator)
    assert all(recheck(f, Consortium(members), guides.load().call("ka220-vet-2026"), TODAY) for f in coordinator)


def test_duration_without_a_longest_asks_for_the_shortest_only():
    call = CALL.model_copy(update={"duration_months": Duration(min=12, ev="K", source="invented")})
    short, long = (
        next(f for f in eligibility.check(Consortium((SCHOOL,), Project(months=n)), call, TODAY).findings if f.rule == "duration")
        for n in (6, 60)
    )
    assert (short.status, short.required) == ("fail", 12)
    assert long.status == "pass"
    assert "at least 12" in render(long.message, "en")


@pytest.mark.parametrize("normally", [False, True])
def test_another_duration_than_the_normal_one_is_unusual_and_no_mistake(normally):
    duration = Duration(allowed=(36, 48), normally=normally, ev="K", source="invented")
    call = CALL.model_copy(update={"duration_months": duration})
    found = {}
    for months in (36, 30):
        report = eligibility.check(Consortium((SCHOOL,), Project(months=months)), call, TODAY)
        found[months] = next(one for one in report.findings if one.rule == "duration")
    assert (found[36].status, found[30].status) == ("pass", "warning" if normally else "fail")
    assert (render(found[30].message, "en") == "30 months are unusual; the call says: normally 36 or 48 months.") is normally


UNIVERSITY = Member("u", "partner", "A university", "UA", "EPLUS-EDU-HEI")


def documents_of(call_id, *members, project=None):
    report = eligibility.check(Consortium(members, project or Project()), guides.load().call(call_id), TODAY)
    return {finding.rule: finding for finding in report.findings if finding.scope == "documents"}


def test_each_document_names_who_signs_it():
    asked = documents_of("ka220-hed-2026", SCHOOL, CHAMBER, UNIVERSITY, replace(CHAMBER, id="x", role="associated"))
    assert {rule: finding.missing for rule, finding in asked.items()} == {
        "declaration-on-honour": ("s",),
        "accession-form": ("c", "u"),
        "identification-form": ("c", "s", "u"),
        "project-list": ("c", "s", "u"),
        "publication-list": ("c", "s", "u"),
        "accounts": ("s",),
    }
    assert all(finding.source for finding in asked.values())


def test_documents_for_larger_amounts_are_told_only_where_so_much_is_asked_for():
    small, large, open_ = (
        documents_of("cbvet-2026", SCHOOL, CHAMBER, project=Project(grant=grant)) for grant in (100000, 750001, None)
    )
    lower = guides.load().call("cbvet-2026").model_copy(update={"grant": Grant(kind="max", max=800000, ev="K", source="x")})
    assert "accounts" in small
    assert "audit-report" not in {**small, **large, **open_}
    for grant, asked in ((60000, set()), (60001, {"accounts"}), (750001, {"accounts", "audit-report"})):
        report = eligibility.check(Consortium((SCHOOL,), Project(grant=grant)), lower, TODAY)
        assert {one.rule for one in report.findings} & {"accounts", "audit-report"} == asked
    report = eligibility.check(Consortium((SCHOOL,)), lower, TODAY)
    (accounts,) = [one for one in report.findings if one.rule == "accounts"]
    assert "where more than €60,000 is asked for" in render(accounts.message, "en")


def test_what_a_call_never_or_always_grants_decides_over_documents_for_larger_amounts():
    assert "accounts" not in documents_of("ka210-vet-2026", SCHOOL, CHAMBER)
    always = documents_of("ka220-vet-2026", SCHOOL, CHAMBER)["accounts"]
    assert (
        render(always.message, "en")
        == "Accounts of up to three years (1): from the coordinator, only when the Agency asks for it."
    )


def test_recommendation_is_told_and_never_changes_the_verdict():
    one = Recommendation(id="a-club", types={"EPLUS-SPORT-CLUB"}, text={"en": "a club takes part"}, ev="K", source="invented")
    call = CALL.model_copy(update={"recommendations": (one,)})
    club = Member("k", "partner", "A club", "IT", "EPLUS-SPORT-CLUB")
    for members, status, words in (
        ((SCHOOL, CHAMBER), "warning", "Recommended, not required: a club takes part."),
        ((SCHOOL, CHAMBER, club), "pass", "a club takes part: A club."),
        ((SCHOOL, CHAMBER, replace(club, role="associated")), "warning", "Recommended, not required: a club takes part."),
    ):
        with_advice, without = (eligibility.check(Consortium(members), each, TODAY) for each in (call, CALL))
        (finding,) = [one for one in with_advice.findings if one.scope == "recommendations"]
        assert (finding.rule, finding.status, render(finding.message, "en")) == ("a-club", status, words)
        assert with_advice.verdict == without.verdict
        assert with_advice.summary == without.summary


@pytest.mark.parametrize(
    ("cap", "rule", "words"),
    [
        ({"kind": "per_pic", "action": "CBHE", "roles": ["coordinator"], "max": 2, "per": "call"}, "per-pic-coordinator",
         "Each organisation (PIC): at most 2 applications for CBHE as coordinator, in the whole call. Ask the coordinator."),
        ({"kind": "per_oid", "action": "KA240", "roles": ["coordinator", "partner"], "max": 1}, "per-oid",
         "Each organisation (OID): at most 1 application for KA240 as coordinator or partner, per round. Ask every partner."),
        ({"kind": "same_consortium", "max": 1}, "same-consortium",
         "The same partnership may apply once a round, to one Agency. Has it applied elsewhere?"),
        ({"kind": "similar_one", "max": 1}, "similar",
         "Of very similar applications only one is accepted; the others have to be withdrawn. Is your text your own?"),
    ],
)  # fmt: skip
def test_cap_is_a_question(cap, rule, words):
    call = CALL.model_copy(update={"caps": (Cap(**cap, ev="K", source="invented"),)})
    report = eligibility.check(Consortium((SCHOOL,)), call, TODAY)
    (finding,) = [one for one in report.findings if one.scope == "caps"]
    assert (finding.rule, finding.status, render(finding.message, "en")) == (rule, "warning", words)


def test_members_without_a_name_are_called_by_their_id():
    finding = finding_of("coordinator-country", "ka202-2018", replace(SCHOOL, name=""))
    assert render(finding.message, "en").startswith("s is from Poland")


def test_amounts_follow_the_readers_language():
    finding = finding_of("grant", "ka202-2018", SCHOOL, project=Project(grant=450001))
    assert "450.001" in render(finding.message, "de").replace("\xa0", " ")


def test_providers_are_named_by_country_class_side_and_identifier():
    def said(rule, call_id, *members):
        found = providers(finding_of(rule, call_id, *members), {m.id: m.name for m in members}, 2018)
        return [render(provider, "en") for provider in found]

    company = Member("f", "partner", "A company", "PL", "EPLUS-ENT-SME", oid="E10000001")
    assert said("min-orgs", "ka202-2018", SCHOOL, CHAMBER) == ["A chamber", "A school"]
    (pair,) = said("per-country", "cove-2025", SCHOOL, company)
    assert pair in ("Poland: A company and A school", "Poland: A school and A company")
    assert said("balance", "cbvet-2026", SCHOOL, company) == ["from programme countries: A company and A school"]
    labelled = said("distinct", "alliances-lot1-2025", SCHOOL, CHAMBER)
    assert [text.rpartition(": ")[2] for text in labelled] == ["A chamber", "A school"]
    assert labelled[0].startswith("Labour market actor")
    twin = replace(company, id="t", name="Its branch")
    assert said("one-entity-once", "ka202-2018", SCHOOL, company, twin) == ["OID E10000001: A company and Its branch"]


def test_what_was_checked_follows_the_call():
    small, cove = guides.load().call("ka210-vet-2026"), guides.load().call("cove-2025")
    exchange = guides.load().call("ka229-2018")
    assert len(set(checked(cove))) == len(checked(cove))
    award = "Who supports what assessors look at, as far as it depends on who takes part. This promises no points."
    more = {str(text) for text in checked(small)} - {str(text) for text in checked(cove)} - {award}
    assert {text.split(",")[0] for text in more} == {
        "Nobody takes part",
        "Associated partners come from a country that may send them",
    }
    assert {render(text, "en") for text in checked(exchange)} > {
        "Every member, the coordinator included, is in one of the classes asked for."
    }
    assert "The National Agency decides; read the Programme Guide of your year." in map(str, not_checked(small))
    assert any("Executive Agency decides" in str(text) for text in not_checked(cove))
    verified = exchange.model_copy(update={"unverified": ()})
    assert len(not_checked(verified)) == len(not_checked(cove)) - 1


def test_adding_a_partner_may_break_a_rule():
    exchange = guides.load().call("ka229-2018")
    schools = [
        Member(f"s{n}", "partner", "", code, "EPLUS-EDU-GEN-SEC")
        for n, code in enumerate(["PL", "DE", "FR", "IT", "ES", "PT", "IE"])
    ]
    six = Consortium((replace(schools[0], role="coordinator"), *schools[1:6]))
    seven = Consortium((*six.members, schools[6]))
    assert eligibility.check(six, exchange, TODAY).verdict == "eligible"
    assert eligibility.check(seven, exchange, TODAY).verdict == "ineligible"
