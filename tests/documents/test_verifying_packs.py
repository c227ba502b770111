"""A pack verifies as it was made and in no other form; the data of persons can be taken out; hostile ZIPs are refused."""

import json
import struct
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.documents import snapshot
from matchmaker.documents.pack import archive, manifest
from tests.documents.packs import files, packed, zipped

WITH, WITHOUT, DRAFT = packed(), packed(persons=False), packed(number=None)
NAMES = [*((WITH, name) for name in files(WITH)), *((WITHOUT, name) for name in files(WITHOUT))]
each_file = pytest.mark.parametrize(
    ("raw", "name"), NAMES, ids=[f"{'with' if raw is WITH else 'without'}-{name}" for raw, name in NAMES]
)


def verdict(raw: bytes) -> bool:
    return manifest.verify(BytesIO(raw)).unchanged


def said(raw: bytes) -> str:
    return " ".join(map(str, manifest.verify(BytesIO(raw)).sentences))


def test_pack_verifies_as_it_was_made() -> None:
    assert verdict(WITH)
    assert "no signature" in said(WITH)
    assert "provisional rules" in said(WITH)
    assert "DRAFT" not in said(WITH)


def test_draft_says_that_it_is_one() -> None:
    assert verdict(DRAFT)
    assert "DRAFT" in said(DRAFT)


def test_pack_without_persons_verifies_and_states_the_same_hash() -> None:
    whole, rest = (manifest.verify(BytesIO(raw)) for raw in (WITH, WITHOUT))
    assert (rest.unchanged, rest.sha256) == (True, whole.sha256)
    assert "not in it" in said(WITHOUT)
    assert [name for name in files(WITHOUT) if name.startswith("persons/")] == ["persons/none.txt"]


def test_files_may_be_taken_out_and_put_together_again() -> None:
    for raw in (WITH, WITHOUT, DRAFT):
        assert verdict(zipped(files(raw), ZIP_DEFLATED))
        assert verdict(zipped({"persons/": b"", **dict(reversed(files(raw).items()))}))


@each_file
@pytest.mark.parametrize("at", [0, -1])
def test_one_changed_byte_of_any_file_is_refused(raw: bytes, name: str, at: int) -> None:
    found = files(raw)
    changed = bytearray(found[name])
    changed[at] ^= 1
    assert not verdict(zipped({**found, name: bytes(changed)}))


@each_file
def test_any_file_removed_renamed_or_doubled_is_refused(raw: bytes, name: str) -> None:
    found = files(raw)
    rest = {one: content for one, content in found.items() if one != name}
    assert not verdict(zipped(rest))
    assert not verdict(zipped({**rest, name.replace(".", "x.", 1): found[name]}))
    assert not verdict(zipped({**rest, name.upper(): found[name]}))


@pytest.mark.parametrize("name", ["more.txt", "persons/more.txt", "persons/none.txt", "__MACOSX/README.txt", ".hidden", "a/"])
def test_any_file_added_is_refused(name: str) -> None:
    assert not verdict(zipped({**files(WITH), name: b""}))


def test_file_that_stands_twice_is_refused() -> None:
    made = BytesIO(WITH)
    with pytest.warns(UserWarning, match="Duplicate name"), ZipFile(made, "a") as again:
        again.writestr("README.txt", b"other")
    assert not verdict(made.getvalue())


@given(st.integers(0, len(WITH) - 1), st.integers(1, 255))
def test_one_changed_byte_of_the_whole_never_passes_as_something_else(at: int, change: int) -> None:
    """What is changed beside the files, such as the hour of one, leaves them as they are; in a file it is refused."""
    raw = bytearray(WITH)
    raw[at] ^= change
    try:
        if verdict(bytes(raw)):
            assert files(bytes(raw)) == files(WITH)
    except archive.Unreadable:
        pass


def test_persons_cannot_be_tried_out_from_a_pack_without_them() -> None:
    stated = json.loads(files(WITHOUT)["manifest.json"])
    assert stated["annex"] is None
    assert "5a5a" not in json.dumps(stated)
    whole = json.loads(files(WITH)["manifest.json"])["annex"]
    assert snapshot.hashed({**whole, "salt": ""}) != stated["annex_sha256"]


