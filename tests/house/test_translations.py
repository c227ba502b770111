"""The texts are found where they are marked, with their plural forms, in code and in templates."""

import pytest

from tools.translations import in_python, template


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('say(N_("%(name)s joined"), name=name)', ["%(name)s joined"]),
        ('nsay("one day", "%(n)s days", n)', [("one day", "%(n)s days")]),
        ('nsay(N_("one day"), N_("%(n)s days"), n)', [("one day", "%(n)s days")]),
        ('DAYS = nN_("one day", "%(n)s days")\nnsay(*DAYS, n)', [("one day", "%(n)s days")]),
        ('say(N_("outer %(inner)s"), inner=say(N_("inner")))', ["outer %(inner)s", "inner"]),
        ('N_("two " "halves")', ["two halves"]),
        ('gettext_("a text") + gettext_(MARKED[key])', ["a text"]),
        ('print("not for people")', []),
    ],
)
def test_texts_are_found_in_code(source: str, found: list[str | tuple[str, str]]) -> None:
    assert [text for _, text in in_python(source, "example.py")] == found


@pytest.mark.parametrize("source", ["N_(text)", 'N_(f"{name} joined")', 'nsay(one, "many", 3)'])
def test_text_that_is_no_literal_is_refused_with_its_place(source: str) -> None:
    with pytest.raises(SyntaxError, match=r"example\.py, line 1"):
        list(in_python(source, "example.py"))


def test_all_texts_make_one_catalogue() -> None:
    assert "is missing" in template()
