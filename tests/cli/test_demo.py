"""`matchmaker demo load`: once, with a sentence, and not where real people are."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from matchmaker import config
from matchmaker.cli import main
from matchmaker.db import of, upgrade
from matchmaker.services import accounts
from tests.factories import registration


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", url)
    upgrade(url)
    return url


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(["demo", "load", *arguments])
    said = capsys.readouterr()
    return int(str(left.value.code)), said.out, said.err


def register_somebody() -> None:
    database = of(config.load())
    with database.unit_of_work() as session:
        assert isinstance(session, Session)
        accounts.register(session, registration("Alice"))
    database.engine.dispose()


def test_demo_is_loaded_once(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--organisations", "40", "--seed", "3")
    assert (code, out.count("\n")) == (0, 1)
    assert "school@demo.example" in out
    code, out, _ = run(capsys, "--if-empty")
    assert (code, out) == (0, "The demo is there already; nothing was changed.\n")


def test_demo_is_refused_where_real_people_are(capsys: pytest.CaptureFixture[str]) -> None:
    register_somebody()
    code, _, err = run(capsys)
    assert (code, err.count("\n")) == (1, 1)
    code, out, _ = run(capsys, "--if-empty")
    assert (code, out) == (0, "People use this database already; the demo was not loaded.\n")


@pytest.mark.parametrize("arguments", [["--organisations", "3"], ["--organisations", "many"], ["--seed", "-1"]])
def test_wrong_option_is_one_line_and_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, *arguments)
    assert (code, err.count("\n")) == (2, 1)


def test_demo_is_refused_in_production(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in {
        "ENV": "production",
        "SECRET_KEY": "0123456789" * 4,
        "BASE_URL": "https://m.example",
        "SMTP_URL": "smtp://m",
        "HASHING": "full",
    }.items():
        monkeypatch.setenv(f"MATCHMAKER_{name}", value)
    code, _, err = run(capsys)
    assert (code, err.count("\n")) == (1, 1)


def test_database_without_tables_gets_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    code, _, err = run(capsys)
    assert (code, err.count("\n")) == (1, 1)
    assert "db upgrade" in err
