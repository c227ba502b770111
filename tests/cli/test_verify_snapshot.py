"""`matchmaker verify` accepts a finalised consortium, refuses it after one changed byte, and asks a database."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from matchmaker.cli.verify import verify
from matchmaker.db import Database
from matchmaker.documents import snapshot
from tests import factories


def run(file: Path) -> Result:
    return CliRunner().invoke(verify, [str(file)])


@pytest.fixture
def file(new_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A finalised consortium as it was downloaded; the database is configured."""
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", new_database.url)
    with new_database.unit_of_work() as session:
        cast = factories.cast(session)
        frozen = factories.finalise(session, factories.complete(session, cast), version=None, by=cast.alice.user)
        (tmp_path / "consortium.json").write_bytes(frozen.document.encode())
    return tmp_path / "consortium.json"


def test_file_as_it_was_made_is_accepted(file: Path) -> None:
    found = run(file)
    assert found.exit_code == 0
    assert "Unchanged since it was made" in found.output
    assert "the document that was stored" in found.output
    assert "no signature" in found.output


def test_file_is_verified_without_a_database(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = tmp_path / "none.db"
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", f"sqlite:///{nowhere}")
    assert run(file).exit_code == 0
    assert not nowhere.exists()
    nowhere.touch()
    found = run(file)
    assert (found.exit_code, "Not compared" in found.stderr) == (0, True)


@pytest.mark.parametrize("at", [0, 1, 200, -2, -1])
def test_one_changed_byte_is_refused(file: Path, at: int) -> None:
    raw = bytearray(file.read_bytes())
    raw[at] ^= 1
    file.write_bytes(bytes(raw))
    found = run(file)
    assert found.exit_code == 1
    assert "was changed after it was made" in found.output


def test_document_sealed_anew_is_refused_by_the_database(file: Path) -> None:
    document = json.loads(file.read_text("utf-8"))
    document["title"] = "Another"
    document["sha256"] = snapshot.sha256(document)
    file.write_bytes(snapshot.canonical(document).encode())
    found = run(file)
    assert (found.exit_code, "has another document" in found.output) == (1, True)


def test_document_of_another_service_is_told_so(file: Path) -> None:
    document = json.loads(file.read_text("utf-8"))
    document["consortium"] = 4711
    document["sha256"] = snapshot.sha256(document)
    file.write_bytes(snapshot.canonical(document).encode())
    found = run(file)
    assert (found.exit_code, "has no finalised consortium" in found.output) == (0, True)


def test_erased_persons_leave_it_verifiable(file: Path) -> None:
    document = snapshot.without_persons(json.loads(file.read_text("utf-8")))
    file.write_bytes(snapshot.canonical(document).encode())
    found = run(file)
    assert (found.exit_code, "erased" in found.output) == (0, True)
