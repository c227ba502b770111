"""A field is one field: what a form, a JSON document and a table make of the same writing is the same, or all refuse it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from matchmaker.errors import Invalid
from matchmaker.inputs import consortium, request
from matchmaker.inputs.interchange import read_organisations
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.profiles import Profile
from matchmaker.inputs.suggestion import FactsDocument, facts_json
from matchmaker.programme import guides
from tests.inputs.test_interchange import SCHOOL, write

REFUSED = "refused"
MEMBER = {"id": "o1", "role": "coordinator", "country": "PL", "type": "EPLUS-EDU-VOC-SEC"}


def in_form(field: str, written: Any, _: Path) -> Any:
    said = parse(Profile, {"name": "A school", "country": "PL", "type": "EPLUS-EDU-VOC-SEC", field: written})
    return getattr(said, field)


def in_consortium(field: str, written: Any, _: Path) -> Any:
    return getattr(consortium.parse({"members": [{**MEMBER, field: written}]}).members[0], field)


def in_request(field: str, written: Any, _: Path) -> Any:
    key = "language" if field == "languages" else field
    given = {"call": "ka202-2018", "initiator": "o1", key: written[0] if field == "languages" else written}
    found = getattr(request.parse(given, guides.load(None).call), key)
    return [found] if field == "languages" else found


def in_table(field: str, written: Any, folder: Path) -> Any:
    cell = ";".join(written) if isinstance(written, list) else written
    [row] = read_organisations(write(folder / "orgs.csv", SCHOOL | {field: cell})).insist()
    return getattr(row, field)


def read(by: Callable[[str, Any, Path], Any], field: str, written: Any, folder: Path) -> Any:
    try:
        found = by(field, written, folder)
    except Invalid:
        return REFUSED
    return sorted(found) if isinstance(written, list) else found


EVERYWHERE = (in_form, in_consortium, in_table)
STATED = (in_form, in_request, in_table)


@pytest.mark.parametrize(
    ("field", "written", "meant", "where"),
    [
        ("oid", "E10000001", "E10000001", EVERYWHERE),
        ("oid", "e10000001", "E10000001", EVERYWHERE),
        ("oid", " e10000001 ", "E10000001", EVERYWHERE),
        *(
            ("oid", wrong, REFUSED, EVERYWHERE)
            for wrong in ("E1000000", "E100000011", "F10000001", "10000001", "E١0000001", "E 1")
        ),
        ("pic", " 999999999", "999999999", EVERYWHERE),
        *(("pic", wrong, REFUSED, EVERYWHERE) for wrong in ("12345678", "1234567890", "E12345678", "12345678²", "١٢٣٤٥٦٧٨٩")),
        ("established", "2001-09-30", date(2001, 9, 30), EVERYWHERE),
        ("established", " 2001-09-30 ", date(2001, 9, 30), EVERYWHERE),
        *(
            ("established", wrong, REFUSED, EVERYWHERE)
            for wrong in (
                "20010930",
                "2001-02-30",
                "30.09.2001",
                "2001-9-30",
                "٢٠٠١-٠٩-٣٠",
                "2001-09-30T08:00",
                "0000-01-01",
                "1e9",
            )
        ),
        ("flags", ["eche", "no_employer"], ["eche", "no_employer"], EVERYWHERE),
        ("flags", ["eche", " eche "], ["eche"], EVERYWHERE),
        *(
            ("flags", wrong, REFUSED, EVERYWHERE)
            for wrong in (["eche", "no_eche"], ["no_no_eche"], ["charming"], ["ECHE"], ["no_"])
        ),
        ("type", " EPLUS-EDU-HEI ", "EPLUS-EDU-HEI", EVERYWHERE),
        *(("type", wrong, REFUSED, EVERYWHERE) for wrong in ("eplus-edu-hei", "SCHOOL")),
        *(("country", written, "GR", EVERYWHERE) for written in ("GR", "EL", "gr", " el ")),
        *(("country", wrong, REFUSED, EVERYWHERE) for wrong in ("ZZ", "Greece", "ＧＲ")),
        ("name", " Szko\u0301ła\t Techniczna ", "Szkóła Techniczna", EVERYWHERE),
        *(("name", wrong, REFUSED, EVERYWHERE) for wrong in ("n" * 301, "a\x1bb", "evil\u202egnp", "\u200b")),
        ("languages", ["PL"], ["pl"], STATED),
        *(("languages", wrong, REFUSED, STATED) for wrong in (["xx"], ["eng"], ["p"], ["ＰＬ"])),
        ("topics", ["work-based-learning", "own-word"], ["own-word", "work-based-learning"], STATED),
        *(("topics", wrong, REFUSED, STATED) for wrong in (["Two Words"], ["Inclusion"], ["x" * 81], ["ö"], ["٣"])),
        ("fields", ["1013"], ["1013"], STATED),
        *(("fields", wrong, REFUSED, STATED) for wrong in (["7"], ["07130"], ["abcd"], ["٠٧"])),
        ("registration", "KRS 0000123456", "KRS 0000123456", (in_form, in_consortium)),
        ("registration", "1" * 61, REFUSED, (in_form, in_consortium)),
    ],
)
def test_every_edge_reads_the_same(
    tmp_path: Path, field: str, written: Any, meant: Any, where: tuple[Callable[..., Any], ...]
) -> None:
    assert {by.__name__: read(by, field, written, tmp_path) for by in where} == {by.__name__: meant for by in where}


@pytest.mark.parametrize("wrong", [1001808000, "1001808000", "20010930", "2001-09-30T00:00:00"])
def test_day_in_an_answer_is_a_day_too(tmp_path: Path, wrong: Any) -> None:
    [row] = read_organisations(write(tmp_path / "orgs.csv", SCHOOL | {"established": "2001-09-30"})).insist()
    facts = facts_json(row)
    assert parse(FactsDocument, facts).established == date(2001, 9, 30)
    with pytest.raises(Invalid, match="established: expected a date such as 2001-09-30"):
        parse(FactsDocument, {**facts, "established": wrong})
