"""A database that is none, is away or is not as it should be: one line says what is wrong, and never the password."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from matchmaker.cli import main
from tests.conftest import Databases

COMMANDS = (
    ["db", "current"],
    ["db", "upgrade"],
    ["db", "downgrade", "base"],
    ["consortia", "list", "--json"],
    ["demo", "load"],
    ["serve", "--port", "1"],
    ["work"],
)
Run = Callable[[list[str], str], tuple[object, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def running(command: list[str], url: str) -> tuple[object, str, str]:
        monkeypatch.setenv("MATCHMAKER_DATABASE_URL", url)
        with pytest.raises(SystemExit) as left:
            main(command)
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return running


@pytest.mark.parametrize("command", [*COMMANDS, ["config"]], ids=" ".join)
def test_address_that_is_none_is_one_line(run: Run, command: list[str]) -> None:
    for url in (
        "nonsense", " ", "mysql://user:hush@host/x", "postgresql+psycopg2://user:hush@host/x", "postgresql+none://host/x",
        "postgresql://user:hush@host:25x/x", "postgresql://user:hush@host:99999/x", "sqlite:///a.db?hush=1", "sqlite:///a\x1b[2J.db",
    ):  # fmt: skip
        code, out, err = run(command, url)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert err.startswith("matchmaker: MATCHMAKER_DATABASE_URL: ")
        assert "hush" not in err


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_database_that_is_away_is_one_line(run: Run, command: list[str], tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database" * 100)
    (tmp_path / "folder").mkdir()
    for url in (
        "postgresql://user:hush@127.0.0.1:1/x",
        "postgresql://user:hush@127.0.0.1:1/x?hush=hush",
        "postgresql://user:hu@hush@127.0.0.1:1/x",
        "postgresql:///x?host=/nowhere",
        f"sqlite:///{tmp_path / 'text.db'}",
        f"sqlite:///{tmp_path / 'folder'}",
    ):
        code, out, err = run(command, url)
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert "hush" not in err


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("insert into alembic_version values ('0001')", "several migrations"),
        ("update alembic_version set version_num = '9999\x1b[2J'", "does not know"),
        ("update alembic_version set version_num = '0003'", "waits for migrations"),
        ("drop table alembic_version", "waits for migrations"),
    ],
)
def test_database_of_another_version_is_one_line(run: Run, statement: str, sentence: str, database_url: str) -> None:
    execute(database_url, statement)
    for command in (["consortia", "list"], ["demo", "load"], ["serve", "--port", "1"], ["work"]):
        code, out, err = run(command, database_url)
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert sentence in err
        assert err[:-1].isprintable()
        gc.collect()  # a connection that the command left open is told of now, as a warning that is an error
    code, out, err = run(["db", "current"], database_url)
    assert (code, out.count("\n"), err) == (0, 1, "")
    assert out[:-1].isprintable()
    code, _, err = run(["db", "upgrade"], database_url)
    assert (code, err.count("\n")) == (1, 1)


def test_tables_that_are_missing_are_one_line(run: Run, database_url: str, tmp_path: Path) -> None:
    execute(database_url, "drop table history")
    file = tmp_path / "organisations.csv"
    file.write_text("id,name,country,type\ns1,School,PL,OTH\n")
    code, _, err = run(["import", "organisations", str(file)], database_url)
    assert (code, err.count("\n")) == (1, 1)
    assert "not those that its migrations made" in err


@pytest.mark.parametrize("revision", ["nonsense", "+99", "-99", "0001:0002", "\x1b[2J", "x" * 5000])
def test_migration_that_cannot_be_reached_is_one_line(run: Run, revision: str, database_url: str) -> None:
    for verb in ("upgrade", "downgrade"):
        code, out, err = run(["db", verb, "--", revision], database_url)
        assert (code, out, err.count("\n")) == (2, "", 1), verb
        assert err[:-1].isprintable()


@pytest.mark.postgres
def test_server_that_refuses_us_is_one_line(run: Run, databases: Databases) -> None:
    there = make_url(databases.migrated("postgresql"))
    for url in (there.set(database="none-of-this-name"), there.set(username="nobody-of-this-name", password="hush")):
        code, out, err = run(["db", "current"], url.render_as_string(hide_password=False))
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert "hush" not in err


def execute(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement + (" cascade" if statement.startswith("drop") and "postgresql" in url else ""))
    engine.dispose()
