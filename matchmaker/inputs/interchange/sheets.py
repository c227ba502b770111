"""What reading a file gives: the good rows, what is wrong with the others, and what was left out, line by line."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from matchmaker.errors import Invalid
from matchmaker.inputs.interchange.cells import CONTROL
from matchmaker.inputs.interchange.tables import Row, read_rows
from matchmaker.language import N_, Message, render, say

T = TypeVar("T")
U = TypeVar("U")
SHOWN = 20
"""How many problems a refusal lists; the report of an import lists them all."""
MOST_PROBLEMS = 1000
"""With so many a file is not read any further: it is not what it was taken for."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one cell of a line: `line 17: country: ...`."""

    line: int
    column: str
    what: Message

    @property
    def message(self) -> Message:
        """The remark as a sentence."""
        if not self.column:
            return say(N_("line %(line)s: %(what)s"), line=self.line, what=self.what)
        return say(N_("line %(line)s: %(column)s: %(what)s"), line=self.line, column=self.column, what=self.what)

    def label(self, language: str) -> str:
        """The sentence in `language`."""
        return render(self.message, language)

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """One file read. `lines[i]` is the line of `rows[i]`; a line with a problem is not among the rows.

    ended: where reading ended because of too many problems; what comes after it is not known.
    """

    source: str
    rows: tuple[T, ...]
    lines: tuple[int, ...]
    problems: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()
    ended: Remark | None = None

    def without_problems(self) -> tuple[T, ...]:
        """The rows that have none. Raises `Invalid` when there are so many others that the file was not read to its end."""
        return self.rows if self.ended is None else self.insist()

    def insist(self) -> tuple[T, ...]:
        """The rows, if no line has a problem. Raises `Invalid` with the first of them and the number of the rest."""
        if not self.problems:
            return self.rows
        found: dict[str, object] = {}
        for remark in self.problems[:SHOWN]:
            found[f"{self.source}, line {remark.line}" + (f": {remark.column}" if remark.column else "")] = remark.what
        if self.ended is not None:
            found[self.source] = self.ended.message
        elif len(self.problems) > SHOWN:
            found[self.source] = say(N_("and %(n)s more problems"), n=len(self.problems) - SHOWN)
        raise Invalid(found)


class Cells:
    """One line while it is parsed: cells by column, and what is found wrong or left out on the way."""

    def __init__(self, line: int, texts: Mapping[str, str]) -> None:
        self.line = line
        self.texts = texts
        self.problems: list[Remark] = []
        self.notes: list[Remark] = []

    def get(self, column: str, parse: Callable[[str], T], unknown: U) -> T | U:
        """The cell's value; `unknown` when it is empty, or wrong (and then a problem)."""
        text = self.texts.get(column, "")
        if not text:
            return unknown
        try:
            return parse(text)
        except ValueError as error:
            self.problems.append(Remark(self.line, column, error.args[0]))
            return unknown

    def need(self, column: str, parse: Callable[[str], str]) -> str:
        """The cell's text; empty is a problem."""
        if not self.texts.get(column):
            self.problems.append(Remark(self.line, column, say(N_("is empty"))))
        return self.get(column, parse, "")

    def note(self, column: str, what: Message) -> None:
        """Tell of something that was left out or looks odd."""
        self.notes.append(Remark(self.line, column, what))


@dataclass(frozen=True, slots=True)
class Format(Generic[T]):
    """A file of the interchange format: its columns, those it cannot do without, and how a line becomes a row.

    key: what may not stand in two lines; with `repeats_matter` false a repetition is left out with a note.
    """

    columns: tuple[str, ...]
    needed: tuple[str, ...]
    parse: Callable[[Cells], T]
    key: Callable[[T], Hashable]
    repeats_matter: bool = True


def read_sheet(path: Path, file: Format[T]) -> Sheet[T]:
    """The file at `path`. Raises `Invalid` when it is no such table at all; a bad line is a problem of the sheet."""
    numbered = read_rows(path)
    header, notes = _header(next(numbered, None), str(path), file)
    rows: list[T] = []
    lines: list[int] = []
    problems: list[Remark] = []
    seen: dict[Hashable, int] = {}
    ended = None
    for cells in _cells(numbered, header, file.columns):
        row = file.parse(cells)
        if not cells.problems and (first := seen.setdefault(file.key(row), cells.line)) != cells.line:
            repeated = Remark(cells.line, file.needed[0], say(N_("stands already in line %(line)s"), line=first))
            (cells.problems if file.repeats_matter else notes).append(repeated)
            if not file.repeats_matter:
                continue
        notes += cells.notes
        problems += cells.problems
        if not cells.problems:
            rows.append(row)
            lines.append(cells.line)
        if len(problems) >= MOST_PROBLEMS:
            ended = Remark(cells.line, "", say(N_("%(n)s mistakes: the file was not read any further"), n=len(problems)))
            break
    return Sheet(str(path), tuple(rows), tuple(lines), tuple(problems), tuple(notes), ended)


def _header(first: Row | None, where: str, file: Format[T]) -> tuple[list[str], list[Remark]]:
    """The names of the columns as the file orders them, with notes on those that are extra or missing."""
    if first is None:
        raise Invalid(
            {where: say(N_("is empty: expected a header with the columns %(columns)s"), columns=", ".join(file.columns))}
        )
    line, cells = first
    header = [cell.strip().lower() for cell in cells]
    place = f"{where}, line {line}"
    missing = [column for column in file.needed if column not in header]
    if missing:
        separated = [mark for mark in (";", "\t") if len(header) == 1 and mark in header[0]]
        if separated:
            raise Invalid({place: say(N_("expected columns separated by commas"))})
        raise Invalid(
            {place: say(N_("expected a header with the columns %(columns)s; %(missing)s is missing"),
                        columns=", ".join(file.columns), missing=", ".join(missing))}
        )  # fmt: skip
    for column in file.columns:
        if header.count(column) > 1:
            raise Invalid({place: say(N_("the column %(column)s stands twice"), column=column)})
    extra = [name[:80] for name in header if name and name not in file.columns and not CONTROL.search(name)]
    absent = [column for column in file.columns if column not in header]
    notes = [Remark(line, name, say(N_("is not a column of the format and is left out"))) for name in extra]
    return header, notes + [Remark(line, name, say(N_("is not given: unknown for every row"))) for name in absent]


def _cells(numbered: Iterator[Row], header: list[str], columns: tuple[str, ...]) -> Iterator[Cells]:
    """Each line's cells by column name; a line of another length, or with control characters, has a problem at once."""
    known = frozenset(columns)
    for line, values in numbered:
        texts = {column: value.strip() for column, value in zip(header, values, strict=False) if column in known}
        cells = Cells(line, texts)
        if len(values) < len(header) or any(values[len(header) :]):
            what = say(N_("expected %(n)s values, found %(m)s"), n=len(header), m=len(values))
            cells.problems.append(Remark(line, "", what))
        if CONTROL.search("".join(values)):
            for column, text in texts.items():
                if CONTROL.search(text):
                    cells.problems.append(Remark(line, column, say(N_("holds a control character"))))
        yield cells
