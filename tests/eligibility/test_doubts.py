"""Rules that may be meant more loosely than they are stated: what is certain either way, and what is said where it is not."""

from datetime import date
from pathlib import Path

import pytest

from matchmaker import eligibility
from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.language import render
from matchmaker.programme import guides
from oracle.rechecking import recheck

TODAY = date(2026, 2, 1)
CALLS = guides.load(Path(__file__).parents[1] / "calls")
HERE = (
    Member("a", "coordinator", "Ash School", "PL", "EPLUS-EDU-VOC-SEC"),
    Member("b", "partner", "Beech", "DE", "EPLUS-SOCIAL"),
)


def member(member_id, country, kind, *flags):
    return Member(member_id, "partner", member_id, country, f"EPLUS-{kind}", frozenset(flags))


@pytest.mark.parametrize(
    ("abroad", "status", "words"),
    [
        (["UA EDU-HEI", "UA EDU-HEI", "UA EDU-VOC-SEC"], "pass", "Each country (Ukraine) has: 2 × higher education institution"),
        (["UA EDU-HEI", "UA EDU-VOC-SEC"], "unknown", "In a country with few higher education institutions"),
        (["UA EDU-HEI", "UA EDU-HEI", "UA EDU-VOC-SEC", "MD EDU-HEI", "MD EDU-VOC-SEC"], "unknown", "1 of 2 countries"),
        (["UA EDU-VOC-SEC", "UA EDU-VOC-SEC"], "fail", "missing: 2 × higher education institution in Ukraine"),
        (["UA EDU-HEI", "UA ENT-SME"], "fail", "missing: higher education institution"),
    ],
)
def test_one_university_may_be_enough_in_a_country_that_has_few(abroad, status, words):
    call = CALLS.call("few-institutions")
    consortium = Consortium((*HERE, *(member(str(n), *one.split()) for n, one in enumerate(abroad))))
    report = eligibility.check(consortium, call, TODAY)
    finding = next(one for one in report.findings if one.rule == "bundle")
    assert (finding.status, recheck(finding, consortium, call, TODAY)) == (status, True)
    assert words in render(finding.message, "en")


@pytest.mark.parametrize(
    ("others", "statuses"),
    [
        (["PL ENT-SME", "DE EDU-VOC-SEC", "DE ENT-SME"], {"vet": "pass", "distinct": "pass", "pairs": "pass"}),
        (["PL ENT-SME", "DE EDU-HEI", "DE ENT-SME"], {"vet": "unknown", "distinct": "unknown", "pairs": "unknown"}),
        (["PL ENT-SME", "DE EDU-VOC-SEC", "DE SOCIAL"], {"vet": "pass", "distinct": "fail", "pairs": "unknown"}),
        (["PL ENT-SME", "DE NGO", "DE ENT-SME"], {"vet": "fail", "distinct": "fail", "pairs": "fail"}),
    ],
)
def test_a_wider_class_that_may_be_meant_leaves_open_what_rests_on_it(others, statuses):
    call = CALLS.call("wider-classes")
    consortium = Consortium((HERE[0], *(member(str(n), *one.split()) for n, one in enumerate(others))))
    report = eligibility.check(consortium, call, TODAY)
    found = {one.rule: one for one in report.findings}
    assert {rule: found[rule].status for rule in statuses} == statuses
    for rule, status in statuses.items():
        assert ("Our sources do not settle whether these count too" in render(found[rule].message, "en")) == (status == "unknown")
        assert recheck(found[rule], consortium, call, TODAY)


def test_what_fails_either_way_is_said_as_it_surely_helps():
    consortium = Consortium((HERE[0], member("d", "DE", "NGO")))
    report = eligibility.check(consortium, CALLS.call("wider-classes"), TODAY)
    words = render(next(one for one in report.findings if one.rule == "pairs").message, "en")
    assert "social partner" not in words
    assert "body that represents a sector" in words


def test_the_rule_says_what_is_open_about_it():
    sentences = {rule.id: render(rule.sentence(2026), "en") for rule in CALLS.call("wider-classes").rules}
    assert sentences["vet"].endswith(
        "(whether these count too is not settled: education and training provider (higher education or vocational))"
    )
    few = next(rule for rule in CALLS.call("few-institutions").rules if rule.id == "bundle")
    assert "(1 × higher education institution is enough in a country that has few of them)" in render(few.sentence(2026), "en")
