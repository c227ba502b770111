"""Whatever members write stays text in every format of a pack."""

import csv
import io
from dataclasses import replace
from functools import cache
from io import BytesIO

import docx
import openpyxl
import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matchmaker.documents.pack import pdf, tables
from matchmaker.documents.pack.blocks import Document, Row, Rows, Section, Text, plain
from matchmaker.documents.pack.dossier import dossier
from matchmaker.documents.pack.facts import Facts, Sheet
from matchmaker.documents.pack.pdf import pdf as as_pdf
from matchmaker.documents.pack.word import word
from tests.documents.packs import AT, MEMBERS, facts

WORST = {
    "formula": '=HYPERLINK("http://evil.example";"x")',
    "command": "+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)",
    "tab": "\t=1+1",
    "html": "<script>alert(1)</script><b>x</b>&amp;",
    "typst": '#import "x.typ": * #eval("1") *bold* _it_ $x$ @ref <label> = Head // no',
    "typst-end": '"] #panic("x") \\ ``` raw',
    "xml": "]]></w:t><w:t>",
    "control": "a\x00b\x07c\x1bd\x85e\ufffe\uffff",
    "lone-half": "a\ud800b",
    "rtl": "שלום \u202eevil\u202c مرحبا",
    "lines": "one\r\ntwo\u2028three\n\n\nfour",
    "cjk": "漢字 and 한국어 and 😀",
    "joined": "a\u0301\u0302\u200d\u00ad\u200bb\ufeff",
    "braces": "{{ 7*7 }} {% raw %} ${x} %(name)s",
}
texts = st.text(st.characters(codec=None), max_size=200)


@cache
def whole() -> Facts:
    return facts()


def said_by(text: str) -> Facts:
    """The pack's facts with a text wherever a member writes one."""
    sheet = Sheet(*[text] * 3, "", *[text] * 3)
    member = replace(MEMBERS[0], name=text or "x", contribution=text, added_value=text, city=text)
    partner = replace(whole().partners[0], facts=member, sheet=sheet, region=text, website=text)
    return replace(whole(), title=text or "x", summary=text, holder=text, partners=[partner, *whole().partners[1:]])


def read(raw: bytes) -> str:
    """The text of a PDF."""
    with pypdfium2.PdfDocument(raw) as pages:
        return " ".join(page.get_textpage().get_text_range() for page in pages)


def document(text: str) -> Document:
    rows = Rows((Row("Label", plain(text), own=""), Row(plain(text), "Value")))
    return Document("T", "en", (plain(text),), (), "", (Section(plain(text) or "x", (rows, Text(plain(text)))),))


@pytest.mark.parametrize("kind", WORST)
def test_text_stays_text_in_the_tables(kind: str) -> None:
    text = WORST[kind]
    table = tables.partners(said_by(text), "en")
    raw = tables.as_csv(table).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(raw, newline="")) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in cells)
    assert any(plain(text) in cell for cell in cells)
    written = said_by(text)
    book = openpyxl.load_workbook(BytesIO(tables.as_xlsx(written, dossier(written, "en"), "en")))
    found = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in found} == {"s"}
    assert all(cell.hyperlink is None for cell in found)
    assert any(cell.value == plain(text) for cell in found)


@pytest.mark.parametrize("kind", WORST)
def test_text_stays_text_in_the_word_document(kind: str) -> None:
    raw = word(document(WORST[kind]), AT, "foot")
    file = docx.Document(BytesIO(raw))
    assert file.tables[0].rows[0].cells[1].text == plain(WORST[kind])
    assert len(file.tables[0].rows) == 2


@pytest.mark.parametrize("kind", WORST)
def test_text_stays_text_in_the_pdf(kind: str) -> None:
    said = "".join(read(as_pdf(document(WORST[kind]), AT, "foot")).split())
    assert "Label" in said
    if WORST[kind].isascii() and WORST[kind].isprintable():
        assert "".join(WORST[kind].split()) in said


@pytest.mark.slow
@settings(max_examples=25)
@example("a" * 10_000)
@example("W " * 5_000)
@example("\u0300" * 50)
@example("\u2028")
@example(" \t\n ")
@given(texts)
def test_any_text_can_be_set(text: str) -> None:
    assert as_pdf(document(text), AT, "foot").startswith(b"%PDF-")
    assert docx.Document(BytesIO(word(document(text), AT, "foot"))).tables[0].rows[0].cells[1].text == plain(text)


def test_long_text_runs_over_pages_and_is_whole() -> None:
    text = " ".join(f"word{n}" for n in range(1_500))
    said = read(as_pdf(document(text), AT, "foot"))
    assert {f"word{n}" for n in range(1_500)} <= set(said.split())


def test_pdf_says_where_a_character_cannot_be_shown() -> None:
    for text, hidden in (("漢字", True), ("Ελλάδα Київ Łódź", False)):
        assert ("cannot show some characters" in read(as_pdf(document(text), AT, "foot"))) == hidden


def test_fonts_show_every_letter_that_we_say_they_do() -> None:
    starts, ends = pdf._letters()
    assert len(starts) > 100
    for place in range(0, len(starts), 20):
        some = zip(starts[place : place + 20], ends[place : place + 20], strict=True)
        text = " ".join(f"a{chr(code)}" for first, last in some for code in range(first, last + 1))
        assert as_pdf(Document("T", "en", (), (), "", (Section("H", (Text(text),)),)), AT, "foot")


def test_same_document_gives_the_same_bytes() -> None:
    one = dossier(whole(), "pl")
    assert as_pdf(one, AT, "f") == as_pdf(one, AT, "f")
    assert word(one, AT, "f") == word(one, AT, "f")
    assert tables.as_xlsx(whole(), one, "pl") == tables.as_xlsx(whole(), one, "pl")
