"""`matchmaker import`: a report line by line, all or nothing, repeatable, and one line on stderr when the input is wrong."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from matchmaker.cli import main
from matchmaker.db import upgrade

HEADER = "id,name,country,type\n"
Import = Callable[..., tuple[int, str, str]]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'import.db'}"
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", url)
    upgrade(url)
    return url


@pytest.fixture
def run(database: str, capsys: pytest.CaptureFixture[str]) -> Import:
    def running(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["import", *map(str, arguments)])
        said = capsys.readouterr()
        return int(str(left.value.code)), said.out, said.err

    return running


def rows(url: str, table: str) -> int:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        return int(connection.execute(f"select count(*) from {table}").fetchone()[0])


def write(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def test_organisations_are_imported_once(run: Import, database: str, tmp_path: Path) -> None:
    one = write(tmp_path / "one.csv", HEADER + "s1,School,PL,OTH\n")
    two = write(tmp_path / "two.csv", HEADER + "s2,Other,UK,OTH\n")
    code, out, _ = run("organisations", one, two, "--as-members")
    assert (code, rows(database, "organisations")) == (0, 2)
    assert f"{two}: 1 organisation is new" in out
    code, out, _ = run("organisations", one, two)
    assert (code, rows(database, "organisations")) == (0, 2)
    assert f"{one}: 0 organisations are new" in out


def test_one_bad_line_stops_everything(run: Import, database: str, tmp_path: Path) -> None:
    good = write(tmp_path / "good.csv", HEADER + "s1,School,PL,OTH\n")
    bad = write(tmp_path / "bad.csv", HEADER + "s2,Other,PL,OTH\ns3,Third,Atlantis,OTH\n")
    code, out, err = run("organisations", good, bad)
    assert (code, rows(database, "organisations")) == (2, 0)
    assert f"{bad}, line 3: country: " in out
    assert err.startswith("matchmaker: ")
    assert err.count("\n") == 1
    assert "bad.csv, line 3: country" in err


def test_bad_lines_may_be_skipped(run: Import, database: str, tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.csv", HEADER + "s2,Other,PL,OTH\ns3,Third,Atlantis,OTH\n")
    code, out, _ = run("organisations", bad, "--skip-invalid")
    assert (code, rows(database, "organisations")) == (0, 1)
    assert f"{bad}, line 3: country: " in out


def test_a_thousand_mistakes_are_not_skipped(run: Import, database: str, tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.csv", HEADER + "s0,School,PL,OTH\n" + "".join(f"s{n},A,Atlantis,OTH\n" for n in range(1, 1500)))
    for options in ((), ("--skip-invalid",)):
        code, out, err = run("organisations", bad, *options)
        assert (code, rows(database, "organisations"), err.count("\n")) == (2, 0, 1)
        assert "1000 mistakes: the file was not read any further" in err
        assert out.count("\n") == 1000


def test_history_is_imported_and_what_is_unknown_is_listed(run: Import, database: str, tmp_path: Path) -> None:
    run("organisations", write(tmp_path / "orgs.csv", HEADER + "s1,School,PL,OTH\n"))
    projects = write(tmp_path / "p.csv", "id,call,year,title,topics\np1,Erasmus+ KA202,2018,Bread,\n")
    took_part = write(tmp_path / "t.csv", "project_id,organisation_id,role\np1,s1,partner\np1,s9,partner\n")
    code, out, _ = run("history", projects, took_part)
    assert (code, rows(database, "past_projects"), rows(database, "participations")) == (0, 1, 1)
    assert f"{took_part}, line 3: organisation_id: " in out


@pytest.mark.parametrize("content", ["", "name\n", "\x00", "id,name,country,type\ns1,A,PL,NO\n"])
def test_wrong_file_is_one_line_on_stderr(run: Import, tmp_path: Path, content: str) -> None:
    code, _, err = run("organisations", write(tmp_path / "wrong.csv", content))
    assert (code, err.count("\n")) == (2, 1)
    assert "wrong.csv" in err


def test_missing_file_and_directory_are_one_line_on_stderr(run: Import, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        code, _, err = run("organisations", path)
        assert (code, err.count("\n")) == (2, 1)
