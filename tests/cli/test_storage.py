"""A command that writes: all or nothing, and one sentence when the database says no."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select

from matchmaker import config
from matchmaker.cli.storage import writing
from matchmaker.config import Settings
from matchmaker.db import upgrade
from matchmaker.errors import Conflict, Refused
from matchmaker.models import ExternalId, PastProject


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = config.load(database_url=f"sqlite:///{tmp_path / 'd.db'}", instance=tmp_path)
    upgrade(made.database_url)
    return made


def test_block_that_fails_leaves_nothing_behind(settings: Settings) -> None:
    def fail() -> None:
        with writing(settings) as session:
            session.add(PastProject(key="p1", topics=[]))
            session.flush()
            raise Refused("no")

    with pytest.raises(Refused, match="no"):
        fail()
    with writing(settings) as session:
        assert session.scalar(select(PastProject)) is None


def test_rows_that_contradict_are_a_conflict(settings: Settings) -> None:
    with pytest.raises(Conflict), writing(settings) as session:
        session.add(ExternalId(value="x", organisation_id=1))


def test_database_without_tables_is_refused(tmp_path: Path) -> None:
    bare = config.load(database_url=f"sqlite:///{tmp_path / 'bare.db'}", instance=tmp_path)
    with pytest.raises(Refused, match="db upgrade"), writing(bare):
        pass


def test_database_that_is_not_there_yet_is_refused_with_what_to_do(tmp_path: Path) -> None:
    nowhere = config.load(database_url=f"sqlite:///{tmp_path / 'no' / 'such' / 'd.db'}", instance=tmp_path)
    with pytest.raises(Refused, match="db upgrade"), writing(nowhere):
        pass


def test_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database" * 100)
    with pytest.raises(Refused), writing(config.load(database_url=f"sqlite:///{tmp_path / 'text.db'}")):
        pass


@pytest.mark.slow
def test_database_that_is_busy_is_refused(settings: Settings, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "d.db", isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(Refused, match="busy"), writing(settings):
        pass
    other.close()
