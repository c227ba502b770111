"""Partners, rules and what is missing as tables: XLSX and CSV, in which nothing is a formula or a link."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC
from typing import Final

import xlsxwriter

from matchmaker.documents.pack import form, judged
from matchmaker.documents.pack.blocks import Document, missing, written
from matchmaker.documents.pack.facts import Facts
from matchmaker.language import N_, say

_LONGEST: Final = 32_767
"""Characters of a cell of XLSX."""
_OBEYED: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet takes for a formula, or passes on to one."""
_WIDTH: Final = 26
_TEXT: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}

Table = tuple[Sequence[str], Sequence[Sequence[str]]]


def partners(facts: Facts, language: str) -> Table:
    """A line for each organisation, with all that the form asks for; nothing in a cell of which nothing is known."""
    header: dict[str, None] = {}
    lines: list[dict[str, str]] = []
    for partner in facts.partners:
        asked = [*form.organisation(partner, facts)]
        asked.append(form.Asked(say(N_("Task in the project")), partner.facts.contribution, "", own=True))
        line = {
            written(one.label, language): "" if one.value in (None, "", ()) else written(one.value, language) for one in asked
        }
        header |= dict.fromkeys(line)
        lines.append({_name(language): written(partner.name, language), **line})
    columns = [_name(language), *header]
    return columns, [[line.get(column, "") for column in columns] for line in lines]


def _name(language: str) -> str:
    return written(say(N_("Organisation")), language)


def as_csv(table: Table) -> bytes:
    """The table as UTF-8 with its mark, which Excel needs; a quote stands before whatever a spreadsheet would obey."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    for row in (table[0], *table[1]):
        writer.writerow([_quoted(cell) for cell in row])
    return made.getvalue().encode("utf-8-sig")


def _quoted(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_OBEYED) else cell


def as_xlsx(facts: Facts, dossier: Document, language: str) -> bytes:
    """Sheets with the partners, the rules, and what is missing from whom."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, _TEXT)
    book.set_properties(
        {"title": dossier.title[:255], "created": facts.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)}
    )
    strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    header = [written(say(one), language) for one in (N_("Where"), N_("What"), N_("From whom"))]
    sheets: dict[str, Table] = {
        written(say(N_("Partners")), language): partners(facts, language),
        written(say(N_("Rules")), language): judged.rules(facts, language),
        written(say(N_("Missing")), language): (header, missing(dossier.sections)),
    }
    for title, (columns, rows) in sheets.items():
        sheet = book.add_worksheet(title)
        sheet.set_column(0, len(columns) - 1, _WIDTH)
        sheet.freeze_panes(1, 1)
        if dossier.stamps:
            sheet.set_header("&L" + " ".join(dossier.stamps).replace("&", "&&")[:240])
        for number, row in enumerate((columns, *rows)):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell[:_LONGEST], strong if number == 0 else wrapped)
    book.close()
    return made.getvalue()


def lines(texts: Iterable[str]) -> bytes:
    """A text file that opens well everywhere."""
    return "\r\n".join(texts).encode("utf-8-sig") + b"\r\n"
