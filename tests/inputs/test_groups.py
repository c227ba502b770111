"""Pasted lines in loose forms: what is understood of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.errors import Invalid
from matchmaker.inputs.groups import LARGEST, Row, entry, kind_of, read


@pytest.mark.parametrize(
    ("line", "name", "country", "kind"),
    [
        ("BBS Kassel; Germany; Vocational school", "BBS Kassel", "DE", "vocational-school"),
        ("BBS Kassel; vocational-school; de", "BBS Kassel", "DE", "vocational-school"),
        ("Zespół Szkół nr 2\tPolska\tSzkoła zawodowa", "Zespół Szkół nr 2", "PL", "vocational-school"),
        ("- HWK Wien | Österreich | Handwerkskammer", "HWK Wien", "AT", "chamber"),
        ("3. Université de Lyon, France", "Université de Lyon", "FR", ""),
        ("Fundacja Dom, Pomoc i Praca; PL; Fundacja", "Fundacja Dom, Pomoc i Praca", "PL", "foundation"),
        ("Lyon", "Lyon", "", ""),
        ("France; FR", "France", "FR", ""),
        ("BBS; Frnce; school", "BBS", "", "school"),
    ],
)
def test_parts_stand_in_any_order(line: str, name: str, country: str, kind: str) -> None:
    (row,) = read(line)
    assert (row.name, row.country, row.kind or kind) == (name, country, kind)


def test_numbers_are_seen_and_empty_lines_left_out() -> None:
    assert read("\n\nX; PL; E10000001; 999999999\n  \n") == [
        Row("X; PL; E10000001; 999999999", "X", "PL", "", "E10000001", "999999999")
    ]
    assert len(read("x\n" * 100)) == LARGEST


def test_what_is_not_understood_is_kept() -> None:
    (row,) = read("BBS; Frnce; school")
    assert (row.country, row.strange, row.kind) == ("", "Frnce", "school")


def test_what_is_wrong_is_said_at_its_field() -> None:
    with pytest.raises(Invalid) as found:
        entry({"name": "X", "country": "Frnce", "kind": "school"})
    assert "Did you mean France" in str(found.value.problems["country"])
    with pytest.raises(Invalid) as found:
        entry({"name": "", "country": "", "kind": ""})
    assert set(found.value.problems) == {"name", "country", "kind"}


def test_kind_is_meant_by_its_name_in_any_language() -> None:
    assert [kind_of(one) for one in ("Hochschule", "Uczelnia", "university", "Izba", "zzz", "")] == [
        *("higher-education", "higher-education", "higher-education", "chamber", "", ""),
    ]


@given(st.text(max_size=400))
def test_whatever_is_pasted_is_read(text: str) -> None:
    for row in read(text):
        assert len(row.country) in (0, 2)
