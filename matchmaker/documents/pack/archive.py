"""A ZIP that is the same bytes each time it is made, and one of anybody's, read no further than it may go."""

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

MOST_FILES: Final = 2000
MOST_BYTES: Final = 300_000_000
"""Of all files together, as they are when they are taken out."""
MOST_TIMES: Final = 200
"""A file of text shrinks to a hundredth at the least; what grows more than so many times when it is taken out is a bomb."""
_NAME: Final = re.compile(r"(?:[a-z0-9][a-z0-9-]*/)*[A-Za-z0-9][A-Za-z0-9-]*\.[a-z0-9]{2,5}")
"""How the files of a pack are called: nothing that leads anywhere else."""
_FIRST: Final = datetime(1980, 1, 1, tzinfo=UTC)
_PIECE: Final = 1 << 20
_ENCRYPTED: Final = 0x1
_BROKEN: Final = (BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError)
"""What reading a file of a ZIP raises that is not whole."""


class Unreadable(ValueError):
    """No ZIP that we can open."""


class Refused(ValueError):
    """A ZIP, and none of ours as it was made."""


def write(files: Mapping[str, bytes], at: datetime) -> bytes:
    """The files in their order, as they are: not compressed, for what does that differs from one machine to another."""
    made = io.BytesIO()
    moment = max(at.astimezone(UTC), _FIRST).timetuple()[:6]
    with ZipFile(made, "w", ZIP_STORED) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, moment)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, content)
    return made.getvalue()


class Reading:
    """The files of a ZIP by their names. Raises `Unreadable`, and `Refused` for what no pack of ours holds."""

    def __init__(self, source: BinaryIO) -> None:
        try:
            self._archive = ZipFile(source)
        except Exception as error:  # whatever it may be: what a file claims to hold is not ours
            raise Unreadable from error
        self._entries = _entries(self._archive)

    @property
    def names(self) -> frozenset[str]:
        """Of all files."""
        return frozenset(self._entries)

    def content(self, name: str, most: int) -> bytes:
        """One file of at most so many bytes. Raises `Refused`."""
        if name not in self._entries or self._entries[name].file_size > most:
            raise Refused
        return b"".join(self._pieces(name))

    def sha256(self, name: str) -> str:
        """The hash of one file. Raises `Refused`."""
        found = sha256()
        for piece in self._pieces(name):
            found.update(piece)
        return found.hexdigest()

    def _pieces(self, name: str) -> Iterator[bytes]:
        try:
            with self._archive.open(self._entries[name]) as file:
                while piece := file.read(_PIECE):
                    yield piece
        except _BROKEN as error:
            raise Refused from error


def _entries(archive: ZipFile) -> dict[str, ZipInfo]:
    """Name -> entry of each file; folders that only lead to files are no files."""
    listed = archive.infolist()
    files = [one for one in listed if not one.is_dir()]
    folders = {f"{part}/" for one in files for part in _folders(one.filename)}
    if any(one.filename not in folders or one.file_size for one in listed if one.is_dir()):
        raise Refused
    found = {one.filename: one for one in files}
    if len(found) < len(files) or len(files) > MOST_FILES or sum(one.file_size for one in files) > MOST_BYTES:
        raise Refused
    for one in files:
        bomb = one.file_size > MOST_TIMES * max(one.compress_size, 1)
        if bomb or one.flag_bits & _ENCRYPTED or one.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Refused
        if not _NAME.fullmatch(one.filename) or one.orig_filename != one.filename:
            raise Refused
    return found


def _folders(name: str) -> Iterator[str]:
    parts = name.split("/")
    return ("/".join(parts[:number]) for number in range(1, len(parts)))
