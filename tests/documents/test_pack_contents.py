"""What stands in a pack, read by independent readers: the fields of the Agency's form, each found or listed as missing."""

import csv
import io
import json
import re
from datetime import UTC
from functools import cache
from io import BytesIO
from xml.etree import ElementTree

import docx
import openpyxl
import pdfplumber
import pytest
from pdfminer.pdftypes import resolve1

from matchmaker.documents import calendar, snapshot
from matchmaker.documents.pack import assembling, manifest
from matchmaker.documents.pack.facts import Apart
from matchmaker.eligibility.facts import Member
from tests.documents.packs import AT, MEMBERS, SALT, apart, everything, facts, files, packed, read_pdf

FORM = {
    "title": ("Title of the project", "Wood “and” tools"),
    "start": ("Start of the project", None),
    "duration": ("Duration", "24 months"),
    "lump sum": ("Amount asked for (lump sum)", "€250,000"),
    "National Agency of the applicant": ("Agency to apply to", "FRSE"),
    "form language": ("Language of the form", "English"),
    "OID": ("OID", "E10000001 (that of its governing body)"),
    "legal name": ("Legal name", "Zespół Szkół Zawodowych im. Heleny Wierzby"),
    "country": ("Country", "Poland"),
    "region": ("Region", "Łódzkie"),
    "city": ("City", "Łódź"),
    "website": ("Website", "https://school.example"),
    "registration date": ("Date of establishment or registration", "1 September 1990"),
    "type": (
        "Type of organisation",
        "Vocational school (School/Institute/Educational centre – Vocational Training (secondary level))",
    ),
    "scope, areas of activity": ("Scope and areas of activity", "Materials (glass, paper, plastic and wood)"),
    "number of staff": ("Number of staff", "80"),
    "number of learners": ("Number of learners", "900"),
    "presentation": ("Presentation of the organisation", "Technical school with workshops."),
    "activities and experience": ("Activities and experience in the field", "Twelve exchanges of trainers."),
    "key persons": ("Skills and expertise of key persons", "Head of workshops: twenty years of teaching."),
    "how the partnership was formed": ("How the partnership was formed, in your own words", None),
    "task allocation": ("Task in the project", "Modules on joinery"),
    "coordination and communication": ("How you coordinate and communicate, in your own words", None),
    "leading organisation of a work package": ("Leading organisation", "Zespół Szkół"),
    "amount of a work package": ("Amount", "€200,000"),
    "tasks of each partner in a work package": ("Tasks and responsibilities of each partner", None),
}
"""The fields of the KA220 form -> how the dossier calls each, and what is known of it here; None: nothing."""


@cache
def of(name: str, language: str = "en", number: int | None = 1) -> bytes:
    return files(packed(language, number=number))[name]


@cache
def pages(language: str = "en", number: int | None = 1) -> list[str]:
    return read_pdf(of("dossier.pdf", language, number))


def words(text: str) -> str:
    return " ".join(text.split())


def rows(raw: bytes) -> list[tuple[str, str]]:
    """Label and value of each field of a Word document."""
    tables = docx.Document(BytesIO(raw)).tables
    return [(row.cells[0].text, row.cells[1].text) for table in tables if len(table.columns) == 2 for row in table.rows]


@pytest.mark.parametrize("asked", FORM)
def test_each_field_of_the_form_is_found_or_listed_as_missing(asked: str) -> None:
    label, known = FORM[asked]
    values = [value for name, value in rows(of("dossier.docx")) if name == label]
    assert values
    missing = sheet_of("Missing")
    if known is None:
        assert values == ["Missing: from Zespół Szkół"] if "Tasks" in label else ["Missing: from the coordinator"]
        assert [row for row in missing if row[1] == label]
    else:
        assert values[0] == known
        assert known.split()[0] in " ".join(pages())


def test_what_nobody_has_said_is_listed_with_whom_to_ask() -> None:
    missing = {(row[1], row[2]) for row in sheet_of("Missing")}
    assert {("Legal name", "Uni <b>"), ("OID", "Uni <b>"), ("Legal name", "=Kammer")} <= missing
    assert ("Legal name", "Zespół Szkół") not in missing
    assert ("PIC", "Uni <b>") not in missing, "an Agency asks for the OID"
    stated = dict(row for row in rows(of("dossier.docx")) if row[0] == "From whom" or row[0] == "Uni <b>")
    assert "Legal name" in stated["Uni <b>"]


