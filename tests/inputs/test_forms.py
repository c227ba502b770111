"""What people may type: lines, paragraphs, codes, days, websites; what no reader sees is refused."""

from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from matchmaker.errors import Invalid
from matchmaker.inputs.forms import Codes, Form, Slugs, Website, Whole
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.particulars import Day
from matchmaker.inputs.texts import Line, Paragraphs


class Example(Form):
    line: Line = "-"
    text: Paragraphs = ""
    codes: Codes = ()
    slugs: Slugs = ()
    day: Day | None = None
    number: Annotated[Whole, Field(ge=0, le=100)] | None = None
    website: Website = ""


def problem(**said: Any) -> str:
    with pytest.raises(Invalid) as refused:
        parse(Example, said)
    (sentence,) = refused.value.problems.values()
    return str(sentence)


def test_form_takes_empty_for_not_said() -> None:
    said = {"line": "  ", "text": None, "codes": ["", "a"], "day": "", "number": "", "website": " "}
    assert parse(Example, said) == Example(codes=("a",))


def test_form_refuses_fields_it_does_not_know() -> None:
    assert problem(nonsense="x") == "is not a field we know"


def test_line_is_one_line_with_single_spaces() -> None:
    assert parse(Example, {"line": "  Zespół \t Szkół  nr 1 "}).line == "Zespół Szkół nr 1"


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\n", "\x7f", "\u202e", "\u2066", "\ud800"])
def test_line_refuses_what_no_reader_sees(character: str) -> None:
    assert "cannot be shown" in problem(line=f"a{character}b")


def test_names_that_look_like_formulas_or_html_are_data() -> None:
    for name in ("=1+1", "+48 22 100", "@home", "-1", "<b>School</b>", "{{ 7*7 }}", "%(name)s"):
        assert parse(Example, {"line": name}).line == name


def test_paragraphs_keep_line_ends_in_one_form() -> None:
    assert parse(Example, {"text": "a\r\nb\rc\n\td"}).text == "a\nb\nc\n\td"


@given(st.text(max_size=60))
def test_lines_and_paragraphs_are_kept_or_refused_and_never_fail(text: str) -> None:
    for field in ("line", "text"):
        try:
            kept = getattr(parse(Example, {field: text}), field)
        except Invalid:
            continue
        kept.encode("utf-8")
        assert "\x00" not in kept


def test_codes_are_read_once_from_a_list_or_a_text() -> None:
    assert parse(Example, {"codes": ["b", "a", "b"]}).codes == ("b", "a")
    assert parse(Example, {"codes": "b; a,b"}).codes == ("b", "a")


@pytest.mark.parametrize("wrong", [{"a": 1}, [1], [["a"]], 7, True, ["x" * 81], [f"c{n}" for n in range(101)]])
def test_codes_refuse_what_is_no_list_of_codes(wrong: object) -> None:
    assert problem(codes=wrong)


def test_slugs_keep_words_of_ones_own_in_their_form() -> None:
    assert parse(Example, {"slugs": ["bee-keeping-2"]}).slugs == ("bee-keeping-2",)
    assert "bee-keeping" not in problem(slugs=["Bee Keeping"])


@pytest.mark.parametrize("wrong", [20010930, 1.5, True, "30.09.2001", "2001-13-01", "2001-9-3", "0", "99999-01-01"])
def test_day_is_a_date_as_written_by_iso(wrong: object) -> None:
    assert problem(day=wrong) == "expected a date such as 2001-09-30"


@pytest.mark.parametrize("wrong", [True, "1.0", "1e3", "٣", "9" * 5000, 10**400, 1.5, float("nan"), float("inf"), [1]])
def test_whole_number_refuses_what_is_none(wrong: object) -> None:
    assert problem(number=wrong)


def test_whole_number_has_bounds_in_words() -> None:
    assert problem(number=101) == "is too large: at most 100"
    assert problem(number="-1") == "is too small: at least 0"
    assert parse(Example, {"number": " 7 "}).number == 7


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.school.eu", "https://www.school.eu"),
        ("school.eu/a?b=c#d", "https://school.eu/a?b=c#d"),
        ("HTTP://School.eu:8080", "HTTP://School.eu:8080"),
        ("//school.eu", "https://school.eu"),
        ("https://szkoła.pl", "https://szkoła.pl"),
    ],
)
def test_website_is_completed(typed: str, kept: str) -> None:
    assert parse(Example, {"website": typed}).website == kept


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            "javascript:alert(1)",
            "JavaScript://school.eu/%0aalert(1)",
            "data:text/html,x",
            "ftp://school.eu",
            "mailto:a@school.eu",
        ),
        *("https://", "https://localhost", "https://user:word@school.eu", "https://school.eu@evil.eu", "http://[::1"),
        *("https://school.eu:99999", "just words", "https://a b.eu", "https://x.y'onclick", "\tjava\nscript:alert(1)"),
    ],
)
def test_website_refuses_anything_but_the_web(wrong: str) -> None:
    assert problem(website=wrong)
