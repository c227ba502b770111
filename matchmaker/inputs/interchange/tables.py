"""A table file as numbered rows of text, read in a stream and within limits: CSV, gzipped CSV, or a spreadsheet."""

import csv
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from matchmaker import files
from matchmaker.errors import Invalid
from matchmaker.inputs.interchange.spreadsheets import spreadsheet_rows
from matchmaker.language import N_, Message, say

MAX_ROW = 1_000_000
"""Bytes of one row: more is no table, and is refused before it fills the memory."""
MAX_BYTES = 500_000_000
"""Bytes of one file after unpacking (about two million organisations)."""
MAX_LINES = 5_000_000
PACKED_AWAY, TIMES = 4_000_000, 50
"""A packed file gives at most so many bytes and so many times its own size: real tables give up to 20 times."""
GZIP, ZIP, OLD_EXCEL = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

Row = tuple[int, list[str]]
"""A line number (from 1, the header included) and the cells as text."""


def read_rows(path: Path) -> Iterator[Row]:
    """Every row that is not blank, the header first; what the file is, its first bytes tell, not its name.

    Raises `Invalid` keyed by the file (and line) when it cannot be read as a table.
    """
    try:
        with files.opened(path, MAX_BYTES) as source:
            start = source.read(4)
            source.seek(0)
            if start.startswith(ZIP):
                yield from spreadsheet_rows(source, str(path), _unpacked(path))
            elif start.startswith(GZIP):
                with gzip.open(source) as unpacked:
                    yield from _csv_rows(unpacked, str(path), _unpacked(path))
            elif start.startswith(OLD_EXCEL):
                raise Invalid({str(path): say(N_("is an old Excel file: save it as .xlsx or as CSV UTF-8"))})
            else:
                yield from _csv_rows(source, str(path), MAX_BYTES)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise Invalid({str(path): say(N_("is damaged or incomplete: it cannot be unpacked"))}) from None
    except OSError as error:
        raise Invalid({str(path): say(N_("cannot be read: %(reason)s"), reason=error.strerror or str(error))}) from None


def _unpacked(path: Path) -> int:
    """The most bytes a packed file may give."""
    return min(MAX_BYTES, PACKED_AWAY + TIMES * path.stat().st_size)


class _Lines:
    """The physical lines of a stream as text, `most` bytes at most; `row_bytes` is set back by the reader after each row."""

    def __init__(self, stream: BinaryIO | gzip.GzipFile, where: str, most: int) -> None:
        self.stream = stream
        self.where = where
        self.most = most
        self.number = 0
        self.row_bytes = 0
        self.all_bytes = 0

    def __iter__(self) -> Iterator[str]:
        while raw := self.stream.readline(MAX_ROW + 1):
            self.number += 1
            self.row_bytes += len(raw)
            self.all_bytes += len(raw)
            if self.row_bytes > MAX_ROW:
                raise self.invalid(say(N_("the row is longer than %(n)s bytes (is a quotation mark left open?)"), n=MAX_ROW))
            if self.all_bytes > self.most or self.number > MAX_LINES:
                raise self.invalid(
                    say(N_("the file is too large (at most %(n)s MB and %(m)s lines)"), n=self.most // files.MB, m=MAX_LINES)
                )
            if self.number == 1:
                raw = raw.removeprefix(UTF8_MARK)
            try:
                yield raw.decode()
            except UnicodeDecodeError:
                raise self.invalid(_not_utf8(raw)) from None

    def invalid(self, message: Message) -> Invalid:
        """What is wrong with the line just read."""
        return Invalid({f"{self.where}, line {max(self.number, 1)}": message})


def _csv_rows(stream: BinaryIO | gzip.GzipFile, where: str, most: int) -> Iterator[Row]:
    """The rows of a CSV in UTF-8; a row's number is that of its first line."""
    lines = _Lines(stream, where, most)
    start = 1
    reader = csv.reader(lines, strict=True)
    try:
        for cells in reader:
            if any(cells):
                yield start, cells
            start, lines.row_bytes = lines.number + 1, 0
    except csv.Error as error:
        if "field limit" in str(error):
            raise lines.invalid(say(N_("a value is far too long (is a quotation mark left open?)"))) from None
        raise lines.invalid(say(N_("is not a row of a CSV: %(reason)s"), reason=str(error))) from None


def _not_utf8(raw: bytes) -> Message:
    """A sentence that helps whoever saved the file with the wrong encoding."""
    if raw.startswith(UTF16_MARKS):
        return say(N_("is UTF-16 text, expected UTF-8: save it as “CSV UTF-8”"))
    return say(N_("is not UTF-8: save the file as “CSV UTF-8”"))