def test_associated_partner_needs_no_identifier() -> None:
    members = (*MEMBERS, Member("o4", "associated", "City of Ulm", "DE", "EPLUS-BODY-PUB-LOC"))
    sealed = assembling.seal(facts(members), None, "en")
    read = docx.Document(BytesIO(sealed.files["dossier.docx"]))
    assert "City of Ulm" in [one.text for one in read.paragraphs]
    missing = openpyxl.load_workbook(BytesIO(sealed.files["partners.xlsx"]))["Missing"].values
    assert ("OID", "City of Ulm") not in {(row[1], row[2]) for row in missing}


def test_dossier_has_the_sections_of_the_form_in_its_order() -> None:
    read = docx.Document(BytesIO(of("dossier.docx")))
    assert [one.text for one in read.paragraphs if one.style.name == "Heading 1"] == [
        *("At a glance", "The project", "The organisations", "Cooperation arrangements", "Task allocation and commitment"),
        *("Coordination and communication", "Work packages", "Rules", "What assessors look at", "Documents and readiness"),
        "What was not checked",
    ]


def test_dossier_says_who_decides_and_what_was_not_checked() -> None:
    said = words(" ".join(pages()))
    assert "The National Agency decides; read the Programme Guide of your year." in said
    assert "The quality of the project and of the partnership, and whether what the members state is true." in said
    assert "Composition check" in said
    assert "Programme countries: Austria, Germany and Poland (at least 3)." in everything({"a.docx": of("dossier.docx")})


@pytest.mark.parametrize(
    ("language", "number", "stamp"), [("en", None, "DRAFT"), ("pl", None, "WERSJA ROBOCZA"), ("de", 1, "VORLÄUFIG")]
)
def test_stamp_stands_on_every_page(language: str, number: int | None, stamp: str) -> None:
    assert len(pages(language, number)) > 3
    assert all(stamp in words(page) for page in pages(language, number))
    file = docx.Document(BytesIO(of("dossier.docx", language, number)))
    assert all(stamp in one.header.paragraphs[0].text for one in file.sections)


def test_finalised_pack_bears_no_word_of_a_draft() -> None:
    assert "DRAFT" not in " ".join(pages())
    assert b"DRAFT" not in of("README.txt")


def test_practice_is_stamped() -> None:
    sealed = assembling.seal(facts(practice=True), None, "en")
    assert b"PRACTICE: the call is closed" in sealed.files["README.txt"]


def test_pdf_is_tagged_has_a_title_and_a_language_and_says_what_pictures_show() -> None:
    with pdfplumber.open(BytesIO(of("dossier.pdf", "pl"))) as read:
        catalogue = read.doc.catalog
        assert resolve1(catalogue["MarkInfo"])["Marked"] is True
        assert catalogue["Lang"].decode() == "pl"
        assert resolve1(catalogue["ViewerPreferences"])["DisplayDocTitle"] is True
        assert read.metadata["Title"] == "Wood “and” tools"
        tags, alts = set(), []
        waiting = list(read.structure_tree)
        while waiting:
            one = waiting.pop()
            tags.add(one["type"])
            alts += [one["alt_text"]] if one.get("alt_text") else []
            waiting += one.get("children", [])
    assert {"Document", "H1", "H2", "Table", "TH", "TD", "L", "LI", "Figure"} <= tags
    assert any(alt.startswith("Mapa Europy") for alt in alts)
    assert len(alts) == 2
    assert b"pdfuaid:part" in of("dossier.pdf", "pl")


def test_word_document_names_nobody_as_author_and_says_what_pictures_show() -> None:
    file = docx.Document(BytesIO(of("dossier.docx")))
    about = file.core_properties
    assert (about.author, about.last_modified_by, about.title) == ("", "", "Wood “and” tools")
    assert (about.created, about.modified) == (AT, AT) or about.created.replace(tzinfo=UTC) == AT
    said = [one._inline.docPr.get("descr") for one in file.inline_shapes]
    assert [one.split(".")[0] for one in said] == ["Map of Europe", "Who has worked with whom"]
    assert sum("w:tblHeader" in table._tbl.xml for table in file.tables) >= 4


@cache
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(of("partners.xlsx")))


def sheet_of(title: str) -> list[tuple[str, ...]]:
    return [row for row in book()[title].values if row[0] is not None][1:]


