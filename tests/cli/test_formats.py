"""docs/formats.md names the fields there are: of what goes in, and of what comes out."""

import json
from typing import Any

import pytest
from pydantic import BaseModel

from matchmaker.cli import main
from matchmaker.inputs.consortium import ConsortiumDocument, MemberDocument, ProjectDocument
from matchmaker.inputs.interchange.history import PARTICIPATIONS, PROJECTS
from matchmaker.inputs.interchange.organisations import ORGANISATIONS
from matchmaker.inputs.request import Request
from tests.formats import differences, shown, told
from tests.house.tree import ROOT

EXAMPLES = ROOT / "examples"
FROM_FILES = ["--population", str(EXAMPLES / "organisations.csv"), "--history", str(EXAMPLES / "participations.csv")]


def answered(capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    with pytest.raises(SystemExit):
        main([*command, "--json"])
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("heading", "head", "model"),
    [
        ("consortium.json", "field", ConsortiumDocument),
        ("consortium.json", "of `project`", ProjectDocument),
        ("consortium.json", "of a member", MemberDocument),
        ("request.json", "field", Request),
    ],
)
def test_fields_of_documents_are_those_of_the_models(heading: str, head: str, model: type[BaseModel]) -> None:
    assert sorted(told(heading, head)) == sorted(model.model_fields)


def test_columns_are_those_of_the_files() -> None:
    assert told("organisations.csv", "column") == list(ORGANISATIONS.columns)
    heading = "projects.csv and participations.csv"
    assert told(heading, "column of `projects.csv`") == list(PROJECTS.columns)
    assert told(heading, "column of `participations.csv`") == list(PARTICIPATIONS.columns)


@pytest.mark.parametrize(
    ("heading", "command"),
    [
        ("The answer of `check`", ["check", str(EXAMPLES / "consortium.json")]),
        ("The answer of `suggest`", ["suggest", str(EXAMPLES / "request.json"), *FROM_FILES]),
        ("The answer of `repair`", ["repair", str(EXAMPLES / "consortium.json"), *FROM_FILES]),
    ],
)
def test_answers_have_the_fields_that_are_told(heading: str, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert list(differences(shown(heading), answered(capsys, *command))) == []


def test_differences_are_found() -> None:
    one, other = {"a": [{"b": 1, "c": {}}], "df": {"x": 1}}, {"a": [{"b": 2, "d": 0, "c": {"e": 1}}], "df": {"y": 1}}
    assert list(differences(one, other)) == [".a.0.d"]
