"""Reading the interchange format: good files whole, bad ones with a sentence, and never another exception."""

import csv
import gzip
import io
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from matchmaker.errors import Invalid
from matchmaker.inputs.interchange import Sheet, read_organisations, read_participations, read_projects
from matchmaker.inputs.interchange.organisations import ORGANISATIONS
from matchmaker.inputs.organisations import Organisation
from tests.examples import part_of

COLUMNS = ORGANISATIONS.columns
SCHOOL = {"id": "s1", "name": "Technikum Jaworznik", "country": "PL", "type": "EPLUS-EDU-VOC-SEC"}
FULL = SCHOOL | {
    "sectors": "ADU", "fields": "1013;0713", "priorities": "VET18-WBL", "topics": "work-based-learning;own-word",
    "expertise": "graduate-tracking", "languages": "pl;EN", "roles": "coordinator;partner", "newcomer": "1",
    "responsiveness": "0.75", "established": "2001-09-30", "oid": "E90000001", "pic": "123456789",
    "flags": "provides_vet;no_eche", "region": "Mazowieckie", "city": "Łódź", "website": "www.jaworznik.example",
}  # fmt: skip


def write(path: Path, *rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def read_one(tmp_path: Path, **changes: str) -> Sheet[Organisation]:
    return read_organisations(write(tmp_path / "orgs.csv", SCHOOL | changes))


def test_organisation_is_read_with_every_column(tmp_path: Path) -> None:
    sheet = read_organisations(write(tmp_path / "orgs.csv", FULL))
    assert sheet.problems == sheet.notes == ()
    assert sheet.lines == (2,)
    assert sheet.rows == (
        Organisation(
            id="s1", name="Technikum Jaworznik", country="PL", type="EPLUS-EDU-VOC-SEC", sectors=frozenset({"VET", "ADU"}),
            fields=("1013", "0713"), priorities=("VET18-WBL",), topics=("work-based-learning", "own-word"),
            expertise=("graduate-tracking",), languages=frozenset({"pl", "en"}), roles=frozenset({"coordinator", "partner"}),
            newcomer=True, responsiveness=0.75, established=date(2001, 9, 30), oid="E90000001", pic="123456789",
            flags=frozenset({"provides_vet", "no_eche"}), region="Mazowieckie", city="Łódź", website="www.jaworznik.example",
        ),
    )  # fmt: skip


def test_empty_cells_are_unknown(tmp_path: Path) -> None:
    [school] = read_one(tmp_path).insist()
    assert school == Organisation("s1", "Technikum Jaworznik", "PL", "EPLUS-EDU-VOC-SEC", sectors=frozenset({"VET"}))


@pytest.mark.parametrize(("written", "meant"), [("EL", "GR"), ("UK", "GB"), ("XK", "XK"), ("pl", "PL")])
def test_country_is_normalised(tmp_path: Path, written: str, meant: str) -> None:
    assert read_one(tmp_path, country=written).insist()[0].country == meant


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("country", ""), ("country", "Poland"), ("country", "ZZ"), ("country", "P"),
        ("type", ""), ("type", "EPLUS-EDUC-VOC-SEC"), ("id", ""), ("id", "x" * 300), ("name", "n" * 400),
        ("name", "a\x00b"), ("name", "a\x1bb"), ("name", "evil\u202egnp"),
        ("fields", "7"), ("fields", "07130"), ("fields", "abcd"), ("fields", "٠٧"),
        ("fields", ";".join(f"{n:04}" for n in range(300))),
        ("topics", "Work Based"), ("topics", "x" * 81), ("expertise", "ö"), ("priorities", "a b"),
        ("languages", "eng"), ("languages", "zz"), ("roles", "leader"), ("newcomer", "yes"), ("newcomer", "2"),
        ("responsiveness", "nan"), ("responsiveness", "inf"), ("responsiveness", "1e999"), ("responsiveness", "1.5"),
        ("responsiveness", "-0.1"), ("responsiveness", "0,5"), ("responsiveness", "9" * 5000), ("responsiveness", "1_0"),
        ("responsiveness", "e5"),
        ("established", "30.09.2001"), ("established", "2001-13-01"), ("established", "20010930"),
        ("oid", "E123"), ("oid", "E900000011"), ("pic", "12345678"), ("pic", "١٢٣٤٥٦٧٨٩"),
        ("flags", "charming"), ("flags", "eche;no_eche"), ("flags", "no_no_eche"),
    ],
)  # fmt: skip
def test_bad_cell_is_a_problem_with_its_line_and_column(tmp_path: Path, column: str, value: str) -> None:
    sheet = read_one(tmp_path, **{column: value})
    assert sheet.rows == ()
    assert [(remark.line, remark.column) for remark in sheet.problems] == [(2, column)]
    assert str(sheet.problems[0]).startswith(f"line 2: {column}: ")
    with pytest.raises(Invalid, match=f"line 2: {column}"):
        sheet.insist()


