"""A call's rules in words."""

import pytest

from matchmaker.programme import guides, sentences

CALLS = guides.load().calls


def words(call_id):
    return {rule.id: str(rule.sentence) for rule in sentences.of(CALLS[call_id])}


@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
def test_every_rule_is_said_with_its_source(call):
    said = sentences.of(call)
    assert [rule.id for rule in said][: len(call.rules)] == [rule.id for rule in call.rules]
    assert all(str(rule.sentence) and rule.source and rule.evidence in "FIK" for rule in said)
    assert not any("%(" in str(rule.sentence) for rule in said)


def test_rules_of_the_source_page_in_words():
    assert list(words("ka202-2018").values()) == [
        "At least 3 organisations from programme countries",
        "At least 3 different programme countries",
        "Whoever applies is from a programme country",
        "Whoever applies is not: informal group of young people",
        "Organisations from other countries may take part, where they are essential and the application says why",
        "Every “Higher education institution” from programme countries holds: Erasmus Charter for Higher Education (ECHE)",
    ]


def test_every_kind_of_rule_has_its_words():
    assert words("ka229-2018")["orgs"] == "2 to 6 organisations from programme countries"
    assert words("ka229-2018")["member-type"] == "Every member is: school"
    assert words("ka220-vet-2026")["coordinator-age"] == "Whoever applies has existed for at least 2 years"
    assert words("ka220-vet-2026")["country-admissible"].endswith("the application says why; excluded: Belarus")
    assert words("ka240-sch-2026")["bundles"] == (
        "The coordinator's country provides 1 × school authority or coordinating body and 2 × school that provides general "
        "education; at least 1 other programme country provides 1 × school authority or coordinating body and 2 × school that "
        "provides general education (whether these count too is not settled: school on the list of its National Agency, a "
        "vocational one too)"
    )
    decides = " (the list of the country’s National Agency decides)"
    assert words("ka240-sch-2026")["coordinator-class"] == "Whoever applies is: school authority or coordinating body" + decides
    assert words("ka240-sch-2026")["member-type"].startswith("Every member is one of these: school that provides general")
    assert words("ka240-sch-2026")["member-type"].endswith("stakeholder of the school system" + decides)
    assert words("ka240-sch-2026")["associated-foreseen"].startswith("The guide does not speak of associated partners")
    assert words("ka240-sch-2026")["barred-everywhere"].startswith(
        "Nobody takes part whom the Programme Guide excludes from all calls: Geo"
    )
    assert words("cove-2025")["per-country"].startswith("Every programme country represented provides 1 × labour market actor")
    assert words("alliances-lot1-2025")["hei"] == "Higher education institution: at least 1 organisation in all"
    assert words("alliances-lot1-2025")["distinct"].startswith("Different organisations provide 3 × labour market actor")
    assert (
        words("cbvet-2026")["balance"]
        == "Not more organisations from programme countries than organisations from other countries"
    )
    assert words("cbvet-2026")["min-countries"] == "At least 3 different countries in all"
    assert words("cbvet-2026")["member-type"].endswith("training or body active in the world of work")
    host, agency = "bodies that host a National Agency, and what is affiliated to them", "National Agencies of Erasmus+"
    barred, proof = words("cbvet-2026")["barred-everywhere"].split("; only with proof that they have no conflict of interest: ")
    assert (agency in barred, host in barred) == (True, False)
    assert (agency in proof, host in proof) == (False, True)
    assert host in words("ka220-vet-2026")["barred-everywhere"]
    assert "proof" not in words("ka220-vet-2026")["barred-everywhere"]
    assert (
        words("emjm-2026")["awards_master_degrees"]
        == "Every “Higher education institution” holds: right to award master’s degrees"
    )
    assert "Region 10 (Latin America) and Region 11 (Caribbean) only" in words("cbvet-2026")["country-admissible"]