def sealed_anew(changes: dict[str, object], more: dict[str, bytes] | None = None) -> bytes:
    """A pack whose manifest states something else, hashed anew."""
    found = files(WITH)
    stated = {**json.loads(found["manifest.json"]), **changes}
    stated["sha256"] = snapshot.sha256(stated)
    return zipped({**found, **(more or {}), "manifest.json": snapshot.canonical(stated).encode()})


def test_manifest_that_states_what_cannot_be_is_refused() -> None:
    stated = json.loads(files(WITH)["manifest.json"])
    assert verdict(sealed_anew({"title": "Another"})), "only the database knows that it is another one"
    for changes in (
        *({"draft": True}, {"number": None}, {"number": "1"}, {"format": "other"}, {"format_version": 2}, {"files": []}),
        *({"annex": {}}, {"annex": False}, {"annex": None}, {"annex": {"files": stated["files"]}}, {"made_at": 5}),
        {"files": {**stated["files"], "persons/acts.json": "0" * 64}},
        {"files": {name: sha for name, sha in stated["files"].items() if name != "snapshot.json"}},
        {"files": dict.fromkeys(stated["files"], 1)},
    ):
        assert not verdict(sealed_anew(changes)), changes


@pytest.mark.parametrize(
    "name", ["../out.txt", "/out.txt", "a\\b.txt", "C:x.txt", "a//b.txt", "./a.txt", "łódź.txt", "a.txt\n", "con"]
)
def test_names_that_lead_elsewhere_are_refused_even_if_stated(name: str) -> None:
    stated = json.loads(files(WITH)["manifest.json"])["files"]
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert not verdict(sealed_anew({"files": {**stated, name: empty}}, {name: b""}))


@pytest.mark.parametrize("raw", [b"", b"PK", b"PK\x03\x04" + b"\0" * 40, b"no zip", WITH[:1000], b"{}"])
def test_what_is_no_zip_is_unreadable(raw: bytes) -> None:
    with pytest.raises(archive.Unreadable):
        manifest.verify(BytesIO(raw))


def test_any_other_zip_is_refused() -> None:
    for contents in (
        {},
        {"a.txt": b"x"},
        {"manifest.json": b"[" * 100_000},
        {"manifest.json": b"\xff"},
        {"manifest.json": b"{}"},
    ):
        assert not verdict(zipped(contents))


def test_bombs_are_refused_unopened() -> None:
    assert not verdict(zipped({**files(WITH), "README.txt": b"0" * 50_000_000}, ZIP_DEFLATED))
    assert not verdict(zipped({**files(WITH), "manifest.json": b" " * 3_000_000}))
    assert not verdict(zipped({f"a{n}.txt": b"" for n in range(archive.MOST_FILES + 1)}))
    assert not verdict(zipped(files(WITH), ZIP_BZIP2))


def test_size_that_lies_is_refused() -> None:
    raw = bytearray(zipped({**files(WITH), "README.txt": b"1" * 4_000_000}, ZIP_DEFLATED))
    entry = raw.rindex(b"README.txt") - 46
    raw[entry + 24 : entry + 28] = struct.pack("<I", 1700)
    assert not verdict(bytes(raw))


def test_encrypted_files_are_refused() -> None:
    raw = bytearray(WITH)
    entry = raw.rindex(b"README.txt") - 46
    raw[entry + 8] |= 1
    assert not verdict(bytes(raw))


def test_same_state_gives_the_same_bytes() -> None:
    packed.cache_clear()
    assert packed() == WITH


def test_pack_of_before_is_still_accepted() -> None:
    raw = (Path(__file__).parents[1] / "before" / "pack.zip").read_bytes()
    found = manifest.verify(BytesIO(raw))
    assert (found.unchanged, found.consortium, found.number) == (True, 7, 1)
    contents = files(raw)
    assert not verdict(zipped({**contents, "README.txt": contents["README.txt"] + b" "}))
