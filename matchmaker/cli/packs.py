"""A pack that somebody hands to `matchmaker verify`: compared with its own hashes, and with the database if there is one."""

from contextlib import nullcontext
from importlib import import_module
from io import BytesIO
from pathlib import Path
from zipfile import is_zipfile

from matchmaker import config, files
from matchmaker.cli.answers import leave, print_line, say_each
from matchmaker.documents.pack import archive, manifest
from matchmaker.documents.pack.manifest import Verification
from matchmaker.errors import Invalid, Refused
from matchmaker.language import SOURCE, render

MOST = 320 * files.MB
"""Bytes of a ZIP."""
BEGINS = (b"PK\x03\x04", b"PK\x05\x06")


def looks_like_one(file: Path) -> bool:
    """Whether the file is a ZIP, or begins as one. Raises `Invalid` where it cannot be read; nothing is read of `-`."""
    if str(file) == "-":
        return False
    with files.opened(file, MOST) as source:
        return source.read(4) in BEGINS or is_zipfile(source)


def verify_pack(file: Path, raw: bytes | None = None) -> None:
    """Say whether the pack is as it was made, and leave with 0 or 1. Raises `Invalid` for a ZIP that cannot be opened.

    raw: its bytes, where they were read already.
    """
    try:
        with nullcontext(BytesIO(raw)) if raw is not None else files.opened(file, MOST) as source:
            found = manifest.verify(source)
    except archive.Unreadable:
        raise Invalid({str(file): "is not a ZIP that we can open"}) from None
    say_each(found.sentences)
    leave(yes=found.unchanged and _is_what_was_made(found))


def _is_what_was_made(found: Verification) -> bool:
    """Compare with the database, if there is one: False when packs of this consortium were made here, and not this one."""
    settings = config.read()
    storage = import_module("matchmaker.cli.storage")
    if not storage.exists(settings):
        return True
    kept = import_module("matchmaker.services.kept")
    try:
        with storage.reading(settings) as session:
            known: bool | None = kept.is_known(session, found.consortium, found.sha256)
            stored = kept.find_hash(session, found.consortium, found.number) if found.number else None
    except Refused as refused:
        print_line(f"Not compared with the database: {render(refused.message, SOURCE)}", err=True)
        return True
    if stored not in (None, found.snapshot):
        print_line("The database of this service has another finalised consortium under this number.")
        return False
    if known is None and stored is None:
        print_line("The database of this service knows no pack of this consortium.")
    elif known:
        print_line("It is a pack that this service made.")
    else:
        print_line("This service has made packs of this consortium, and this is none of them.")
    return known is True or (known is None and stored is None)
