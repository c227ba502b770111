"""The second reader: confirms what is so and refutes what is not, whatever the rules' own code would say."""

from dataclasses import replace
from datetime import date

import pytest

from matchmaker import eligibility
from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.eligibility.findings import Finding
from matchmaker.language import say
from matchmaker.programme import guides
from oracle.rechecking import recheck

TODAY = date(2026, 2, 20)
SCHOOL = Member("s", "coordinator", "A school", "PL", "EPLUS-EDU-VOC-SEC", established=date(2001, 9, 1))
CHAMBER = Member("c", "partner", "A chamber", "DE", "EPLUS-SOCIAL")
COMPANY = Member("f", "partner", "A company that trains", "FI", "EPLUS-ENT-SME", frozenset({"provides_vet"}))
GUEST = Member("g", "associated", "A guest", "ES", "EPLUS-EDU-VOC-SEC")
CONSORTIUM = Consortium((SCHOOL, CHAMBER, COMPANY, GUEST))


def finding_of(rule, call_id, consortium=CONSORTIUM):
    call = guides.load().call(call_id)
    report = eligibility.check(consortium, call, TODAY)
    return next(finding for finding in report.findings if finding.rule == rule), call


@pytest.mark.parametrize(
    ("rule", "call_id", "claim"),
    [
        ("min-orgs", "ka202-2018", ("s", "c", "g")),
        ("min-orgs", "ka202-2018", ("s", "c", "c")),
        ("min-orgs", "ka202-2018", ("s", "c")),
        ("min-countries", "ka202-2018", ("s", "c", "g")),
        ("lma", "alliances-lot1-2025", ("s", "c")),
        ("distinct", "alliances-lot1-2025", {"labour_market_actor": ("c", "f"), "education_provider": ("f",)}),
        ("distinct", "alliances-lot1-2025", {"labour_market_actor": ("s", "c"), "education_provider": ("f",)}),
        ("per-country", "cove-2025", {"PL": ("c",), "DE": (), "FI": ()}),
        ("bundles", "ka240-sch-2026", {"PL": ("c",), "DE": ()}),
        ("balance", "cbvet-2026", {"orgs_counting": ("s", "c"), "orgs_other": ()}),
    ],
)
def test_recheck_refutes_who_is_said_to_provide_it(rule, call_id, claim):
    finding, call = finding_of(rule, call_id)
    assert recheck(finding, CONSORTIUM, call, TODAY)
    assert not recheck(replace(finding, witness=claim), CONSORTIUM, call, TODAY)


def test_recheck_accepts_another_way_to_fill_the_same_places():
    finding, call = finding_of("distinct", "alliances-lot1-2025")
    other = {"labour_market_actor": ("c", "f"), "education_provider": ("s",)}
    same = {"labour_market_actor": ("c",), "education_provider": ("f", "s")}
    assert finding.found == 3
    assert all(recheck(replace(finding, witness=way), CONSORTIUM, call, TODAY) for way in (other, same))


def test_recheck_counts_a_shared_oid_through_a_third_entry():
    chain = [replace(CHAMBER, id="x", oid="E10000001"), replace(CHAMBER, id="y", oid="E10000001", pic="900000001")]
    consortium = Consortium((SCHOOL, *chain, replace(CHAMBER, id="z", pic="900000001")))
    finding, call = finding_of("min-orgs", "ka202-2018", consortium)
    assert finding.found == 2
    assert recheck(finding, consortium, call, TODAY)
    assert not recheck(replace(finding, found=3, status="pass"), consortium, call, TODAY)


def test_recheck_measures_the_coordinators_age_itself():
    finding, call = finding_of("coordinator-age", "ka220-vet-2026")
    young = Consortium((replace(SCHOOL, established=date(2025, 1, 1)), CHAMBER, COMPANY))
    assert recheck(finding, CONSORTIUM, call, TODAY)
    assert not recheck(finding, young, call, TODAY)


def test_recheck_refutes_a_rule_the_call_does_not_have():
    finding, _ = finding_of("member-type", "ka229-2018")
    other = guides.load().call("ka202-2018")
    assert not recheck(finding, CONSORTIUM, other, TODAY)


def test_recheck_refutes_a_trust_that_is_not_counted_out():
    trust = Member("t", "partner", "A trust", "HU", "EPLUS-EDU-HEI", frozenset({"eche", "hu_public_interest_trust"}))
    consortium = Consortium((SCHOOL, CHAMBER, trust))
    finding, call = finding_of("n-minus-1", "ka220-vet-2023", consortium)
    assert finding.status == "warning"
    assert recheck(finding, consortium, call, TODAY)
    assert not recheck(replace(finding, missing=(), witness=("s", "c", "t")), consortium, call, TODAY)
    assert not recheck(replace(finding, status="pass"), consortium, call, TODAY)
    before = guides.load().call("ka202-2018")
    assert not recheck(finding_of("n-minus-1", "ka220-vet-2023", consortium)[0], Consortium((SCHOOL, CHAMBER)), before, TODAY)


def test_recheck_only_compares_ids_beside_the_composition():
    _, call = finding_of("min-orgs", "ka202-2018")
    beside = Finding("pic", "data", "warning", say("anything"), missing=("s",))
    assert recheck(beside, CONSORTIUM, call, TODAY)
    assert not recheck(replace(beside, missing=("nobody",)), CONSORTIUM, call, TODAY)
