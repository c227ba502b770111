"""A document as a Word file, the same bytes each time it is made."""

import io
from datetime import UTC, datetime
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as File
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from matchmaker.documents.pack.blocks import Document, Grid, Listing, Picture, Rows, Section, Text
from matchmaker.documents.pack.pdf import png
from matchmaker.language import LOCALES

_WARNING: Final = RGBColor(0x9A, 0x44, 0x20)
_SOFT: Final = RGBColor(0x50, 0x50, 0x50)
_TABLE: Final = "Table Grid"
_LABELS: Final = Cm(5)
_VALUES: Final = Cm(11.6)
_STYLES: Final = frozenset(
    {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Title", "header", "footer", "List Bullet", _TABLE}
)
"""What is used of the styles that the template brings, beside those of headings: it looks through all of them each time."""


def word(document: Document, made_at: datetime, footer: str) -> bytes:
    """The document. footer: what stands at the foot of each page, before its number."""
    file = docx.Document()
    _describe(file, document, made_at)
    _frame(file, document, footer)
    file.add_heading(document.title, 0)
    for line in document.lead:
        file.add_paragraph(line)
    for section in document.sections:
        _section(file, section, 1)
    made = io.BytesIO()
    file.save(made)
    return _settled(made.getvalue(), made_at)


def _describe(file: File, document: Document, made_at: datetime) -> None:
    """Title, language and dates; the person that Word's own template names is taken out."""
    about = file.core_properties
    about.title, about.language, about.author, about.last_modified_by = document.title[:255], document.language, "", ""
    about.comments, about.keywords, about.revision = "", "", 1
    about.created = about.modified = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    for style in list(file.styles.element.style_lst):
        if style.name_val not in _STYLES and not style.name_val.lower().startswith(("heading", "title", "header", "footer")):
            file.styles.element.remove(style)
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), LOCALES[document.language].replace("_", "-"))
    normal.element.get_or_add_rPr().append(spoken)


def _frame(file: File, document: Document, footer: str) -> None:
    """The stamps at the head of each page, and its number at the foot."""
    page = file.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    head = page.header.paragraphs[0]
    for number, line in enumerate([document.mark, *document.stamps] if document.mark else [document.title]):
        run = head.add_run(line)
        run.font.size = Pt(9)
        if document.mark:
            run.font.color.rgb, run.bold = _WARNING, number == 0
            run.add_break()
    foot = page.footer.paragraphs[0]
    foot.add_run(f"{footer} · ").font.size = Pt(9)
    number_of = foot.add_run()
    number_of.font.size = Pt(9)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        number_of._r.append(part)  # a field has no other way in


def _section(file: File, section: Section, level: int) -> None:
    file.add_heading(section.title, min(level, 9))
    for block in section.blocks:
        _block(file, block)
    for inner in section.sections:
        _section(file, inner, level + 1)


def _block(file: File, block: object) -> None:
    match block:
        case Text():
            _write(file.add_paragraph(), block.text, own=block.own, soft=block.soft)
        case Rows():
            table = file.add_table(rows=len(block.rows), cols=2, style=_TABLE)
            table.autofit = False
            table.columns[0].width, table.columns[1].width = _LABELS, _VALUES
            for row, line in zip(block.rows, list(table.rows), strict=True):
                label, value = line.cells
                _write(label.paragraphs[0], row.label, soft=True)
                _write(value.paragraphs[0], row.value, own=row.own, warns=row.is_missing)
            file.add_paragraph()
        case Grid():
            _grid(file, block)
        case Listing():
            for item in block.items:
                _write(file.add_paragraph(style="List Bullet"), item)
        case Picture():
            _picture(file, block)


def _grid(file: File, block: Grid) -> None:
    caption = file.add_paragraph()
    caption.add_run(block.caption).bold = True
    caption.paragraph_format.keep_with_next = True
    table = file.add_table(rows=1 + len(block.rows), cols=len(block.header), style=_TABLE)
    head, *lines = table.rows
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(repeated)  # repeated on each page, and known as the header
    for cell, text in zip(head.cells, block.header, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for line, row in zip(lines, block.rows, strict=True):
        for cell, text in zip(line.cells, row, strict=True):
            _write(cell.paragraphs[0], text)
    file.add_paragraph()


def _picture(file: File, block: Picture) -> None:
    drawn = file.add_paragraph().add_run().add_picture(io.BytesIO(png(block.svg)), height=Cm(block.height))
    about: Any = drawn._inline.docPr  # what is read aloud instead of the picture
    about.set("descr", block.words)
    about.set("title", block.caption)
    file.add_paragraph().add_run(block.caption).bold = True


def _write(paragraph: Paragraph, text: str, *, own: str | None = None, soft: bool = False, warns: bool = False) -> None:
    """A text, its lines broken as they are, marked with its language where it is a member's."""
    run = paragraph.add_run(text)
    if soft:
        run.font.color.rgb = _SOFT
    if warns:
        run.font.color.rgb, run.italic = _WARNING, True
    if own:
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), own)
        run._r.get_or_add_rPr().append(spoken)  # as above


def _settled(raw: bytes, at: datetime) -> bytes:
    """The same file with one moment on all of its parts, instead of that at which each was written."""
    made, moment = io.BytesIO(), max(at.astimezone(UTC), datetime(1980, 1, 1, tzinfo=UTC)).timetuple()[:6]
    with ZipFile(io.BytesIO(raw)) as parts, ZipFile(made, "w") as archive:
        for one in parts.infolist():
            entry = ZipInfo(one.filename, moment)
            entry.create_system = 3
            archive.writestr(entry, parts.read(one), ZIP_DEFLATED, 6)
    return made.getvalue()
