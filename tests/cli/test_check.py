"""`matchmaker check`: one document or a page of text, exit codes 0, 1 and 2, nothing written and no database."""

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from matchmaker.cli import main
from matchmaker.programme import guides

SCHOOL = {"id": "o1", "role": "coordinator", "name": "A school", "country": "PL", "type": "EPLUS-EDU-VOC-SEC"}
CHAMBER = {"id": "o2", "role": "partner", "name": "A chamber", "country": "DE", "type": "EPLUS-SOCIAL"}
COLLEGE = {"id": "o3", "role": "partner", "name": "A university", "country": "CZ", "type": "EPLUS-EDU-HEI", "flags": ["eche"]}
THREE = {"call": "ka202-2018", "project": {"months": 24}, "members": [SCHOOL, CHAMBER, COLLEGE]}
TWO = {**THREE, "members": [SCHOOL, CHAMBER]}
OPEN = {**THREE, "members": [SCHOOL, CHAMBER, {**COLLEGE, "flags": []}]}


@pytest.fixture
def check(tmp_path, capsys, monkeypatch):
    """Run `matchmaker check` on a document in an empty folder: exit code, stdout, stderr."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("MATCHMAKER_INSTANCE")

    def run(document, *options):
        path = tmp_path / "consortium.json"
        path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
        with pytest.raises(SystemExit) as left:
            main(["check", str(path), *options])
        said = capsys.readouterr()
        assert not list(folder.iterdir())
        return SimpleNamespace(code=left.value.code, out=said.out, err=said.err)

    return run


@pytest.mark.parametrize(("document", "code", "verdict"), [(THREE, 0, "eligible"), (TWO, 1, "ineligible"), (OPEN, 1, "unknown")])
def test_check_json_is_one_document(check, document, code, verdict):
    answered = check(document, "--json")
    report = json.loads(answered.out)
    assert (answered.code, answered.err) == (code, "")
    assert (report["call"], report["verdict"]) == ("ka202-2018", verdict)
    for finding in report["findings"]:
        assert set(finding) >= {"rule", "scope", "status", "message", "required", "found", "witness", "source"}
    countries = next(finding for finding in report["findings"] if finding["rule"] == "min-countries")
    assert countries["required"] == 3
    assert countries["found"] == len(countries["witness"]) == len({m["country"] for m in document["members"]})


def test_check_says_who_is_missing_in_words(check):
    answered = check(TWO)
    assert answered.code == 1
    assert "Composition check not passed (5 of 7 rules met)" in answered.out
    assert "✗ min-countries" in answered.out
    assert "one more programme country is missing" in " ".join(answered.out.split())


def test_check_says_who_provides_it_what_was_not_checked_and_who_decides(check):
    out = " ".join(check(THREE).out.split())
    assert "Composition check passed (7 of 7 rules)" in out
    assert "provided by: A school; A chamber; A university" in out
    assert "*** This call closed on 21 March 2018, 12:00 Brussels time; it can be practised with. ***" in out
    assert "What was not checked" in out
    assert "The National Agency decides; read the Programme Guide of your year." in out
    assert "Not verified: " in out
    assert not {"proved", "optimal", "witness", "gap", "bound", "infeasible", "clique", "parts"} & set(out.split())


def test_check_uses_the_clock_of_the_settings_in_brussels_time(check, monkeypatch):
    monkeypatch.setenv("MATCHMAKER_NOW", "2018-03-21T22:59:00")
    assert "***" not in check(THREE).out
    monkeypatch.setenv("MATCHMAKER_NOW", "2018-03-21T23:01:00")
    assert "This call closed on" in check(THREE).out
    monkeypatch.setenv("MATCHMAKER_NOW", "2018-03-21T23:01:00+05:00")
    assert "***" not in check(THREE).out


def test_check_call_overrides_the_documents_own(check):
    assert json.loads(check(THREE, "--call", "ka210-vet-2026", "--json").out)["call"] == "ka210-vet-2026"
    without = {key: value for key, value in THREE.items() if key != "call"}
    assert check(without, "--call", "ka202-2018").code == 0


def test_check_all_calls_json_is_an_array_and_yes_if_one_is_eligible(check):
    answered = check(TWO, "--all-calls", "--json")
    verdicts = {report["call"]: report["verdict"] for report in json.loads(answered.out)}
    assert list(verdicts) == list(guides.load().calls)
    assert verdicts["ka202-2018"] == "ineligible"
    assert verdicts["ka205-2018"] == "eligible"
    assert answered.code == 0
    alone = check({"members": [SCHOOL]}, "--all-calls", "--json")
    assert alone.code == 1
    assert {report["verdict"] for report in json.loads(alone.out)} == {"ineligible"}


def test_check_all_calls_says_for_each_what_stands_in_the_way(check):
    lines = check(TWO, "--all-calls").out.splitlines()
    assert any(line.startswith("✓ ka205-2018") and "(closed)" in line for line in lines)
    assert any(line.startswith("✓ ka210-vet-2027") and "(closed)" not in line for line in lines)
    assert any(line.strip().startswith("✗ min-countries") for line in lines)


def test_check_knows_an_operators_calls(check, tmp_path, monkeypatch):
    guide = tmp_path / "guide"
    guide.mkdir()
    (guide / "own-2026.toml").write_text('id = "own-2026"\nextends = "ka210-vet-2026"\ntitle = {en = "Our own call"}\n')
    monkeypatch.setenv("MATCHMAKER_GUIDE_DIR", str(guide))
    assert "Our own call (own-2026)" in check(TWO, "--call", "own-2026").out


def test_check_reads_standard_input(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(json.dumps(THREE).encode())))
    with pytest.raises(SystemExit) as left:
        main(["check", "-", "--json"])
    assert left.value.code == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "eligible"


@pytest.mark.parametrize(
    ("document", "options", "words"),
    [
        ({**THREE, "call": "ka999"}, [], "no call “ka999”"),
        (THREE, ["--call", "ka202"], "no call “ka202”; the nearest: ka20"),
        ({"members": [SCHOOL]}, [], "call: is missing"),
        (THREE, ["--call", "ka202-2018", "--all-calls"], "either --call or --all-calls"),
        (THREE, ["--colour"], "--colour"),
        ({**THREE, "members": []}, [], "consortium.json: members: is empty"),
        ({**THREE, "members": [SCHOOL, {**SCHOOL, "id": "o9"}]}, [], "exactly one member is the coordinator, found 2"),
        ({**THREE, "members": [{**SCHOOL, "oid": "1"}]}, [], "members.0.oid: expected an OID"),
        ("[1, 2]", [], "expected an object with named fields"),
        ("{", [], "line 1: is not JSON"),
        ('{"members": NaN}', [], "NaN is not a JSON number"),
        ('{"members": ' + "[" * 100_000 + "]" * 100_000 + "}", [], "is not a document we can read"),
        ('{"members": ' + "9" * 5000 + "}", [], "consortium.json"),
    ],
)
def test_check_refuses_wrong_input_in_one_line(check, document, options, words):
    answered = check(document, *options)
    assert (answered.code, answered.out) == (2, "")
    assert answered.err.count("\n") == 1
    assert words in answered.err


def test_check_refuses_what_is_no_text(tmp_path, capsys):
    path = Path(tmp_path / "latin.json")
    path.write_bytes('{"call": "é"}'.encode("latin-1"))
    for wrong in (path, tmp_path, tmp_path / "none.json"):
        with pytest.raises(SystemExit) as left:
            main(["check", str(wrong)])
        assert left.value.code == 2
        assert str(wrong) in capsys.readouterr().err


YOUNG = {
    "call": "ka220-vet-2026",
    "members": [{**SCHOOL, "established": "2024-06-01"}, CHAMBER, {**COLLEGE, "country": "ES"}],
}


@pytest.mark.parametrize(
    ("document", "options", "verdict", "number"),
    [
        ({**YOUNG, "round": 2}, (), "eligible", 2),
        ({**YOUNG, "round": 1}, (), "ineligible", 1),
        (YOUNG, (), "ineligible", 1),
        ({**YOUNG, "round": None}, (), "ineligible", 1),
        ({**YOUNG, "round": 2}, ("--call", "ka240-sch-2026"), "ineligible", 1),
        ({**YOUNG, "call": None, "round": 2}, ("--call", "ka220-vet-2026"), "eligible", 2),
        ({**YOUNG, "call": "ka220-vet-2027", "round": 2}, (), "eligible", 2),
    ],
)
def test_consortium_is_checked_in_the_round_it_names(check, monkeypatch, document, options, verdict, number):
    monkeypatch.setenv("MATCHMAKER_NOW", "2026-11-23T09:00:00Z")
    report = json.loads(check(document, *options, "--json").out)
    assert (report["verdict"], report["round"]) == (verdict, number)


def test_round_is_said_in_words_and_in_a_list_is_that_of_its_own_call(check, monkeypatch):
    monkeypatch.setenv("MATCHMAKER_NOW", "2026-06-20T09:00:00Z")
    said = " ".join(check({**YOUNG, "round": 2}).out.split())
    assert "Round 2: applications until 1 October 2026, 12:00 Brussels time." in said
    assert "whether that of Poland holds it is not known here: ask it." in said
    listed = check({**YOUNG, "round": 2}, "--all-calls").out
    assert "✓ ka220-vet-2026       Cooperation Partnerships in vocational education and training: Composition" in listed
    assert "✗ ka220-sch-2026       Cooperation Partnerships in school education (closed): Composition" in listed


@pytest.mark.parametrize(
    ("document", "options", "sentence"),
    [
        ({**YOUNG, "round": 3}, (), "round: ka220-vet-2026 has no round 3; it has: 1 and 2"),
        ({**YOUNG, "round": 0}, (), "round: expected a whole number from 1 to 99"),
        ({**YOUNG, "round": "2"}, (), "round:"),
        ({**YOUNG, "call": None, "round": 2}, ("--all-calls",), "round: says of no call which of its rounds is meant"),
        ({**YOUNG, "call": "alliances-lot1-2025", "round": 2}, (), "round: alliances-lot1-2025 has no round 2; it has: 1"),
    ],
)
def test_round_that_is_none_is_a_mistake(check, document, options, sentence):
    answered = check(document, *options, "--json")
    assert (answered.code, answered.out) == (2, "")
    assert sentence in answered.err
