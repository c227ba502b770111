"""`matchmaker suggest`: whole consortia from files or from the database, one JSON document or a page of text."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from matchmaker.cli import main
from matchmaker.db import upgrade

HEADER = "id,name,country,type,sectors,fields,topics,languages,roles,flags,pic\n"
ORGANISATIONS = HEADER + (
    "s1,Zespół Szkół,PL,EPLUS-EDU-VOC-SEC,,1013,,pl;en,coordinator,,\n"
    "c1,Kammer,DE,EPLUS-SOCIAL,,1013,inclusion,de;en,,chamber,\n"
    "u1,Université,FR,EPLUS-EDU-HEI,,1015,,fr;en,,eche,\n"
    "a1,Volkshochschule,AT,EPLUS-EDU-ADULT,,,,,,,\n"
    "e1,=Empresa,ES,EPLUS-ENT-SME,CIV,,inclusion,,,,\n"
)
PARTICIPATIONS = "project_id,organisation_id,role\np1,s1,coordinator\np1,a1,partner\np1,nobody,partner\n"
REQUEST = {"call": "ka202-2018", "initiator": "s1", "fields": ["1013"], "topics": ["inclusion"], "limit": 2, "min_difference": 1}
Suggest = Callable[..., Any]


@pytest.fixture
def suggest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Suggest:
    """Run `matchmaker suggest` on a request, from the files above unless options are given: exit code, stdout, stderr."""
    (tmp_path / "orgs.csv").write_text(ORGANISATIONS, "utf-8")
    (tmp_path / "history.csv").write_text(PARTICIPATIONS, "utf-8")

    def run(request: object, *options: object, files: bool = True) -> Any:
        path = tmp_path / "request.json"
        path.write_text(request if isinstance(request, str) else json.dumps(request), "utf-8")
        given = ["--population", tmp_path / "orgs.csv", "--history", tmp_path / "history.csv"] if files else []
        with pytest.raises(SystemExit) as left:
            main(["suggest", str(path), *map(str, given), *map(str, options)])
        said = capsys.readouterr()
        return SimpleNamespace(code=left.value.code, out=said.out, err=said.err)

    return run


def test_suggest_json_is_one_document(suggest: Suggest) -> None:
    answered = suggest(REQUEST, "--json")
    answer = json.loads(answered.out)
    assert answered.code == 0
    assert set(answer) >= {"request", "status", "explanation", "population", "proposals"}
    assert (answer["status"], answer["population"]["size"], len(answer["proposals"])) == ("ok", 5, 2)
    assert answer["population"]["df"] == {"field:1013": 2, "topic:inclusion": 2}
    for proposal in answer["proposals"]:
        assert set(proposal) >= {"members", "coordinator", "score", "fit", "parts", "weights", "proof", "witness"}
        assert set(proposal) >= {"reasons", "to_confirm", "facts_sha256", "eligibility"}
        assert proposal["members"][0] == proposal["coordinator"] == "s1"
        assert set(proposal["proof"]) == {"status", "bound", "gap", "considered", "seconds"}
        assert (proposal["proof"]["status"], proposal["proof"]["considered"]) == ("optimal", 5)
        assert proposal["eligibility"]["verdict"] == "eligible" or proposal["to_confirm"]
        assert proposal["parts"].keys() == proposal["weights"].keys()
        assert sum(proposal["weights"].values()) == pytest.approx(1)


def test_suggest_offers_partners_whom_a_priority_is_about_on_stderr_only(suggest: Suggest) -> None:
    about = {**REQUEST, "call": "ka220-hed-2026", "project": {"priorities": ["HED26-UKRAINE"]}}
    answered = suggest(about, "--json")
    assert json.loads(answered.out)["request"]["third_countries"] is False
    assert "is about working with organisations in Ukraine, too" in answered.err
    assert answered.err.rstrip().endswith("(“third_countries”: true)")
    assert "Ukraine" not in suggest({**about, "third_countries": True}, "--json").err


def test_suggest_tells_what_was_left_out_on_stderr_only(suggest: Suggest) -> None:
    answered = suggest(REQUEST, "--json")
    json.loads(answered.out)
    assert (
        "history.csv: 1 rows name organisations that are not in the population and are left out (first: line 4)" in answered.err
    )
    assert "orgs.csv, line 6: name: begins like a formula" in answered.err
    assert "sectors: CIV left out" in answered.err


def test_suggest_says_in_words_who_and_why_and_how_good(suggest: Suggest) -> None:
    answered = suggest({**REQUEST, "seats": [{"kind": "chamber"}], "size": {"min": 4, "max": 4}, "language": "en"})
    out = " ".join(answered.out.split())
    assert answered.code == 0
    assert (
        "Zespół Szkół (Poland), School/Institute/Educational centre – Vocational Training (secondary level): coordinator" in out
    )
    assert "Kammer (Germany), Social partner or other representative" in out
    assert "- works in your field: hotel, restaurants and catering (1013)" in out
    assert "Composition check passed (" in out
    assert "provided by: " in out
    assert "No other combination of the 5 organisations we looked at scores higher by our published formula." in out
    assert "Among those that differ enough from the ones above no other combination of the 5 organisations" in out
    assert "To be confirmed - Whether they work in English:" in out
    assert "made of:" in out
    assert "The National Agency decides" in out
    assert not {"proved", "optimal", "witness", "gap", "bound", "infeasible", "clique", "parts"} & set(out.lower().split())


def test_suggest_counts_past_projects_of_the_history(suggest: Suggest) -> None:
    answered = suggest({**REQUEST, "include": ["a1"], "limit": 1})
    assert "did 1 project with you" in answered.out


def test_suggest_leaves_with_1_when_nothing_fits(suggest: Suggest) -> None:
    hard = {**REQUEST, "exclude": ["a1", "e1"], "language": "mt"}
    answered = suggest(hard, "--json")
    assert answered.code == 1
    assert json.loads(answered.out)["status"] == "infeasible"
    assert [list(way) for way in json.loads(answered.out)["to_give_up"]] == [["exclude"], ["language"]]
    assert "working in Maltese" in json.loads(answered.out)["explanation"]["text"]
    assert "It would help to give up one of these: “whom you exclude” or “working in Maltese”." in " ".join(
        suggest(hard).out.split()
    )


def test_suggest_without_fit_shows_no_score(suggest: Suggest, tmp_path: Path) -> None:
    silent = tmp_path / "silent.csv"
    silent.write_text("id,name,country,type\ns1,A,PL,OTH\ns2,B,DE,OTH\ns3,C,FR,OTH\n", "utf-8")
    answered = suggest(REQUEST, "--population", silent, files=False)
    assert answered.code == 0
    assert "Formally possible; nothing is known about fit" in answered.out
    assert "Score" not in answered.out


def test_suggest_takes_limit_and_time_limit(suggest: Suggest) -> None:
    assert len(json.loads(suggest(REQUEST, "--json", "--limit", 1).out)["proposals"]) == 1
    stopped = suggest(REQUEST, "--json", "--time-limit", "0.000000001")
    assert (stopped.code, json.loads(stopped.out)["status"]) == (1, "unknown")


@pytest.mark.parametrize(
    ("request_", "options", "sentence"),
    [
        ({"initiator": "s1"}, [], "request.json: call: is missing"),
        ({**REQUEST, "call": "ka999"}, [], "request.json: call: "),
        ({**REQUEST, "initiator": "nobody"}, [], "initiator: nobody in the population has the id “nobody”"),
        ({**REQUEST, "size": {"min": 4, "max": 2}}, [], "request.json: size: the smallest size 4 is above the largest 2"),
        (
            {**REQUEST, "expertise": [{"slug": "x", "weight": 0}]},
            [],
            "request.json: expertise.0.weight: expected a number above 0",
        ),
        ({**REQUEST, "exclude": ["s1"]}, [], "exclude: s1 is a member already"),
        ("[1, 2]", [], "request.json: expected an object"),
        ("{", [], "request.json, line 1: is not JSON"),
        ('{"fairness": NaN}', [], "NaN is not a JSON number"),
        (REQUEST, ["--limit", "0"], "--limit"),
        (REQUEST, ["--time-limit", "nan"], "--time-limit: expected seconds, more than 0"),
        (REQUEST, ["--time-limit", "-1"], "--time-limit: expected seconds, more than 0"),
        (REQUEST, ["--population", "nowhere.csv"], "nowhere.csv"),
    ],
)
def test_suggest_says_in_one_line_what_is_wrong(suggest: Suggest, request_: object, options: list[str], sentence: str) -> None:
    answered = suggest(request_, *options, "--json")
    complaint = [line for line in answered.err.splitlines() if line.startswith("matchmaker: ")]
    assert (answered.code, answered.out, len(complaint)) == (2, "", 1)
    assert sentence in complaint[0]


def test_suggest_refuses_one_id_in_two_files_and_a_history_alone(suggest: Suggest, tmp_path: Path) -> None:
    again = suggest(REQUEST, "--population", tmp_path / "orgs.csv")
    assert (again.code, again.out) == (2, "")
    assert "s1 stands for two organisations" in again.err
    alone = suggest(REQUEST, "--history", tmp_path / "history.csv", files=False)
    assert alone.code == 2
    assert "--history: goes with --population" in alone.err


def test_suggest_from_the_database_takes_who_joined_and_on_request_who_is_known(
    suggest: Suggest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'suggest.db'}"
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", url)
    waiting = suggest(REQUEST, files=False)
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
    members = json.loads(suggest(REQUEST, "--json", files=False).out)
    assert (members["population"]["size"], [p["members"] for p in members["proposals"]]) == (3, [["s1", "c1", "u1"]]) or {
        *members["proposals"][0]["members"]
    } == {"s1", "c1", "u1"}
    everybody = suggest({**REQUEST, "include": ["a1"]}, "--known", files=False)
    assert everybody.code == 0
    assert "known from public records only" in " ".join(everybody.out.split())
    assert suggest({**REQUEST, "include": ["a1"]}, files=False).code == 2


def test_where_nobody_is_suggested_one_sentence_says_so(suggest: Suggest) -> None:
    asked = {"call": "sport-events-2027", "initiator": "s1"}
    alone = suggest({**asked, "project": {"variant": "european_wide"}}, "--json")
    document = json.loads(alone.out)
    assert (alone.code, document["status"], document["proposals"]) == (1, "infeasible", [])
    assert document["explanation"]["text"].startswith("For “European-wide event” we check who takes part and suggest nobody")
    whole = suggest(asked)
    assert whole.err.count("we check who takes part and suggest nobody") in (0, 2)
    strange = suggest({**asked, "project": {"variant": "small"}})
    assert strange.code == 2
    assert "project.variant: sport-events-2027 has no variant “small”; it has: local_type_1" in strange.err
