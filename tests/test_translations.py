"""What a reader of Polish or German is promised: the words of the programme, nothing lost from a sentence, the right form."""

import re

import pytest

from matchmaker.language import LANGUAGES, SOURCE, nsay, render
from tools import translations

TRANSLATED = [language for language in LANGUAGES if language != SOURCE]
NEVER_SHOWN = {
    "pl": r"konsorcj|optymaln|udowodni|świadk|klik[aąię]\b|nieosiągaln|\bencj",
    "de": r"konsorti|optimal|bewiesen|\bzeug|clique|unlösbar|entität",
}
"""Words for what we build, or from mathematics, that mean something else to people in the programme."""
QUOTATION_MARKS = {"pl": ("„", "”"), "de": ("„", "“")}


def sentences(language):
    """Each text with its forms in the language."""
    for message in translations.catalogue(language):
        if message.id:
            sources = message.id if isinstance(message.id, tuple) else (message.id,)
            yield sources, message.string if isinstance(message.string, tuple) else (message.string,)


def places(text):
    return set(re.findall(r"%\((\w+)\)s", text))


@pytest.mark.parametrize("language", TRANSLATED)
def test_translation_keeps_every_place_of_the_sentence(language):
    for sources, forms in sentences(language):
        for form in filter(None, forms):
            assert places(form) in [places(source) for source in sources], form


@pytest.mark.parametrize("language", TRANSLATED)
def test_translation_uses_the_words_of_the_programme(language):
    for _, forms in sentences(language):
        assert not [form for form in forms if re.search(NEVER_SHOWN[language], form, re.IGNORECASE)]


@pytest.mark.parametrize("language", TRANSLATED)
def test_translation_closes_every_quotation(language):
    opening, closing = QUOTATION_MARKS[language]
    for _, forms in sentences(language):
        assert not [form for form in forms if form.count(opening) != form.count(closing)]


def test_number_chooses_the_polish_form():
    said = [
        render(
            nsay("did %(n)s project with you: %(projects)s", "did %(n)s projects with you: %(projects)s", n, projects="X"), "pl"
        )
        for n in (1, 2, 4, 5, 12, 22, 25)
    ]
    assert said == [
        "1 wspólny projekt z twoją organizacją: X",
        "2 wspólne projekty z twoją organizacją: X",
        "4 wspólne projekty z twoją organizacją: X",
        "5 wspólnych projektów z twoją organizacją: X",
        "12 wspólnych projektów z twoją organizacją: X",
        "22 wspólne projekty z twoją organizacją: X",
        "25 wspólnych projektów z twoją organizacją: X",
    ]