def test_every_problem_of_a_line_is_listed_and_good_lines_stay(tmp_path: Path) -> None:
    bad = SCHOOL | {"id": "s2", "country": "??", "pic": "1"}
    sheet = read_organisations(write(tmp_path / "orgs.csv", SCHOOL, bad, SCHOOL | {"id": "s3"}))
    assert [row.id for row in sheet.rows] == ["s1", "s3"]
    assert sheet.lines == (2, 4)
    assert {(remark.line, remark.column) for remark in sheet.problems} == {(3, "country"), (3, "pic")}


def test_repeated_id_names_the_first_line(tmp_path: Path) -> None:
    sheet = read_organisations(write(tmp_path / "orgs.csv", SCHOOL, SCHOOL | {"name": "Other"}))
    assert [str(remark) for remark in sheet.problems] == ["line 3: id: stands already in line 2"]
    assert [row.name for row in sheet.rows] == ["Technikum Jaworznik"]


def test_refusal_lists_the_first_problems_and_counts_the_rest(tmp_path: Path) -> None:
    sheet = read_organisations(write(tmp_path / "orgs.csv", *[SCHOOL | {"id": f"s{n}", "country": "ZZ"} for n in range(50)]))
    with pytest.raises(Invalid) as refusal:
        sheet.insist()
    assert len(refusal.value.problems) == 21
    assert "30 more" in str(refusal.value)


def test_sector_the_type_does_not_allow_is_left_out_with_a_note(tmp_path: Path) -> None:
    sheet = read_one(tmp_path, sectors="VET;BUS;ADU")
    assert sheet.rows[0].sectors == {"VET", "ADU"}
    assert [(note.line, note.column) for note in sheet.notes] == [(2, "sectors")]
    assert "BUS" in str(sheet.notes[0])
    assert "ADU" not in str(sheet.notes[0])


def test_row_without_a_name_is_kept_for_its_history(tmp_path: Path) -> None:
    sheet = read_one(tmp_path, name="")
    assert (sheet.rows[0].name, sheet.problems) == ("", ())


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "@SUM(1)", "+49", "-1", '=HYPERLINK("http://x")'])
def test_name_like_a_formula_is_text_with_a_note(tmp_path: Path, name: str) -> None:
    sheet = read_one(tmp_path, name=name)
    assert sheet.rows[0].name == name
    assert [note.column for note in sheet.notes] == ["name"]


def test_html_in_a_name_is_text(tmp_path: Path) -> None:
    assert read_one(tmp_path, name="<script>alert(1)</script>").insist()[0].name == "<script>alert(1)</script>"


def test_white_space_in_a_name_becomes_single_blanks_and_letters_are_composed(tmp_path: Path) -> None:
    assert read_one(tmp_path, name="  Szko\u0301ła \n Techniczna\t").insist()[0].name == "Szkóła Techniczna"


def test_website_that_is_no_address_is_left_out(tmp_path: Path) -> None:
    sheet = read_one(tmp_path, website="javascript:alert(1)")
    assert sheet.rows[0].website == ""
    assert [note.column for note in sheet.notes] == ["website"]


def test_values_listed_twice_count_once(tmp_path: Path) -> None:
    [school] = read_one(tmp_path, fields="0713; 0713;;0732", topics="a;a").insist()
    assert (school.fields, school.topics) == (("0713", "0732"), ("a",))


