"""What a pack states of its files: the hash of each; those with data of persons stand apart, and can be taken out.

The manifest is hashed with the hash of the persons' part in it and without that part, as a snapshot is with its annex.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, BinaryIO, Final

from matchmaker.documents import snapshot
from matchmaker.documents.pack import archive
from matchmaker.language import N_, Message, say

FORMAT: Final = "matchmaker-pack"
VERSION: Final = 1
NAME: Final = "manifest.json"
PERSONS: Final = "persons/"
"""Under it lies whatever names a person."""
ERASED: Final = "persons/none.txt"
"""The one file there of a pack without data of persons: it says so."""
SNAPSHOT: Final = "snapshot.json"
_MOST: Final = 2_000_000
"""Bytes of a manifest."""
_MOST_OF_SNAPSHOT: Final = 5_000_000
_STATED: Final = {
    "format": str,
    "format_version": int,
    "consortium": int,
    "title": str,
    "made_at": str,
    "draft": bool,
    "provisional": bool,
    "practice": bool,
    "files": dict,
    "without_persons": str,
    "annex_sha256": str,
    "sha256": str,
}
_CHANGED: Final = N_("This pack was changed after it was made.")


@dataclass(frozen=True, slots=True)
class About:
    """What a manifest states beside the files. number: of the snapshot, None of a draft."""

    consortium: int
    number: int | None
    title: str
    language: str
    made_at: datetime
    provisional: bool
    practice: bool


@dataclass(frozen=True, slots=True)
class Sealed:
    """The files of a pack with their manifest, and the hash that stays when the persons' data go."""

    files: Mapping[str, bytes]
    sha256: str


def seal(about: About, files: Mapping[str, bytes], persons: Mapping[str, bytes], none: bytes, salt: str) -> Sealed:
    """All files with the manifest. persons: those under `persons/`; none: what stands there instead once they are out.

    salt: nobody can guess it, so that whoever has the pack without persons cannot try out who they are.
    """
    annex = {"salt": salt, "files": _hashes(persons)}
    document = {
        "format": FORMAT,
        "format_version": VERSION,
        "consortium": about.consortium,
        "number": about.number,
        "title": about.title,
        "language": about.language,
        "made_at": snapshot.moment(about.made_at),
        "draft": about.number is None,
        "provisional": about.provisional,
        "practice": about.practice,
        "files": _hashes(files),
        "without_persons": sha256(none).hexdigest(),
        "annex_sha256": snapshot.hashed(annex),
        "annex": annex,
    }
    whole = {**document, "sha256": snapshot.sha256(document)}
    return Sealed({NAME: _text(whole), **files, **persons}, str(whole["sha256"]))


def without_persons(sealed: Sealed, none: bytes) -> Sealed:
    """The same pack with the data of persons taken out: all else is as it was, and so is its hash."""
    kept = {name: content for name, content in sealed.files.items() if not name.startswith(PERSONS)}
    document = snapshot.without_persons(json.loads(kept.pop(NAME)))
    return Sealed({NAME: _text(document), **kept, ERASED: none}, sealed.sha256)


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a file is a pack as it was made, in sentences.

    consortium, number, sha256, snapshot: what an unchanged one states (snapshot: the hash in it), to compare with what is stored.
    """

    unchanged: bool
    sentences: tuple[Message, ...]
    consortium: int = 0
    number: int | None = None
    sha256: str = ""
    snapshot: str = ""


def verify(source: BinaryIO) -> Verification:
    """Compare each file of a ZIP with the hash that its manifest states. Raises `archive.Unreadable`, nothing else."""
    try:
        reading = archive.Reading(source)
        stated = _read(reading)
    except archive.Refused:
        return Verification(False, (say(_CHANGED),))
    sentences = [
        say(N_("Unchanged since it was made: the pack of “%(title)s”, %(at)s."), title=stated["title"], at=stated["made_at"])
    ]
    if stated["draft"]:
        sentences.append(say(N_("DRAFT: it was made before the consortium was finalised.")))
    if stated["provisional"]:
        sentences.append(say(N_("It was made under provisional rules: the guide of that year had not been read by us.")))
    if stated["practice"]:
        sentences.append(say(N_("It is practice: the call was closed.")))
    if stated["annex"] is None:
        sentences.append(say(N_("The personal data are not in it.")))
    sentences.append(say(N_("The hashes show that nothing was changed since this was made. They are no signature.")))
    frozen = json.loads(reading.content(SNAPSHOT, _MOST_OF_SNAPSHOT))
    return Verification(
        True, tuple(sentences), stated["consortium"], stated["number"], stated["sha256"], str(frozen.get("sha256", ""))
    )


def _read(reading: archive.Reading) -> dict[str, Any]:
    """The manifest, if all files are as it states. Raises `archive.Refused`."""
    stated = _document(reading.content(NAME, _MOST))
    hashes = {**stated["files"], **_apart(stated)}
    named = {NAME, *hashes}
    whole = (
        SNAPSHOT in stated["files"] and not any(name.startswith(PERSONS) for name in stated["files"]) and reading.names == named
    )
    if not whole or any(reading.sha256(name) != of_it for name, of_it in hashes.items()):
        raise archive.Refused
    if not snapshot.verify(reading.content(SNAPSHOT, _MOST_OF_SNAPSHOT)).unchanged:
        raise archive.Refused
    return stated


def _document(raw: bytes) -> dict[str, Any]:
    """A manifest that is as it was hashed. Raises `archive.Refused`."""
    try:
        stated: Any = json.loads(raw.decode("utf-8"))
        same = isinstance(stated, dict) and _text(stated) == raw
    except (ValueError, TypeError, RecursionError):
        raise archive.Refused from None
    if not same or any(type(stated.get(key)) is not kind for key, kind in _STATED.items()):
        raise archive.Refused
    ours = stated["format"] == FORMAT and stated["format_version"] == VERSION and type(stated.get("number")) in (int, type(None))
    if not ours or snapshot.sha256(stated) != stated["sha256"] or stated["draft"] is not (stated.get("number") is None):
        raise archive.Refused
    return dict(stated)


def _apart(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Name -> hash of what lies under `persons/`. Raises `archive.Refused`."""
    annex = stated.get("annex", "missing")
    if annex is None:
        return {ERASED: stated["without_persons"]}
    files = annex.get("files") if isinstance(annex, dict) and snapshot.hashed(annex) == stated["annex_sha256"] else None
    if not isinstance(files, dict) or not all(name.startswith(PERSONS) for name in files):
        raise archive.Refused
    return files


def _hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: sha256(content).hexdigest() for name, content in files.items()}


def _text(document: Mapping[str, Any]) -> bytes:
    return snapshot.canonical(document).encode()
