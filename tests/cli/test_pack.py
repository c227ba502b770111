"""`matchmaker pack` writes what `matchmaker verify` accepts, and refuses after any change."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from matchmaker.cli.pack import pack
from matchmaker.cli.verify import verify
from matchmaker.db import Database
from matchmaker.documents import snapshot
from matchmaker.errors import Invalid, NotFound
from tests import factories
from tests.documents.packs import files, packed, zipped


@pytest.fixture
def made(new_database: Database, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """A draft and a finalised consortium in the configured database."""
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", new_database.url)
    with new_database.unit_of_work() as session:
        cast = factories.cast(session)
        final = factories.complete(session, cast)
        factories.finalise(session, final, version=None, by=cast.alice.user)
        return {"final": final.id, "draft": factories.draft(session, cast.alice, [cast.dora]).id}


def run(consortium: int, output: Path, *more: str) -> Result:
    return CliRunner().invoke(pack, [str(consortium), "--output", str(output), *more])


def verified(file: Path) -> Result:
    return CliRunner().invoke(verify, [str(file)])


@pytest.mark.parametrize("language", ["en", "pl", "de"])
def test_pack_of_a_finalised_consortium_is_accepted(made: dict[str, int], tmp_path: Path, language: str) -> None:
    file = tmp_path / "pack.zip"
    assert run(made["final"], file, "--language", language).exit_code == 0
    found = verified(file)
    assert (found.exit_code, "a pack that this service made" in found.output) == (0, True)
    assert "DRAFT" not in found.output
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_pack_of_a_draft_says_so(made: dict[str, int], tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    assert run(made["draft"], file).exit_code == 0
    found = verified(file)
    assert (found.exit_code, "DRAFT" in found.output) == (0, True)


def test_pack_is_the_same_each_time_and_replaces_its_file(made: dict[str, int], tmp_path: Path) -> None:
    for kind in ("final", "draft"):
        one, other = tmp_path / "one.zip", tmp_path / "other.zip"
        other.write_bytes(b"before")
        run(made[kind], one)
        run(made[kind], other)
        assert one.read_bytes() == other.read_bytes()


def test_pack_without_persons_names_none_and_is_accepted(made: dict[str, int], tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    run(made["final"], file, "--without-persons")
    assert verified(file).exit_code == 0
    contents = files(file.read_bytes())
    assert [name for name in contents if name.startswith("persons/")] == ["persons/none.txt"]
    assert not any(b"Statute, section 5" in content for content in contents.values())


@pytest.mark.parametrize("name", ["snapshot.json", "dossier.pdf", "persons/acts.json"])
def test_pack_with_one_changed_byte_is_refused(made: dict[str, int], tmp_path: Path, name: str) -> None:
    file = tmp_path / "pack.zip"
    run(made["final"], file)
    contents = files(file.read_bytes())
    changed = bytearray(contents[name])
    changed[len(changed) // 2] ^= 1
    file.write_bytes(zipped({**contents, name: bytes(changed)}))
    found = verified(file)
    assert (found.exit_code, "was changed after it was made" in found.output) == (1, True)


def test_byte_changed_in_the_zip_itself_is_refused(made: dict[str, int], tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    run(made["final"], file)
    raw = bytearray(file.read_bytes())
    with ZipFile(BytesIO(raw)) as archive:
        entry = archive.getinfo("README.txt")
    raw[entry.header_offset + 30 + len("README.txt") + 5] ^= 1
    file.write_bytes(raw)
    assert verified(file).exit_code == 1
    file.write_bytes(b"Q" + raw[1:])
    assert verified(file).exit_code == 1


def test_pack_of_another_service_is_told_so(made: dict[str, int], tmp_path: Path) -> None:
    assert 7 not in made.values()
    (tmp_path / "strange.zip").write_bytes(packed())
    found = verified(tmp_path / "strange.zip")
    assert (found.exit_code, "knows no pack" in found.output) == (0, True)


def test_what_is_wrong_is_said_and_nothing_is_written(made: dict[str, int], tmp_path: Path) -> None:
    assert isinstance(run(4711, tmp_path / "pack.zip").exception, NotFound)
    assert isinstance(run(made["final"], tmp_path / "none" / "pack.zip").exception, Invalid)
    assert run(made["final"], tmp_path / "pack.zip", "--language", "xx").exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_zip_that_cannot_be_opened_is_wrong_input(made: dict[str, int], tmp_path: Path) -> None:
    del made
    (tmp_path / "pack.zip").write_bytes(b"PK\x03\x04 and no more")
    assert isinstance(verified(tmp_path / "pack.zip").exception, Invalid)


def test_pack_is_verified_from_standard_input(made: dict[str, int], tmp_path: Path) -> None:
    run(made["final"], tmp_path / "pack.zip")
    found = CliRunner().invoke(verify, ["-"], input=(tmp_path / "pack.zip").read_bytes())
    assert (found.exit_code, "Unchanged since it was made" in found.output) == (0, True)


def test_forged_pack_of_a_consortium_that_is_here_is_refused(made: dict[str, int], tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    run(made["final"], file)
    contents = files(file.read_bytes())
    stated = json.loads(contents["manifest.json"])
    stated["title"] = "Another"
    stated["sha256"] = snapshot.sha256(stated)
    file.write_bytes(zipped({**contents, "manifest.json": snapshot.canonical(stated).encode()}))
    found = verified(file)
    assert (found.exit_code, "this is none of them" in found.output) == (1, True)
