"""The first sheet of an .xlsx workbook as rows of text: values only, no formula is run, unpacked within a limit."""

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import BinaryIO

from openpyxl import load_workbook

from matchmaker.errors import Invalid
from matchmaker.language import N_, say

MAX_UNPACKED = 200_000_000
"""Bytes of a workbook after unpacking; larger tables come as CSV."""
MAX_ROWS = 1_048_576
"""The most rows a sheet can have; a row number above it is made up."""


def spreadsheet_rows(source: BinaryIO, where: str) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank, with its number. Raises `Invalid` when it is no workbook or too large."""
    try:
        _refuse_bombs(source, where)
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
        width = 0
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            if number > MAX_ROWS:
                raise Invalid({where: say(N_("has more than %(n)s rows: use CSV"), n=MAX_ROWS)})
            if any(value is not None for value in values):
                cells = [_text(value) for value in values]
                width = width or len(cells)
                yield number, cells + [""] * (width - len(cells))
    finally:
        workbook.close()


def _refuse_bombs(source: BinaryIO, where: str) -> None:
    """Refuse a workbook that unpacks to more than the limit, or to something else than it says."""
    with zipfile.ZipFile(source) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise Invalid({where: say(N_("unpacks to more than %(n)s MB: use CSV"), n=MAX_UNPACKED // 10**6)})
        if archive.testzip() is not None:
            raise Invalid({where: say(N_("is damaged or incomplete: it cannot be unpacked"))})
    source.seek(0)


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