def test_extra_and_missing_columns_are_notes(tmp_path: Path) -> None:
    path = write(tmp_path / "orgs.csv", SCHOOL | {"staff": "12"}, columns=("staff", "id", "name", "country", "type"))
    sheet = read_organisations(path)
    assert sheet.rows[0].id == "s1"
    assert "staff" in str(sheet.notes[0])
    assert {note.column for note in sheet.notes[1:]} == set(COLUMNS) - {"id", "name", "country", "type"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\n\n\n", "is empty"),
        (b"id;name;country;type\n", "separated by commas"),
        (b"name,country\nA,PL\n", "id, type is missing"),
        (b"id,name,country,type,id\n", "the column id stands twice"),
        (b"id,name,country,type\ns1,\xff\xfe,PL,OTH\n", "line 2: is not UTF-8"),
        ("id,name,country,type\n".encode("utf-16"), "UTF-16"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"PK\x03\x04 nonsense", "is not a workbook"),
        (b"\x1f\x8b\x08 nonsense", "cannot be unpacked"),
        (gzip.compress(b"id,name,country,type\n", mtime=0)[:-9], "cannot be unpacked"),
        (b"\x89PNG\r\n\x1a\n", "line 1: is not UTF-8"),
        (b'id,name,country,type\ns1,"open,PL,OTH\n', "line 2: is not a row of a CSV"),
        (b'id,name,country,type\ns1,"a"b,PL,OTH\n', "line 2: is not a row of a CSV"),
        (b"id,name,country,type\rs1,a,PL,OTH\r", "is not a row of a CSV"),
        (b"id,name,country,type\ns1," + b"x" * 10_000_000 + b",PL,OTH\n", "longer than 1000000 bytes"),
        (b"x" * 10_000_000, "line 1: the row is longer"),
        (b'id,name,country,type\ns1,"' + b"y\n" * 5_000_000, "quotation mark left open"),
    ],
)
def test_file_that_is_no_table_is_refused_with_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "orgs.csv"
    path.write_bytes(content)
    with pytest.raises(Invalid, match=sentence) as refusal:
        read_organisations(path)
    assert all(place.startswith(str(path)) for place in refusal.value.problems)


def test_row_of_another_length_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "orgs.csv"
    path.write_text("id,name,country,type\ns1,A,PL,OTH,,\ns2,A,PL,OTH,x\ns3,A,PL\n\ns5,A,PL,OTH\n", encoding="utf-8")
    sheet = read_organisations(path)
    assert [row.id for row in sheet.rows] == ["s1", "s5"]
    assert sheet.lines == (2, 6)
    assert [remark.line for remark in sheet.problems] == [3, 4, 4]
    assert str(sheet.problems[0]) == "line 3: expected 4 values, found 5"


def test_directory_and_missing_file_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv", tmp_path / "a\x00b"):
        with pytest.raises(Invalid):
            read_organisations(path)


def test_bytes_mark_and_gzip_are_tolerated(tmp_path: Path) -> None:
    plain = write(tmp_path / "orgs.csv", FULL)
    marked = tmp_path / "marked.csv"
    marked.write_bytes(b"\xef\xbb\xbf" + plain.read_bytes())
    packed = tmp_path / "orgs.csv.gz"
    packed.write_bytes(gzip.compress(marked.read_bytes()))
    assert read_organisations(marked).rows == read_organisations(packed).rows == read_organisations(plain).rows


def test_gzip_bomb_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    packed = tmp_path / "bomb.csv.gz"
    with gzip.open(packed, "wb") as out:
        out.write(b"id,name,country,type\n")
        for _ in range(30):
            out.write(b"\x00" * 1_000_000)
    with pytest.raises(Invalid, match="line 2: the row is longer"):
        read_organisations(packed)


def workbook(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_spreadsheet_gives_the_same_rows_as_csv(tmp_path: Path) -> None:
    typed: dict[str, object] = {"newcomer": 1.0, "responsiveness": 0.75, "pic": 123456789, "established": datetime(2001, 9, 30)}  # noqa: DTZ001
    values = [(FULL | typed)[column] for column in COLUMNS]
    path = workbook(tmp_path / "orgs.xlsx", list(COLUMNS), [None], values)
    assert read_organisations(path).rows == read_organisations(write(tmp_path / "orgs.csv", FULL)).rows
    assert read_organisations(path).lines == (3,)


def test_spreadsheet_cells_of_other_kinds_are_problems_not_crashes(tmp_path: Path) -> None:
    header = ["id", "name", "country", "type", "newcomer", "established", "responsiveness"]
    row = ["s1", True, "PL", "OTH", False, date(2001, 9, 30), 1]
    sheet = read_organisations(
        workbook(tmp_path / "a.xlsx", header, row, ["s2", 1e300, 3, datetime(2001, 9, 30, 8), -1, 5.5, 1e308])  # noqa: DTZ001
    )
    assert [(o.id, o.name, o.newcomer, o.responsiveness) for o in sheet.rows] == [("s1", "1", False, 1.0)]
    assert {remark.column for remark in sheet.problems} >= {"country", "type", "newcomer", "established", "responsiveness"}


def test_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/workbook.xml", "w") as out:
        for _ in range(201):
            out.write(b" " * 1_000_000)
    with pytest.raises(Invalid, match="unpacks to more than"):
        read_organisations(path)


def test_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "orgs.xlsx", list(COLUMNS))
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as archive:
        size = archive.getinfo("xl/workbook.xml").file_size
    at = raw.index(size.to_bytes(4, "little"), raw.index(b"PK\x01\x02"))
    raw[at : at + 4] = (10).to_bytes(4, "little")
    path.write_bytes(bytes(raw))
    with pytest.raises(Invalid):
        read_organisations(path)