def test_workbook_holds_texts_alone() -> None:
    assert book().sheetnames == ["Partners", "Rules", "Missing"]
    cells = [cell for sheet in book() for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    assert [row[0] for row in sheet_of("Partners")] == ["Zespół Szkół", "Uni <b>", "=Kammer"]
    assert any("Austria, Germany and Poland" in row[0] for row in sheet_of("Rules"))


def test_csv_opens_in_a_spreadsheet_and_is_obeyed_by_none() -> None:
    raw = of("partners.csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [row[0] for row in read] == ["Organisation", "Zespół Szkół", "Uni <b>", "'=Kammer"]
    assert {len(row) for row in read} == {len(read[0])}


def test_pictures_stand_alone_and_say_what_they_show() -> None:
    for name, begins in (("map.svg", "Map of Europe."), ("network.svg", "Who has worked with whom.")):
        drawn = ElementTree.fromstring(of(name))
        assert drawn.attrib["aria-label"].startswith(begins)
        links = [value for one in drawn.iter() for key, value in one.attrib.items() if key.endswith("href")]
        assert all(link.startswith("#") for link in links)


def test_without_joint_projects_there_is_no_network() -> None:
    assert "network.svg" not in assembling.seal(facts(joint={}), None, "en").files


def test_calendar_is_the_one_that_is_handed_in() -> None:
    dates = calendar.deadlines(
        consortium=7, version=1, title="Wood", call="KA220", last=None, internal=AT, url="https://match.example", language="en"
    )
    raw = calendar.ics(dates, made_at=AT)
    sealed = assembling.seal(facts(), None, "en", raw)
    assert sealed.files["deadlines.ics"] == raw
    assert b"deadlines.ics" in sealed.files["README.txt"]
    assert b"deadlines.ics" not in of("README.txt")


def test_snapshot_in_the_pack_verifies_by_itself() -> None:
    for number in (1, None):
        found = snapshot.verify(of("snapshot.json", number=number))
        assert found.unchanged
        assert ("DRAFT" in " ".join(map(str, found.sentences))) == (number is None)


NAMED = ("Helena Wierzba", "dyrektor@szkola.example", "Jan Sosna", "600 000 000", "Statut § 5", "Jürgen Müller")


def test_persons_are_named_under_persons_alone() -> None:
    acts = {"salt": SALT, "acts": [{"name": "Jürgen Müller"}]}
    sealed = assembling.seal(facts(), apart(acts), "en")
    parted = {True: {}, False: {}}
    for name, raw in sealed.files.items():
        parted[name.startswith("persons/")][name] = raw
    assert all(one in everything(parted[True]) for one in NAMED)
    assert not any(one in everything(parted[False]) for one in NAMED)


def test_data_sheet_lists_the_fields_and_says_that_it_is_no_form() -> None:
    name = "persons/data-sheet-01-zespol-szkol.docx"
    said = dict(rows(of(name)))
    assert said["Legal name"] == "Zespół Szkół Zawodowych im. Heleny Wierzby"
    assert said["Phone"] == "+48 600 000 000"
    assert said["Authorised by"] == "Statut § 5"
    text = everything({name: of(name)})
    assert "It is no form of the Agency, and nobody signs here." in text
    assert "https://webgate.ec.europa.eu/erasmus-esc/" in text
    name = "persons/data-sheet-02-uni-b.docx"
    assert "Accession and Declaration on Honour" in everything({name: of(name)})
    assert dict(rows(of(name)))["E-mail address"] == "Missing: from Uni <b>"


def test_uploads_lie_with_the_persons() -> None:
    handed = Apart({}, None, SALT, {"uploads/01-zespol-szkol-declaration-1.pdf": b"%PDF-"})
    sealed = assembling.seal(facts(), handed, "en")
    assert "persons/uploads/01-zespol-szkol-declaration-1.pdf" in sealed.files
    assert manifest.verify(BytesIO(assembling.packed(sealed, AT))).unchanged


@pytest.mark.parametrize("language", ["pl", "de"])
def test_pack_speaks_the_language_of_its_reader(language: str) -> None:
    """No label, heading or sentence of ours is left in English."""

    def ours(speaks: str) -> set[str]:
        file = docx.Document(BytesIO(of("dossier.docx", speaks)))
        return {one.text for one in file.paragraphs if one.style.name.startswith("Heading")} | {
            label for label, _ in rows(of("dossier.docx", speaks))
        }

    names = {"Zespół Szkół", "Uni <b>", "=Kammer", "Website", "OID", "PIC", "Region", "Partner", "Status"}
    same = {one for one in ours("en") & ours(language) if not re.match(r"\d+\. ", one)} - names
    assert same <= {"Wood “and” tools", "E-mail"}
    readme = of("README.txt", language).decode("utf-8-sig")
    assert not re.search(r"\b(the|what|lies|here)\b", readme.replace("FILE", "").split("\r\n", 1)[1])


def test_manifest_states_what_it_is() -> None:
    stated = json.loads(of("manifest.json", "pl", None))
    assert (stated["language"], stated["number"], stated["draft"], stated["provisional"]) == ("pl", None, True, True)
    assert stated["made_at"] == "2026-11-23T10:30:15Z"
