"""The texts are found where they are marked, in code and templates; what is not translated, or only half, is refused."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from matchmaker.programme import reading
from tests.house.tree import ROOT
from tools import translations
from tools.translations import in_python, slips, template


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


def test_entry_that_is_missing_fuzzy_or_not_translated_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = (translations.CATALOGUES / "pl" / "LC_MESSAGES" / "messages.po").read_text("utf-8")
    for old, new in (
        ('msgid "Award criteria and plan"', '#, fuzzy\nmsgid "Award criteria and plan"'),
        ('msgid "Kinds of project"\nmsgstr "Rodzaje projektu"', 'msgid "Kinds of project"\nmsgstr ""'),
        ('msgstr "Przewodnik po programie"', 'msgstr "The guide"'),
    ):
        assert old in said
        said = said.replace(old, new)
    said += '\nmsgid "No such text"\nmsgstr "Nie ma"\n'
    (tmp_path / "pl" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "pl" / "LC_MESSAGES" / "messages.po").write_text(said, "utf-8")
    monkeypatch.setattr(translations, "CATALOGUES", tmp_path)
    found = [re.sub(r" \([^()]*:\d+\)", "", line) for line in translations.mistakes("pl")]
    assert sorted(found) == [
        "pl: an English word (The): 'The guide'",
        "pl: fuzzy: 'Award criteria and plan'",
        "pl: no longer used: 'No such text'",
        "pl: not translated: 'Kinds of project'",
        "pl: still English (The, guide): 'The guide'",
    ]


def test_sentence_that_answers_hold_keeps_its_translation_when_it_is_reworded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not one of a page, which nothing holds; what is used again is current again."""
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    header = translations.HEADER.format(language="pl", plural_forms=translations.catalogue("pl").plural_forms)
    entries = (
        '#: matchmaker/matching/saying/wording.py\nmsgid "fits as it was"\nmsgstr "pasuje jak dawniej"\n',
        '#: templates/start/page.html\nmsgid "Welcome as before"\nmsgstr "Witaj jak dawniej"\n',
        '#: matchmaker/matching/saying/wording.py\nmsgid "not said yet"\nmsgstr ""\n',
    )
    (folder / "messages.po").write_text(header + "\n".join(entries), "utf-8")
    used_again = '#: matchmaker/matching/saying/wording.py\nmsgid "Kinds of project"\nmsgstr "Typy projektu"\n'
    (folder / "earlier.po").write_text(header + used_again, "utf-8")
    monkeypatch.setattr(translations, "CATALOGUES", tmp_path)
    assert "pl: used again (of an earlier wording): 'Kinds of project'" in list(translations.mistakes("pl"))
    for _ in range(2):
        translations.update()
        assert {one.id: one.string for one in translations.catalogue("pl", translations.EARLIER) if one.id} == {
            "fits as it was": "pasuje jak dawniej"
        }
    assert not [line for line in translations.mistakes("pl") if "earlier wording" in line]
    assert translations.catalogue("pl").get("Welcome as before") is None


def test_earlier_sentences_are_kept_in_every_language() -> None:
    kept = [{one.id for one in translations.catalogue(code, translations.EARLIER)} for code in translations.LANGUAGES]
    assert all(one == kept[0] for one in kept)
    assert len(kept[0]) > 50


@pytest.mark.parametrize(
    ("language", "said", "texts", "found"),
    [
        ("pl", "Region %(name)s", ["Region %(name)s"], []),
        ("pl", "%(name)s joined", ["%(name)s joined"], ["still English (joined)"]),
        ("pl", "Partner from Germany", [], ["a country in English (Germany)"]),
        ("de", "Partner aus Poland, Malta", [], ["a country in English (Poland)"]),
        ("pl", "Dołącz and zapytaj", [], ["an English word (and)"]),
        ("pl", "portal „Funding and Tenders”", [], []),
        ("de", "Input should be a valid integer", [], ["words of pydantic (Input should)", "words of pydantic (valid integer)"]),
    ],
)
def test_what_is_not_of_the_language_is_found(language: str, said: str, texts: list[str], found: list[str]) -> None:
    assert list(slips(language, said, texts)) == found


def named(stated: Any) -> Iterator[dict[str, str]]:
    """Every name in several languages in a table."""
    if isinstance(stated, dict) and isinstance(stated.get("en"), str):
        yield stated
    elif isinstance(stated, dict | list):
        for each in stated.values() if isinstance(stated, dict) else stated:
            yield from named(each)


@pytest.mark.parametrize("path", sorted(reading.DATA.parent.rglob("*.toml")), ids=lambda path: path.name)
def test_names_of_the_programme_are_in_every_language(path: Path) -> None:
    for labels in named(tomllib.loads(path.read_text("utf-8"))):
        for language in translations.LANGUAGES:
            assert labels.get(language), labels
            assert list(slips(language, labels[language], [labels["en"]])) == [], labels


def test_words_of_pydantic_are_passed_on_to_nobody() -> None:
    """Only what is wrong with a setting is told in them: in English, to who starts the service."""
    passing = [
        path.name for path in (ROOT / "matchmaker").rglob("*.py") if re.search(r"""\[["']msg["']\]""", path.read_text("utf-8"))
    ]
    assert passing == ["config.py"]
