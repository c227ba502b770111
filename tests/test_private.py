"""What people wrote, and the secret, is for the owner of the service alone: whatever the umask is, and whatever was there."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from stat import S_IMODE

import pytest

from matchmaker import config, db, private
from matchmaker.cli import main
from matchmaker.config import Settings
from matchmaker.services import post
from matchmaker.services.mails import Letter


@pytest.fixture(params=[0o000, 0o022, 0o777], ids=["umask 000", "umask 022", "umask 777"])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return S_IMODE(path.lstat().st_mode)


def modes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): mode(path) for path in folder.rglob("*")} | {"": mode(folder)}


def send(settings: Settings) -> None:
    at = datetime(2026, 11, 29, tzinfo=UTC)
    post.hand_over(
        Letter(
            number=1,
            to="alice@school.example",
            subject="Hello",
            content={"language": "en", "blocks": [{"said": "You"}]},
            created_at=at,
            attempt=1,
        ),
        settings,
    )


@pytest.mark.usefixtures("umask")
def test_everything_in_a_new_instance_is_for_its_owner_alone(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    settings = config.load(instance=instance)
    db.upgrade(settings.database_url)
    database = db.of(settings)
    with database.unit_of_work() as session:  # the files beside a SQLite database are there while it is open
        session.connection().exec_driver_sql("delete from history")
        send(settings)
        found = modes(instance)
    database.engine.dispose()
    assert {"", "secret-key", "matchmaker.db", "matchmaker.db-wal", "matchmaker.db-shm", "mails", "mails/000001.eml"} <= set(
        found
    )
    assert {name for name, bits in found.items() if bits & 0o077} == set()


def test_what_was_open_before_is_narrowed_at_the_start(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    settings = config.load(instance=instance)
    db.upgrade(settings.database_url)
    send(settings)
    with closing(sqlite3.connect(instance / "matchmaker.db", isolation_level=None)) as busy:
        busy.execute("pragma journal_mode = wal")
        busy.execute("begin immediate")
        for path in [instance, *instance.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        db.of(config.load(instance=instance)).engine.dispose()
        found = modes(instance)
    assert "matchmaker.db-wal" in found
    assert {name for name, bits in found.items() if bits & 0o077} == set()


def test_folder_of_many_things_stays_as_it_is(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    (shared / "of others").mkdir(parents=True)
    shared.chmod(0o755)
    db.upgrade(config.load(instance=shared).database_url)
    db.upgrade(f"sqlite:///{shared / 'of others' / 'own.db'}")
    assert (mode(shared), mode(shared / "of others") & 0o055) == (0o755, 0o055)
    assert {mode(shared / name) for name in ("matchmaker.db", "secret-key", "of others/own.db")} == {0o600}
    everybody = tmp_path / "everybody"
    everybody.mkdir()
    everybody.chmod(0o1777)
    config.load(instance=everybody)
    assert mode(everybody) == 0o1777


def test_folder_of_a_database_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    db.upgrade(f"sqlite:///{tmp_path / 'own' / 'd.db'}")
    assert (mode(tmp_path), mode(tmp_path / "own"), mode(tmp_path / "own" / "d.db")) == (0o755, 0o700, 0o600)


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "else").touch(0o644)
    (tmp_path / "link").symlink_to(tmp_path / "else")
    assert private.narrow([tmp_path / "link", tmp_path / "none"]) == []
    assert mode(tmp_path / "else") == 0o644


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root can give a file away.")
def test_what_belongs_to_somebody_else_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MATCHMAKER_INSTANCE", str(tmp_path))
    secret = tmp_path / "secret-key"
    secret.write_text("0123456789abcdefghijklmnopqrstuv")
    secret.chmod(0o644)
    os.chown(secret, 12345, 12345)
    with pytest.raises(SystemExit) as left:
        main(["db", "upgrade"])
    assert (left.value.code, mode(secret)) == (0, 0o644)
    assert f"{secret} can be read by others" in capsys.readouterr().err
