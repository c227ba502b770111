"""From a document to facts to the answer of the check."""

import json
from datetime import date

import pytest

from matchmaker.errors import Invalid, NotFound
from matchmaker.inputs.consortium import parse
from matchmaker.programme import guides
from matchmaker.services.checks import check_document, consortium_of, report_json

TODAY = date(2026, 2, 20)
MEMBER = {
    "id": "o1",
    "role": "coordinator",
    "name": "A school",
    "country": "UK",
    "type": "EPLUS-EDU-VOC-SEC",
    "flags": ["provides_vet"],
    "established": "2001-09-01",
    "oid": "E10000001",
    "pic": "900000001",
    "registration": "PL 1",
    "added_value": "Because.",
}
PROJECT = {
    "type": "innovation",
    "months": 24,
    "grant": 60000,
    "priorities": ["VET18-WBL"],
    "activities": ["multiplier_events"],
    "flags": ["long_term_pupil_mobility"],
}


def test_consortium_of_carries_every_field_of_the_document():
    consortium = consortium_of(parse({"members": [MEMBER], "project": PROJECT}))
    member, project = consortium.members[0], consortium.project
    assert {key: getattr(member, key) for key in MEMBER} == {
        **MEMBER,
        "country": "GB",
        "flags": {"provides_vet"},
        "established": date(2001, 9, 1),
    }
    assert {key: getattr(project, key) for key in PROJECT} == {
        **PROJECT,
        "priorities": ("VET18-WBL",),
        "activities": ("multiplier_events",),
        "flags": {"long_term_pupil_mobility"},
    }


def test_report_json_is_plain_json_with_lists_and_english():
    report = check_document(parse({"call": "cove-2025", "members": [MEMBER]}), None, guides.load(), TODAY)
    answered = json.loads(json.dumps(report_json(report)))
    assert answered == report_json(report)
    assert answered["verdict"] == "ineligible"
    assert {finding["rule"]: finding["witness"] for finding in answered["findings"]}["per-country"] == {}
    assert answered["findings"][0]["message"] == "0 of 8 organisations from programme countries; 8 more are missing."


def test_check_document_prefers_the_call_asked_for():
    document = parse({"call": "no-such-call", "members": [MEMBER]})
    assert check_document(document, "ka210-vet-2026", guides.load(), TODAY).call == "ka210-vet-2026"
    with pytest.raises(NotFound):
        check_document(document, None, guides.load(), TODAY)


def test_check_document_needs_a_call():
    with pytest.raises(Invalid) as caught:
        check_document(parse({"members": [MEMBER]}), None, guides.load(), TODAY)
    assert list(caught.value.problems) == ["call"]
