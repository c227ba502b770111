"""An operator adds calls with every kind of rule: listed, shown, compared, checked and suggested for, or refused whole."""

import json
from pathlib import Path
from typing import Any

import pytest

from matchmaker.cli import main
from matchmaker.programme import guides
from tests.callfiles import FILES, GUIDE, OPERATOR, WHOLE

CONSORTIUM, REQUEST = str(OPERATOR / "consortium.json"), str(OPERATOR / "request.json")
POPULATION = ["--population", str(OPERATOR / "organisations.csv")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The operator's folder."""
    made = tmp_path / "guide"
    made.mkdir()
    for path in GUIDE.glob("*.toml"):
        (made / path.name).write_bytes(path.read_bytes())
    monkeypatch.setenv("MATCHMAKER_GUIDE_DIR", str(made))
    return made


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    """Exit code, stdout, stderr."""
    guides.load.cache_clear()
    with pytest.raises(SystemExit) as left:
        main(list(argv))
    out, err = capsys.readouterr()
    return int(str(left.value.code)), out, err


def answered(capsys: pytest.CaptureFixture[str], *argv: str) -> Any:
    """The document that a command answers with a yes."""
    code, out, _ = run(capsys, *argv, "--json")
    assert code == 0
    return json.loads(out)


@pytest.mark.usefixtures("folder")
def test_calls_are_listed_shown_and_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert {one["id"] for one in answered(capsys, "calls", "list")} > FILES.keys()
    for name in FILES:
        code, out, err = run(capsys, "calls", "show", name)
        assert (code, err) == (0, "")
        assert out.startswith("Crafts without borders")
    told = answered(capsys, "calls", "diff", WHOLE, "crafts-light-2026")["differences"]
    assert {one["about"] for one in told} == {"duration_months", "grant", "documents", "assessment"}


@pytest.mark.usefixtures("folder")
def test_consortium_is_checked_by_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    report = answered(capsys, "check", CONSORTIUM)
    found = {one["rule"]: one["status"] for one in report["findings"] if one["scope"] == "composition"}
    assert found.keys() > {rule["id"] for rule in FILES[WHOLE]["rules"]}
    assert {rule for rule, status in found.items() if status != "pass"} == {"everywhere-at-home"}  # it only warns


@pytest.mark.usefixtures("folder")
def test_consortium_is_suggested_and_holds(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    answer = answered(capsys, "suggest", REQUEST, *POPULATION)
    assert answer["status"] == "ok"
    for proposal in answer["proposals"]:
        failed = {one["rule"] for one in proposal["eligibility"]["findings"] if one["status"] == "fail"}
        assert failed == set()
        assert {"school", "lviv"} < set(proposal["members"])  # the bundle asks for an institution of Ukraine
    (tmp_path / "answer.json").write_text(json.dumps(answer))
    code, out, _ = run(capsys, "verify", str(tmp_path / "answer.json"), *POPULATION)
    assert code == 0
    assert out.startswith("It holds")


@pytest.mark.parametrize(
    "command",
    [
        ("calls", "list"),
        ("calls", "show", "ka220-vet-2026"),
        ("calls", "find", "--field", "VET"),
        ("calls", "diff", "ka220-vet-2026", "ka210-vet-2026"),
        ("check", CONSORTIUM),
        ("suggest", REQUEST, *POPULATION),
        ("repair", CONSORTIUM, *POPULATION),
    ],
    ids=lambda command: "-".join(command[:2]) if command[0] == "calls" else command[0],
)
def test_folder_with_mistakes_loads_nothing(command: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "crafts-light-2026.toml"
    path.write_text(path.read_text("utf-8").replace("allowed =", "alowed =").replace("options =", "option ="), "utf-8")
    (folder / "empty.toml").write_text("")
    sentence = (
        "matchmaker: empty.toml: is empty: expected a call, or what differs from the one that it extends; "
        "crafts-light-2026.toml: grant.option: is not a key we know; expected options; "
        "crafts-light-2026.toml: duration_months.alowed: is not a key we know; expected allowed\n"
    )
    assert run(capsys, *command) == (2, "", sentence)
