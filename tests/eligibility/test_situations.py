"""Situations a programme officer can read: members, call, expected findings; the composition findings are compared as a whole."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from matchmaker.eligibility import check
from matchmaker.inputs import consortium
from matchmaker.language import render
from matchmaker.programme import guides
from matchmaker.services.checks import check_document, consortium_of
from oracle.rechecking import recheck

FOLDER = Path(__file__).parent / "situations"
SITUATIONS = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))}


@pytest.mark.parametrize("name", SITUATIONS)
def test_situation_is_judged_as_expected(name):
    situation = SITUATIONS[name]
    document = consortium.parse(
        {key: situation[key] for key in ("call", "round", "project", "agency", "members") if key in situation}
    )
    report = check_document(document, None, guides.load(), situation["today"])

    assert report.verdict == situation["verdict"]
    composition = [f"{finding.status} {finding.rule}" for finding in report.findings if finding.scope == "composition"]
    assert composition == situation["composition"]

    beside = Counter(f"{finding.scope}: {finding.status} {finding.rule}" for finding in report.findings)
    assert not Counter(situation.get("also", ())) - beside
    said = "\n".join([render(report.summary, "en"), *(render(finding.message, "en") for finding in report.findings)])
    for words in situation.get("says", ()):
        assert words in said

    call = guides.load().call(situation["call"])
    assert all(recheck(finding, consortium_of(document), call, situation["today"]) for finding in report.findings)
    alone = check(consortium_of(document), call, situation["today"], beside=False)
    assert (alone.verdict, alone.rules, alone.variant) == (report.verdict, report.rules, report.variant)
    assert len(alone.findings) < len(report.findings)


def test_situations_cover_every_call_and_every_rule_both_ways():
    assert len(SITUATIONS) >= 60
    assert {situation["call"] for situation in SITUATIONS.values()} == set(guides.load().calls)
    seen = {(situation["call"], line) for situation in SITUATIONS.values() for line in situation["composition"]}
    for call in guides.load().calls.values():
        for rule in {rule.id for one in call.each_variant for rule in one.rules}:
            assert (call.id, f"pass {rule}") in seen
    for rule in {line.split()[1] for _, line in seen}:
        assert {line.split()[0] for _, line in seen if line.split()[1] == rule} - {"pass"}, f"{rule} always passes"


def test_situation_titles_are_sentences_of_their_own():
    titles = [situation["title"] for situation in SITUATIONS.values()]
    assert len(set(titles)) == len(titles)
    assert all(title[0].isupper() and title.endswith(".") for title in titles)