def test_a_thousand_mistakes_end_a_file(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv.gz"
    with gzip.open(path, "wb") as out:
        out.write(b"id,name,country,type\ns1,A,PL,OTH\n")
        for _ in range(50):
            out.write(b"x,y,PL,BAD\n" * 100_000)  # five million
    sheet = read_organisations(path)
    assert (len(sheet.rows), len(sheet.problems)) == (1, 1000)
    assert str(sheet.ended) == "line 1002: 1000 mistakes: the file was not read any further"
    for rows in (sheet.insist, sheet.without_problems):
        with pytest.raises(Invalid, match="1000 mistakes"):
            rows()


@pytest.mark.parametrize("row", [b"\n", b"s1,A,PL,OTH\n", b",,,\n", b'"",\n'])
def test_gzip_that_gives_far_more_than_tables_do_is_refused(tmp_path: Path, row: bytes) -> None:
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb") as out:
        out.write(b"project_id,organisation_id,role\n")
        for _ in range(60):
            out.write(row * (1_000_000 // len(row)))
    with pytest.raises(Invalid, match=r"too large|1000 mistakes"):
        read_participations(path).insist()


def bomb(path: Path, name: str, content: Iterable[bytes]) -> Path:
    """A workbook in which one part holds this."""
    plain = workbook(path.with_name("plain.xlsx"), ["id", "name", "country", "type"], ["s1", "A", "PL", "OTH"])
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in source.infolist():
            with made.open(entry.filename, "w") as out:
                if not entry.filename.endswith(name):
                    out.write(source.read(entry))
                else:
                    out.writelines(content)
    return path


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
HEAD = b'<row><c t="str"><v>id</v></c><c t="str"><v>name</v></c><c t="str"><v>country</v></c><c t="str"><v>type</v></c></row>'
ENDED = b"</sheetData></worksheet>"
ENTITIES = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("sheet1.xml", [SHEET, HEAD, b"<row><c><v>1</v></c></row>" * 1_000_000, ENDED]),
        ("sheet1.xml", [SHEET, HEAD, b"<row/>" * 600_000, ENDED]),
        ("sheet1.xml", [SHEET, HEAD, b"<row>", b"<c/>" * 900_000, b"</row>", ENDED]),
        ("sheet1.xml", [SHEET, HEAD, b"<row>", b"<c/>" * 20_000, b"</row>", ENDED]),
        ("sheet1.xml", [SHEET, HEAD, *(b'<row r="%d"><c r="XFD%d"/></row>' % (n, n) for n in range(2, 4000)), ENDED]),
        ("sheet1.xml", [SHEET, HEAD, b"<x/>" * 900_000, ENDED]),
        ("sheet1.xml", [ENTITIES, SHEET, HEAD, b"<row><c><v>&b;</v></c></row>", ENDED]),
        ("styles.xml", [b"<x>", b"<y/>" * 900_000, b"</x>"]),
        ("sheet1.xml", [SHEET, HEAD, b'<row><c t="inlineStr"><is><t>', b"a" * 100_000_000, b"</t></is></c></row>", ENDED]),
    ],
    ids=["rows", "no rows", "one row", "a wide row", "far columns", "else", "entities", "styles", "text"],
)
def test_workbook_that_holds_more_than_its_size_can_is_refused(tmp_path: Path, part: str, content: list[bytes]) -> None:
    with pytest.raises(Invalid) as refused:
        read_organisations(bomb(tmp_path / "bomb.xlsx", part, content)).insist()
    ((where, _),) = refused.value.problems.items()
    assert where == str(tmp_path / "bomb.xlsx")


def test_workbook_of_many_rows_is_read(tmp_path: Path) -> None:
    rows = [[f"s{number}", f"School {number}", "PL", "OTH"] for number in range(3000)]
    assert len(read_organisations(workbook(tmp_path / "many.xlsx", ["id", "name", "country", "type"], *rows)).insist()) == 3000


def test_projects_and_participations_are_read(tmp_path: Path) -> None:
    projects, took_part = tmp_path / "projects.csv", tmp_path / "participations.csv"
    projects.write_text(
        "id,call,year,title,topics\np1,KA202,2018,Bread,a;b\np2,KA202,,,\np3,,1800,x,\n,,2018,x,\n", encoding="utf-8"
    )
    took_part.write_text(
        "project_id,organisation_id,role\np1,s1,coordinator\np1,s2,partner\np1,s2,partner\np1,s3,leader\np1,,partner\n"
        "p1,s4,associated\np1,s4,partner\n",
        encoding="utf-8",
    )
    sheet = read_projects(projects)
    assert [(row.id, row.year, row.title, row.topics) for row in sheet.rows] == [
        ("p1", 2018, "Bread", ("a", "b")),
        ("p2", None, "", ()),
    ]
    assert [(remark.line, remark.column) for remark in sheet.problems] == [(4, "year"), (5, "id")]
    parts = read_participations(took_part)
    assert [(row.organisation_id, row.role) for row in parts.rows] == [
        ("s1", "coordinator"),
        ("s2", "partner"),
        ("s4", "associated"),
        ("s4", "partner"),
    ]
    assert [remark.line for remark in parts.notes] == [4]
    assert [(remark.line, remark.column) for remark in parts.problems] == [(5, "role"), (6, "organisation_id")]


@settings(max_examples=part_of(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode), st.binary(max_size=200).map(gzip.compress),
                 st.binary(max_size=200).map(lambda raw: b"id,name,country,type\n" + raw),
                 st.binary(max_size=200).map(lambda raw: b"PK\x03\x04" + raw)))  # fmt: skip
