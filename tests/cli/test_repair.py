"""`matchmaker repair`: what mends a consortium, from files or from the database, one JSON document or a page of text."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from matchmaker.cli import main
from matchmaker.db import upgrade

HEADER = "id,name,country,type,sectors,fields,topics,languages,roles,flags,pic,priorities\n"
ORGANISATIONS = HEADER + (
    "s1,Zespół Szkół,PL,EPLUS-EDU-VOC-SEC,,1013,,pl;en,coordinator,,,\n"
    "c1,Kammer,DE,EPLUS-SOCIAL,,1013,inclusion,de,,chamber,,VET18-WBL\n"
    "u1,Université,FR,EPLUS-EDU-HEI,,1015,,fr;en,coordinator,eche,,\n"
    "a1,Volkshochschule,AT,EPLUS-EDU-ADULT,,,,,,,,\n"
    "e1,Empresa,ES,EPLUS-ENT-SME,,,inclusion,,,,999999999,VET18-WBL\n"
    "b1,Informal,IT,EPLUS-YOUTH-GROUP,,,,,,,,\n"
)
PARTICIPATIONS = "project_id,organisation_id,role\np1,s1,coordinator\np1,a1,partner\n"
Repair = Callable[..., Any]


def member(key: str, country: str, role: str = "partner", **facts: object) -> dict[str, object]:
    return {"id": key, "role": role, "name": f"Name {key}", "country": country, "type": "EPLUS-EDU-VOC-SEC", **facts}


TWO = {
    "call": "ka202-2018",
    "project": {"priorities": ["VET18-WBL"]},
    "members": [member("s1", "PL", "coordinator"), member("x", "DE")],
}


@pytest.fixture
def repair(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Repair:
    """Run `matchmaker repair` on a consortium, from the files above unless told otherwise: exit code, stdout, stderr."""
    (tmp_path / "orgs.csv").write_text(ORGANISATIONS, "utf-8")
    (tmp_path / "history.csv").write_text(PARTICIPATIONS, "utf-8")

    def run(consortium: object, *options: object, files: bool = True, request: object = None) -> Any:
        path = tmp_path / "consortium.json"
        path.write_text(consortium if isinstance(consortium, str) else json.dumps(consortium), "utf-8")
        given = ["--population", tmp_path / "orgs.csv", "--history", tmp_path / "history.csv"] if files else []
        if request is not None:
            (tmp_path / "request.json").write_text(json.dumps(request), "utf-8")
            given += ["--request", tmp_path / "request.json"]
        with pytest.raises(SystemExit) as left:
            main(["repair", str(path), *map(str, given), *map(str, options)])
        said = capsys.readouterr()
        return SimpleNamespace(code=left.value.code, out=said.out, err=said.err)

    return run


def with_members(*members: dict[str, object], call: str = "ka202-2018") -> dict[str, object]:
    return {**TWO, "call": call, "members": list(members)}


def test_repair_json_is_one_document_as_described(repair: Repair) -> None:
    answered = repair(TWO, "--json", "--limit", 2)
    answer = json.loads(answered.out)
    assert answered.code == 0
    assert (answer["call"], answer["status"], answer["fewest"], answer["explanation"]) == ("ka202-2018", "repairable", 1, None)
    assert answer["population"] == {"size": 7}
    assert answer["consortium"]["members"] == ["s1", "x"]
    assert answer["consortium"]["eligibility"]["verdict"] == "ineligible"
    # u1, a1, e1 and b1 bring a third country; c1 does not.
    assert answer["counts"] == {"add": 4, "replace": 0, "remove": 0, "coordinator": 0}
    assert (answer["leaving"], answer["obstacles"]) == ({}, [])
    first, second = answer["repairs"]
    assert first["steps"] == [{"kind": "add", "joins": "e1", "text": "Add Empresa"}]
    assert (first["members"], first["coordinator"]) == (["s1", "x", "e1"], "s1")
    assert first["score"] > second["score"] > answer["consortium"]["score"]
    assert sum(answer["weights"].values()) == pytest.approx(1)
    assert first["parts"].keys() == answer["weights"].keys()
    assert {one["rule"]: one["change"] for one in first["rules"]} == {"min-orgs": "mended", "min-countries": "mended"}
    assert first["eligibility"]["verdict"] == "eligible"
    assert [one["id"] for one in first["joining"]] == ["e1"]
    assert first["reasons"]["e1"][0]["text"]


def test_repair_says_in_words_what_is_missing_and_what_mends_it(repair: Repair) -> None:
    said = repair(TWO, "--limit", 1)
    out = " ".join(said.out.split())
    assert said.code == 0
    assert "Composition check not passed (" in out
    assert "✗ min-countries 2 of 3 programme countries: Germany and Poland; one more programme country is missing." in out
    assert "Add a partner: 4 organisations would do. The first by our published formula: 1. Add Empresa: score" in out
    assert "Empresa (Spain), Small and medium sized enterprise" in out
    assert "has the same priority" in out
    assert "What was not checked" in out
    assert not {"proved", "optimal", "witness", "gap", "bound", "infeasible", "clique", "parts"} & set(out.lower().split())


def test_repair_tells_of_every_kind_of_step(repair: Repair) -> None:
    blocked = with_members(
        member("s1", "PL", "coordinator"), member("x", "DE"), member("y", "FR"), member("z", "ES"), member("r", "BY"),
        call="ka220-vet-2026",
    )  # fmt: skip
    said = " ".join(repair(blocked, "--limit", 1).out.split())
    assert "Replace a member: 4 ways. Name r by one of 4" in said
    assert "Go on without a member: 1 way. 1. Go on without Name r:" in said
    youth = with_members(
        member("b1", "IT", "coordinator", type="EPLUS-YOUTH-GROUP"), member("s1", "PL"), member("x", "DE"), member("y", "FR")
    )
    said = " ".join(repair(youth, "--limit", 5).out.split())
    assert "Let another member coordinate: 3 ways." in said
    assert "Let Name x coordinate:" in said
    assert "Replace a member: 4 ways. Name b1 by one of 4" in said


def test_repair_tells_the_fewest_steps_where_one_is_not_enough(repair: Repair) -> None:
    alone = with_members(member("s1", "PL", "coordinator"))
    answer = json.loads(repair(alone, "--json").out)
    assert (answer["status"], answer["fewest"], len(answer["repairs"])) == ("repairable", 2, 1)
    assert [step["kind"] for step in answer["repairs"][0]["steps"]] == ["add", "add"]
    said = " ".join(repair(alone).out.split())
    assert "No single step is enough. The fewest are 2 steps; one way, the best of those we compared: 1. Add" in said


def test_repair_leaves_with_1_when_nobody_can_mend_it(repair: Repair) -> None:
    alone = with_members(member("s1", "PL", "coordinator"), call="ka240-sch-2026")
    answered = repair(alone, "--json")
    answer = json.loads(answered.out)
    assert (answered.code, answer["status"], answer["fewest"], answer["repairs"]) == (1, "infeasible", None, [])
    assert "bundles" in answer["obstacles"]
    assert "no change of members mends this" in repair(alone).out


def test_repair_has_nothing_to_do_where_nothing_fails(repair: Repair) -> None:
    fine = with_members(member("s1", "PL", "coordinator"), member("x", "DE"), member("y", "FR"))
    answered = repair(fine, "--json")
    answer = json.loads(answered.out)
    assert (answered.code, answer["status"], answer["fewest"], answer["repairs"]) == (0, "ok", 0, [])
    assert "Nothing has to be mended." in repair(fine).out
    silent = with_members(member("s1", "PL", "coordinator"), member("x", "DE"), member("y", "FR", type="EPLUS-EDU-HEI"))
    said = repair(silent)
    assert (said.code, "Nothing fails; confirm what is open." in said.out) == (0, True)


def test_repair_knows_members_by_oid_and_pic_and_takes_what_is_known_of_them(repair: Repair) -> None:
    by_pic = with_members(member("s1", "PL", "coordinator"), member("x", "DE"), member("mine", "ES", pic="999999999"))
    answer = json.loads(repair(by_pic, "--json").out)
    assert answer["consortium"]["members"] == ["s1", "x", "e1"]
    assert answer["consortium"]["parts"]["relevance"] == pytest.approx(0.5)


def test_repair_takes_wishes_and_fields_from_a_request(repair: Repair) -> None:
    request = {"call": "ka202-2018", "initiator": "s1", "fields": ["1015"], "countries": {"exclude": ["IT"]}, "exclude": ["e1"]}
    answer = json.loads(repair(TWO, "--json", request=request).out)
    assert answer["counts"] == {"add": 2, "replace": 0, "remove": 0, "coordinator": 0}
    assert answer["repairs"][0]["steps"][0]["joins"] == "u1"
    refused = repair(TWO, "--json", request={**request, "call": "ka205-2018"})
    assert (refused.code, refused.out) == (2, "")
    assert "request.json: call: is not ka202-2018, the call of the consortium" in refused.err
    assert "c1 is not a member of the consortium" in repair(TWO, request={**request, "initiator": "c1"}).err


def test_repair_for_another_call(repair: Repair) -> None:
    assert json.loads(repair(TWO, "--json", "--call", "ka205-2018").out)["status"] == "ok"


@pytest.mark.parametrize(
    ("consortium", "options", "sentence"),
    [
        ({**TWO, "call": None}, [], "consortium.json: call: is missing"),
        (TWO, ["--call", "ka999"], "ka999"),
        (with_members(member("x", "DE")), [], "exactly one member is the coordinator, found 0"),
        ({**TWO, "members": []}, [], "is empty"),
        ("{", [], "consortium.json, line 1: is not JSON"),
        (TWO, ["--limit", "0"], "--limit"),
        (TWO, ["--population", "nowhere.csv"], "nowhere.csv"),
        (TWO, ["--request", "nowhere.json"], "nowhere.json"),
    ],
)
def test_repair_says_in_one_line_what_is_wrong(repair: Repair, consortium: object, options: list[str], sentence: str) -> None:
    answered = repair(consortium, *options, "--json")
    complaint = [line for line in answered.err.splitlines() if line.startswith("matchmaker: ")]
    assert (answered.code, answered.out, len(complaint)) == (2, "", 1)
    assert sentence in complaint[0]


def test_repair_takes_a_history_only_with_a_population(repair: Repair, tmp_path: Path) -> None:
    alone = repair(TWO, "--history", tmp_path / "history.csv", files=False)
    assert alone.code == 2
    assert "--history: goes with --population" in alone.err


def test_repair_from_the_database_takes_who_joined_and_on_request_who_is_known(
    repair: Repair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'repair.db'}"
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", url)
    waiting = repair(TWO, files=False)
    assert waiting.code == 1
    assert "waits for migrations" in waiting.err
    upgrade(url)
    lines = ORGANISATIONS.splitlines(keepends=True)
    joined, known = tmp_path / "joined.csv", tmp_path / "known.csv"
    joined.write_text("".join(lines[:4]), "utf-8")
    known.write_text("".join([lines[0], *lines[4:]]), "utf-8")
    for arguments in ([joined, "--as-members"], [known]):
        with pytest.raises(SystemExit) as left:
            main(["import", "organisations", *map(str, arguments)])
        assert left.value.code == 0
    capsys.readouterr()
    of_members = json.loads(repair(TWO, "--json", files=False).out)
    assert [one["steps"][0]["joins"] for one in of_members["repairs"]] == ["u1"]
    of_everybody = json.loads(repair(TWO, "--json", "--known", files=False).out)
    assert of_everybody["counts"]["add"] == 4
    assert "known from public records only" in " ".join(repair(TWO, "--known", files=False).out.split())
    # A member who never joined is known by its number all the same.
    by_pic = with_members(member("s1", "PL", "coordinator"), member("x", "DE"), member("mine", "ES", pic="999999999"))
    assert json.loads(repair(by_pic, "--json", files=False).out)["consortium"]["members"] == ["s1", "x", "e1"]


def test_repair_is_for_the_round_that_is_named(repair: Repair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHMAKER_NOW", "2026-11-23T09:00:00Z")
    young = member("s1", "PL", "coordinator", established="2024-06-01")
    document = {"call": "ka220-vet-2026", "members": [young, member("x", "DE"), member("y", "ES")]}
    assert json.loads(repair({**document, "round": 2}, "--json").out)["status"] == "ok"
    spring = json.loads(repair({**document, "round": 1}, "--json").out)
    assert spring["consortium"]["eligibility"]["round"] == 1
    assert [one["steps"][0]["kind"] for one in spring["repairs"]]
    refused = repair({**document, "round": 3}, "--json")
    assert (refused.code, refused.out) == (2, "")
    assert "round: ka220-vet-2026 has no round 3" in refused.err
