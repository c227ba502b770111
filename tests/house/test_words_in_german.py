"""German as people speak: names keep their article out of the sentence, readers are *Sie*, and each thing has one word."""

import re
from collections.abc import Iterator

import pytest

from tools.translations import catalogue

AFTER_A_PREPOSITION = re.compile(
    r"\b(?:an|auf|aus|bei|durch|für|in|mit|nach|neben|ohne|über|um|von|wie|zu|zur|zum) "
    r"%\((?:name|names|organisation|holder|initiator|leaving|joining|leading|country|countries)\)s",
    re.IGNORECASE,
)
"""“für Handwerkskammer X”, “aus Schweiz”: an article is missing that nobody can put there; a colon or a bracket needs none."""
FAMILIAR = re.compile(r"\b(?:du|dich|dir|dein\w*|euch|euer|eure\w*)\b", re.IGNORECASE)
NEVER = re.compile(
    r"\bKonsorti\w+|\bInhaber\w*|\bEigentümer\w*|\bKollegen\b(?<!Kolleginnen und Kollegen)(?<!Kollegin oder Kollegen)"
)
"""We say Partnerschaft; a school has no owner; colleagues are women and men."""


def said() -> Iterator[str]:
    """Every German text."""
    for message in catalogue("de"):
        if message.id:
            yield from message.string if isinstance(message.string, tuple | list) else [message.string]


def test_no_name_stands_where_an_article_is_missing() -> None:
    assert [text for text in said() if AFTER_A_PREPOSITION.search(text)] == []


def test_readers_are_addressed_in_one_way() -> None:
    assert [text for text in said() if FAMILIAR.search(text)] == []


def test_each_thing_has_one_word() -> None:
    assert [text for text in said() if NEVER.search(text)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Für %(organisation)s handeln?", True),
        ("%(name)s ist aus %(country)s.", True),
        ("Einladung an %(organisation)s", True),
        ("Brief an: %(name)s", False),
        ("%(name)s – Land: %(country)s", False),
        ("hat die Organisation „%(name)s“ registriert", False),
    ],
)
def test_missing_articles_are_found(text: str, found: bool) -> None:
    assert bool(AFTER_A_PREPOSITION.search(text)) is found


@pytest.mark.parametrize(
    "text", ["der Inhaber der Organisation", "jemand mit Eigentümerrechten", "das Konsortium", "einen Kollegen fragen"]
)
def test_words_never_said_are_found(text: str) -> None:
    assert NEVER.search(text)


@pytest.mark.parametrize("text", ["Kolleginnen und Kollegen hinzufügen", "Kollegin oder Kollegen einladen", "die Partnerschaft"])
def test_words_that_may_be_said_are_not(text: str) -> None:
    assert not NEVER.search(text)