def test_any_bytes_give_a_sheet_or_a_refusal(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any"
    path.write_bytes(content)
    for read in (read_organisations, read_projects, read_participations):
        with suppress(Invalid):
            read(path)


@settings(max_examples=part_of(80), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_workbook_with_any_byte_changed_gives_a_sheet_or_a_refusal(tmp_path: Path, data: st.DataObject) -> None:
    raw = bytearray(workbook(tmp_path / "a.xlsx", list(COLUMNS), ["s1", "A", "PL", "OTH"]).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, 20_000)) % len(raw)] = data.draw(st.integers(0, 255))  # as long as the time in it makes it
    path = tmp_path / "b.xlsx"
    path.write_bytes(bytes(raw))
    with suppress(Invalid):
        read_organisations(path)


cell = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@settings(max_examples=part_of(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(COLUMNS, cell)), max_size=4))
def test_any_cells_give_rows_problems_or_a_refusal(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    with suppress(Invalid):
        sheet = read_organisations(write(tmp_path / "orgs.csv", *rows))
        assert len(sheet.rows) == len(sheet.lines)
        assert {remark.line for remark in sheet.problems}.isdisjoint(sheet.lines)
        for remark in (*sheet.problems, *sheet.notes):
            assert remark.label("pl")
        for row in sheet.rows:
            assert "\x00" not in row.name
            assert row.responsiveness is None or 0 <= row.responsiveness <= 1


good = st.fixed_dictionaries({
    "id": st.text("abcxyz019-_", min_size=1, max_size=10),
    "name": st.text(st.characters(categories=("L", "N", "P", "S")), max_size=30),
    "country": st.sampled_from(("PL", "DE", "GR", "GB", "XK")), "type": st.sampled_from(("OTH", "EPLUS-EDU-HEI", "EPLUS-NGO")),
    "fields": st.lists(st.from_regex(r"\A[0-9]{2,4}\Z"), max_size=3, unique=True).map(";".join),
    "topics": st.lists(st.from_regex(r"\A[a-z0-9-]{1,12}\Z"), max_size=3, unique=True).map(";".join),
    "established": st.dates().map(date.isoformat) | st.just(""), "responsiveness": st.floats(0, 1).map(repr) | st.just(""),
    "newcomer": st.sampled_from(("", "0", "1")), "flags": st.sampled_from(("", "eche", "no_eche;provides_vet")),
})  # fmt: skip


@settings(max_examples=part_of(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(good, max_size=5, unique_by=lambda row: row["id"]))
def test_what_is_written_is_read_again(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    once = read_organisations(write(tmp_path / "once.csv", *rows))
    assert once.problems == ()
    assert len(once.rows) == len(rows)
    again = [
        {
            "id": row.id, "name": row.name, "country": row.country, "type": row.type, "sectors": ";".join(sorted(row.sectors)),
            "fields": ";".join(row.fields), "topics": ";".join(row.topics),
            "established": row.established.isoformat() if row.established else "",
            "responsiveness": "" if row.responsiveness is None else repr(row.responsiveness),
            "newcomer": "" if row.newcomer is None else str(int(row.newcomer)), "flags": ";".join(sorted(row.flags)),
        }
        for row in once.rows
    ]  # fmt: skip
    twice = read_organisations(write(tmp_path / "twice.csv", *again))
    assert twice.rows == once.rows
