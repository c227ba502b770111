"""Words of the search that no person should ever read: not in a template, not in a sentence of the core."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tools.translations import texts

NEVER = re.compile(
    r"\b(prov(?:ed|en)|optimal(?:ly)?|witness(?:es)?|gaps?|bound(?:s|ed)?|infeasible|cliques?|parts|entity twice)\b",
    re.IGNORECASE,
)
PLACE = re.compile(r"%\(\w+\)s")
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
SAID_BY_ATTRIBUTE = re.compile(r"""\b(?:alt|title|placeholder|aria-label|content)=("[^"]*"|'[^']*')""")
TAG = re.compile(r"<[^>]*>")


def of_template(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def visible(template: str) -> str:
    """What a template says by itself: its text and the attributes that are read out, without markup and expressions."""
    plain = JINJA.sub(" ", template)
    return " ".join([TAG.sub(" ", plain), *SAID_BY_ATTRIBUTE.findall(plain)])


@pytest.mark.parametrize("path", sorted(each for each in (ROOT / "templates").rglob("*") if each.is_file()), ids=of_template)
def test_template_says_none_of_them(path: Path) -> None:
    assert NEVER.findall(visible(path.read_text("utf-8"))) == []


def test_sentences_say_none_of_them() -> None:
    said = [
        (file, line, text)
        for file, line, text in texts()
        if NEVER.search(PLACE.sub("", " ".join([text] if isinstance(text, str) else text)))
    ]
    assert said == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>The search proved it.</p>", ["proved"]),
        ('<img alt="A clique of five">', ["clique"]),
        ('<p class="gap">{{ proposal.parts }} {# a bound #} takes part</p>', []),
        ("{% for part in parts %}<b>Witnesses</b>{% endfor %}", ["Witnesses"]),
    ],
)
def test_words_are_found_where_people_read_and_only_there(template: str, found: list[str]) -> None:
    assert NEVER.findall(visible(template)) == found
