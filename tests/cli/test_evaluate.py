"""`matchmaker evaluate`: a folder of past projects in, tables or one JSON document out."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from matchmaker.cli import main

ORGANISATIONS = (
    "id,name,country,type,sectors,pic\n"
    "a,Technikum,PL,EPLUS-EDU-VOC-SEC,,123456789\n"
    "b,Kammer,DE,EPLUS-SOCIAL,,\n"
    "c,Université,FR,EPLUS-EDU-HEI,,\n"
    "d,Volkshochschule,AT,EPLUS-EDU-ADULT,,\n"
    "e,Empresa,ES,EPLUS-ENT-SME,,123456789\n"
    "f,Verein,DE,EPLUS-NGO,,\n"
)
PROJECTS = "id,call,year,title,topics\np1,c,2014,,tourism\np2,c,2014,,tourism\np3,c,2014,,\np4,c,2015,,tourism\np5,c,,,\n"
PARTICIPATIONS = (
    "project_id,organisation_id,role\n"
    "p1,a,coordinator\np1,b,partner\n"
    "p2,a,partner\np2,b,partner\n"
    "p3,a,partner\np3,c,partner\n"
    "p4,a,coordinator\np4,b,partner\np4,d,associated\n"
    "p5,e,partner\np5,f,partner\n"
)
FILES = {"organisations.csv": ORGANISATIONS, "projects.csv": PROJECTS, "participations.csv": PARTICIPATIONS}
Evaluate = Callable[..., Any]


@pytest.fixture
def evaluate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Evaluate:
    """Run `matchmaker evaluate` on a folder with these files: exit code, stdout, stderr."""

    def run(*options: object, files: dict[str, str] = FILES) -> Any:
        folder = tmp_path / "past"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / name).write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        with pytest.raises(SystemExit) as left:
            main(["evaluate", str(folder), *map(str, options)])
        said = capsys.readouterr()
        return SimpleNamespace(code=left.value.code, out=said.out, err=said.err)

    return run


def test_json_is_one_document_with_known_places(evaluate: Evaluate) -> None:
    answered = evaluate("--json", "--split", 2015)
    document = json.loads(answered.out)
    assert answered.code == 0
    assert document["dataset"] == {
        "organisations": 6,
        "projects": 5,
        "participations": 10,
        "left_out": {"associated": 1, "strange": 0},
        "organisations_of_several_rows": 2,
    }
    split, leave_one_out = document["trials"]
    assert (split["trial"], split["split"], split["past_projects"], split["projects_asked"]) == ("split", 2015, 3, 1)
    assert (leave_one_out["trial"], leave_one_out["split"], leave_one_out["hidden"], leave_one_out["warm"]) == (
        "leave-one-out", None, 10, 7,
    )  # fmt: skip
    assert (split["hidden"], split["warm"]) == (2, 2)
    full = split["pools"]["full"]["rankers"]
    # Asked for a beside b, and for b beside a, each is the first by affinity; nobody else ever sat with b.
    assert full["affinity"]["all"] == {"recall@1": 1, "recall@10": 1, "recall@50": 1, "MRR": 1}
    assert full["common neighbours"]["all"]["MRR"] == 1
    # By popularity a (three projects) is first; b (two) is first too when a is seen.
    assert full["popularity"]["all"]["recall@1"] == 1
    # a and b have the topic of the project from earlier ones, and so has nobody else.
    assert full["relevance"]["warm"]["recall@1"] == 1
    assert set(split["pools"]) == {"full", "1-in-100", "country", "sector", "country and sector"}
    differences = split["pools"]["country"]["differences"]
    assert {(one["ranker"], one["against"], one["measure"]) for one in differences} >= {
        ("affinity", "common neighbours", "recall@10"),
        ("affinity", "popularity", "MRR"),
    }
    assert all(one["interval"][0] <= one["difference"] <= one["interval"][1] for one in differences)


def test_tables_say_how_many_were_hidden_and_what_each_ranker_reached(evaluate: Evaluate) -> None:
    answered = evaluate("--split", 2015, "--score")
    assert answered.code == 0
    assert "6 organisations, 5 projects, 10 participations" in answered.out
    assert "2 organisations share an OID or PIC with another row" in answered.out
    assert "SPLIT: the 3 projects before 2015 known" in answered.out
    assert "1 projects asked about, 2 partners hidden in turn, 100% of them warm" in answered.out
    assert "LEAVE-ONE-OUT: each project left out in turn" in answered.out
    assert "score, affinity .10 - score, ties .10" in answered.out
    assert "1.0000" in next(line for line in answered.out.splitlines() if line.startswith("  affinity "))


def test_progress_and_notes_go_to_stderr(evaluate: Evaluate) -> None:
    strange = {**FILES, "participations.csv": PARTICIPATIONS + "p1,nobody,partner\nelsewhere,a,partner\n"}
    strange["organisations.csv"] = ORGANISATIONS + "g,Nirgendwo,XM,OTH,,\n"
    answered = evaluate("--json", files=strange)
    json.loads(answered.out)
    assert answered.code == 0
    assert "leave-one-out: 5 of 5 projects" in answered.err
    assert "organisations.csv: 1 rows cannot be read and are left out (first: line 8: country" in answered.err
    assert "2 participations name an organisation or a project that is not there: left out" in answered.err
    assert "1 participations in an associated role: left out" in answered.err


def test_same_seed_same_answer_and_files_may_be_packed(evaluate: Evaluate) -> None:
    first = evaluate("--json", "--seed", 7, "--sample", 2)
    packed = {f"{name}.gz": text for name, text in FILES.items()}
    assert first.out == evaluate("--json", "--seed", 7, "--sample", 2).out
    assert json.loads(first.out)["trials"][-1]["projects_asked"] == 2
    assert json.loads(evaluate("--json", "--only", "leave-one-out", files=packed).out)["trials"][0]["hidden"] == 10


def test_nothing_to_ask_is_no_yes(evaluate: Evaluate) -> None:
    alone = {**FILES, "participations.csv": "project_id,organisation_id,role\np1,a,partner\np2,b,associated\n"}
    answered = evaluate("--json", files=alone)
    assert (answered.code, json.loads(answered.out)["trials"]) == (1, [])
    assert "nothing could be asked" in evaluate(files=alone).out
    assert evaluate("--json", files={**alone, "organisations.csv": "id,name,country,type\n"}).code == 1


def test_a_folder_that_lacks_a_file_is_refused_in_one_line(evaluate: Evaluate, tmp_path: Path) -> None:
    answered = evaluate("--json", files={"organisations.csv": ORGANISATIONS, "projects.csv": PROJECTS})
    assert (answered.code, answered.out) == (2, "")
    assert answered.err == f"matchmaker: {tmp_path / 'past'}: has no participations.csv or participations.csv.gz\n"


@pytest.mark.parametrize("place", ["nowhere", "file.csv"])
def test_what_is_no_folder_is_refused(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file.csv").write_text("")
    with pytest.raises(SystemExit) as left:
        main(["evaluate", str(tmp_path / place)])
    assert left.value.code == 2
    assert capsys.readouterr().err == f"matchmaker: {tmp_path / place}: is no folder\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--split", "2030"], "--split: no projects before 2030, or none from then on"),
        (["--seed", "-1"], "--seed"),
        (["--only", "guessing"], "--only"),
        (["--resamples", "0"], "--resamples"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(evaluate: Evaluate, options: list[str], said: str) -> None:
    answered = evaluate(*options)
    assert (answered.code, answered.out) == (2, "")
    assert said in answered.err


def test_a_file_that_is_no_table_is_refused(evaluate: Evaluate) -> None:
    answered = evaluate(files={**FILES, "projects.csv": "id,year\np1,2014\n"})
    assert answered.code == 2
    assert answered.err.count("\n") == 1
    assert "projects.csv" in answered.err
