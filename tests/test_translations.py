"""What a reader of Polish or German is promised: the words of the programme, nothing lost from a sentence, the right form."""

import re

import pytest

from matchmaker.language import LANGUAGES, SOURCE, nsay, render
from tools import translations

TRANSLATED = [language for language in LANGUAGES if language != SOURCE]
NEVER_SHOWN = {
    "pl": r"konsorcj|optymaln|udowodni|świadk|klik[aąię]\b|nieosiągaln|\bencj"
    r"|brak wartości|liczba pozycji|wartość z importu|Holandi|obok siebie\?|ubędzie zajętych|\bPokazywanie\b",
    "de": r"konsorti|optimal|bewiesen|\bzeug|clique|unlösbar|entität",
}
"""Words for what we build, from mathematics or of machines, that mean something else, or nothing, to people in the programme."""
OTHER_ADDRESS = (
    r"\bPaństw(?:o|a|u|em)\b(?! (?:trzeci|niestowarzyszon|Watyk))"
    r"|\b[Pp]rosz[ęe]\b|\b[Pp]rosimy\b|(?<=[\w,;–] )(?:Tw[oó]j|Cieb|Tob|Ty\b|Wasz)"
    r"|\b(?:was|wam|wami|wasz\w*|\w+ujecie|robicie|możecie|musicie|chcecie|macie|jesteście|szukacie)\b"
)
"""How a reader of Polish is not spoken to: by Państwo, by please, in capitals. Only a letter to another organisation does."""
LETTER = "matchmaker/services/paper.py"
QUOTATION_MARKS = {"pl": ("„", "”"), "de": ("„", "“")}


def sentences(language):
    """Each text with its forms in the language."""
    for message in (*translations.catalogue(language), *translations.catalogue(language, translations.EARLIER)):
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


def test_polish_speaks_to_its_reader_in_one_way():
    written = {text for file, _, text in translations.texts() if file == LETTER}
    said = {sources: forms for sources, forms in sentences("pl") if not written.intersection(sources)}
    assert [form for forms in said.values() for form in forms if re.search(OTHER_ADDRESS, form)] == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Czy mogą Państwo złożyć wniosek?", ["Państwo"]),
        ("Jeśli to nie ty, proszę nic nie robić", ["proszę"]),
        ("Czy to jest Twój adres?", ["Twój"]),
        ("Twoja organizacja. Poproś o nowy link, także z państwa trzeciego.", []),
        ("Państwa trzecie", []),
        ("Czego szukacie i co oferujecie w projekcie", ["szukacie", "oferujecie"]),
    ],
)
def test_other_ways_to_speak_to_a_reader_of_polish_are_found(said, found):
    assert re.findall(OTHER_ADDRESS, said) == found


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
