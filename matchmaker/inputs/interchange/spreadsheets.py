"""The first sheet of an .xlsx workbook as rows of text: values only, no formula is run, unpacked within a limit."""

import os
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import IO, BinaryIO
from xml.parsers import expat

from openpyxl import load_workbook

from matchmaker.errors import Invalid
from matchmaker.files import MB
from matchmaker.language import N_, say

MAX_UNPACKED = 200_000_000
"""Bytes of a workbook after unpacking; larger tables come as CSV."""
MAX_ROWS = 1_048_576
"""The most rows a sheet can have; a row number above it is made up."""
MAX_CELLS = 20_000_000
"""Cells that are read, the blank ones between others included."""
ELEMENTS, FOR_EACH_BYTE = 100_000, 2
"""XML elements that a workbook may have, and how many more for each byte of the file: real ones have less than one."""
MAX_IN_ROW = 16_384
"""The most cells a row can have."""
CHUNK = 1 << 16


def spreadsheet_rows(source: BinaryIO, where: str, most: int) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank, with its number. Raises `Invalid` when it is no workbook or too large.

    most: bytes that a file of this size may unpack to, whatever a workbook may have.
    """
    try:
        _refuse_bombs(source, where, min(most, MAX_UNPACKED))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that do not matter here
            yield from _rows(source, where)
    except Invalid:
        raise
    except Exception:  # a damaged workbook breaks openpyxl in many ways, all of which mean the same to the reader
        raise Invalid({where: say(N_("is not a workbook we can read: expected .xlsx, .csv or .csv.gz"))}) from None


def _rows(source: BinaryIO, where: str) -> Iterator[tuple[int, list[str]]]:
    workbook = load_workbook(source, read_only=True, data_only=True, keep_links=False)
    try:
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # the size a sheet claims may be wrong
        width = cells_read = 0
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            if number > MAX_ROWS:
                raise Invalid({where: say(N_("has more than %(n)s rows: use CSV"), n=MAX_ROWS)})
            cells_read += len(values)
            if cells_read > MAX_CELLS:
                raise Invalid({where: say(N_("has more than %(n)s cells: use CSV"), n=MAX_CELLS)})
            if any(value is not None for value in values):
                cells = [_text(value) for value in values]
                width = width or len(cells)
                yield number, cells + [""] * (width - len(cells))
    finally:
        workbook.close()


def _refuse_bombs(source: BinaryIO, where: str, most: int) -> None:
    """Refuse a workbook that unpacks to too much, to something else than it says, or to more XML than such a file can hold."""
    elements = _Elements(where, ELEMENTS + FOR_EACH_BYTE * os.fstat(source.fileno()).st_size)
    with zipfile.ZipFile(source) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > most:
            raise Invalid({where: say(N_("unpacks to more than %(n)s MB: use CSV"), n=most // MB)})
        for entry in archive.infolist():
            try:
                with archive.open(entry) as part:
                    elements.count(part)
            except (zipfile.BadZipFile, EOFError):
                raise Invalid({where: say(N_("is damaged or incomplete: it cannot be unpacked"))}) from None
    source.seek(0)


class _Elements:
    """Counts the XML elements of the parts of a workbook as they are unpacked, without keeping any."""

    def __init__(self, where: str, most: int) -> None:
        self.where = where
        self.left = most
        self.in_row = 0

    def count(self, part: IO[bytes]) -> None:
        """Read a part to its end (which checks it). Raises `Invalid` for too many elements, and for entities of its own."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._begins
        parser.StartDoctypeDeclHandler = self._declares
        self.in_row = 0
        with suppress(expat.ExpatError):  # a picture, or XML that nobody can read any further
            while chunk := part.read(CHUNK):
                parser.Parse(chunk)
        while part.read(CHUNK):
            pass

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        self.left -= 1
        if name.endswith(" row"):
            self.in_row = 0
        elif name.endswith(" c"):
            self.in_row += 1
        if self.left < 0 or self.in_row > MAX_IN_ROW:
            raise Invalid({self.where: say(N_("has more rows and cells than a table of its size can have: use CSV"))})

    def _declares(self, *declared: object) -> None:
        raise Invalid({self.where: say(N_("is not a workbook we can read: expected .xlsx, .csv or .csv.gz"))})


def _text(value: object) -> str:
    """A cell as the CSV would write it: 1 and not 1.0, a date without its midnight."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
