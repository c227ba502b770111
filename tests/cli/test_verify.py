"""`matchmaker verify`: an answer that holds, one that was changed, one that is outdated, and what is neither."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from matchmaker.cli import main
from matchmaker.matching.documents import digest

ORGANISATIONS = (
    "id,name,country,type,fields\ns1,A,PL,EPLUS-EDU-VOC-SEC,1013\ns2,B,DE,EPLUS-EDU-VOC-SEC,1013\ns3,C,FR,EPLUS-SOCIAL,1012\n"
)
Run = Callable[..., Any]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def running(*words: object) -> Any:
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        said = capsys.readouterr()
        return SimpleNamespace(code=left.value.code, out=said.out, err=said.err)

    return running


@pytest.fixture
def answer(run: Run, tmp_path: Path) -> Path:
    """A file with an answer, and `orgs.csv` it was made from beside it."""
    (tmp_path / "orgs.csv").write_text(ORGANISATIONS, "utf-8")
    (tmp_path / "request.json").write_text(json.dumps({"call": "ka202-2018", "initiator": "s1", "fields": ["1013"]}), "utf-8")
    done = run("suggest", tmp_path / "request.json", "--population", tmp_path / "orgs.csv", "--json")
    assert done.code == 0
    (tmp_path / "answer.json").write_text(done.out, "utf-8")
    return tmp_path / "answer.json"


def test_verify_accepts_what_suggest_wrote_and_its_own_population(run: Run, answer: Path) -> None:
    assert (run("verify", answer).code, "It holds" in run("verify", answer).out) == (0, True)
    same = run("verify", answer, "--population", answer.parent / "orgs.csv")
    assert (same.code, "Outdated" in same.out) == (0, False)


def test_verify_tells_what_is_outdated_and_accepts_it(run: Run, answer: Path) -> None:
    later, history = answer.parent / "later.csv", answer.parent / "history.csv"
    later.write_text(ORGANISATIONS.replace("s2,B,DE,EPLUS-EDU-VOC-SEC,1013", "s2,B,DE,EPLUS-EDU-VOC-SEC,1015"), "utf-8")
    history.write_text("project_id,organisation_id,role\np,s1,partner\np,s3,partner\n", "utf-8")
    told = run("verify", answer, "--population", later, "--history", history)
    assert told.code == 0
    assert "Outdated since:\n- The facts about s2 have changed since." in told.out
    assert "The past projects of s3 with members present have changed since." in told.out


def test_verify_refuses_what_was_changed(run: Run, answer: Path) -> None:
    document = json.loads(answer.read_text("utf-8"))
    document["proposals"][0]["score"] += 1
    answer.write_text(json.dumps(document), "utf-8")
    changed = run("verify", answer)
    assert changed.code == 1
    assert "its checksum differs" in changed.out
    rest = {key: value for key, value in document.items() if key != "sha256"}
    answer.write_text(json.dumps({**rest, "sha256": digest(rest)}), "utf-8")
    computed = run("verify", answer)
    assert computed.code == 1
    assert "It does not hold:\n- Proposal 1: the score is " in computed.out


def test_verify_never_says_that_an_answer_by_other_rules_holds(run: Run, answer: Path) -> None:
    document = json.loads(answer.read_text("utf-8"))
    del document["sha256"]
    for proposal in document["proposals"]:
        proposal["eligibility"]["version"] = "x"
    answer.write_text(json.dumps({**document, "sha256": digest(document)}), "utf-8")
    done = run("verify", answer)
    assert (done.code, "It holds" in done.out) == (1, False)
    assert "Its rules were checked under version x of the call" in done.out
    assert "ask again." in done.out


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"members": []}', "\ufeff{}", '{"proposals": [' * 3])
def test_verify_says_in_one_line_what_is_no_such_document(run: Run, tmp_path: Path, text: str) -> None:
    strange = tmp_path / "strange.json"
    strange.write_text(text, "utf-8")
    done = run("verify", strange)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("matchmaker: ")
    assert "strange.json" in done.err


def test_verify_says_what_it_cannot_read(run: Run, answer: Path) -> None:
    assert "cannot be read" in run("verify", answer.parent / "nowhere.json").err
    assert "goes with --population" in run("verify", answer, "--history", answer.parent / "orgs.csv").err
    (answer.parent / "bytes").write_bytes(b"\xff\xfe\x00")
    assert "is not UTF-8" in run("verify", answer.parent / "bytes").err


def test_verify_recognises_a_finalised_consortium(run: Run, tmp_path: Path) -> None:
    snapshot = tmp_path / "snapshot.json"
    snapshot.write_text('{"format": "matchmaker-consortium"}', "utf-8")
    refused = run("verify", snapshot)
    assert (refused.code, refused.out) == (1, "This file was changed after it was made.\n")
