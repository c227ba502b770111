"""What a running text hints at: few things, each by a word in it, in three languages and with their endings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.programme import fields, hints
from matchmaker.programme.projects import PRIORITIES
from matchmaker.programme.search import fold
from matchmaker.programme.topics import TOPICS

VET = [one for one in PRIORITIES if one.startswith(("VET21", "HOR21"))]
SAID: list[tuple[str, object, object, object]] = [
    (
        "Restaurants set learning tasks, two schools try them in class, and a university follows what becomes of the graduates.",
        {"1013": "Restaurants"},
        {"tourism-and-hospitality": "Restaurants"},
        {},
    ),
    (
        "Chcemy, żeby uczniowie technikum uczyli się u kucharzy i piekarzy, a nauczyciele poznali nowe metody nauczania.",
        {"1013": "kucharzy", "0721": "piekarzy"},
        {"teaching-methods": "nowe metody nauczania"},
        {"VET21-INNOVATION": "nowe metody nauczania"},
    ),
    (
        "Wir entwickeln mit Tischlereien und Zimmerern ein digitales Lernmodul für Auszubildende.",
        {"0722": "Tischlereien", "0732": "Zimmerern"},
        {"apprenticeships": "Auszubildende"},
        {"HOR21-DIGITAL": "digitales", "VET21-LABOUR": "Auszubildende"},
    ),
    (
        "Fryzjerki uczą się wspólnie; praktyki zagraniczne dla młodzieży z mniejszymi szansami.",
        {"1012": "Fryzjerki"},
        {"inclusion": "mniejszymi szansami"},
        {"VET21-INTL": "praktyki zagraniczne", "HOR21-INCLUSION": "mniejszymi szansami"},
    ),
    (
        "Pielęgniarki i opiekunowie osób starszych: szkolenie z mikropoświadczeniami.",
        {"0921": "opiekunowie osób starszych", "0913": "Pielęgniarki"},
        {"microcredentials": "mikropoświadczeniami"},
        {"VET21-FLEXIBILITY": "mikropoświadczeniami"},
    ),
    (
        "Elektromobilität und Klimawandel im Unterricht.",
        {"0716": "Elektromobilität", "0521": "Klimawandel"},
        {"mobility-and-transport": "Elektromobilität", "climate-action": "Klimawandel"},
        {"HOR21-GREEN": "Klimawandel"},
    ),
    (
        "CNC courses with virtual reality and micro-credentials for learners with disabilities",
        {"0619", "0715"},
        {"virtual-reality", "microcredentials", "advanced-manufacturing", "disability"},
        {"VET21-INNOVATION", "VET21-FLEXIBILITY", "HOR21-DIGITAL"},
    ),
]
"""A text, and the fields, topics and priorities it hints at, with the words that lead to each or without."""


@pytest.mark.parametrize(("text", "trades", "topics", "priorities"), SAID, ids=[text[:25] for text, *_ in SAID])
def test_text_hints_at_what_it_is_about(text: str, trades: object, topics: object, priorities: object) -> None:
    found = hints.of(text, VET)
    for expected, hinted in ((trades, found.fields), (topics, found.topics), (priorities, found.priorities)):
        said = {one.code: one.words for one in hinted}
        assert (said if isinstance(expected, dict) else set(said)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Our school wants better quality and an exchange of good practice with partners in Europe, and a strategy.",
        "We want to bring together people. It is an art to listen, and the VET school may apply and pilot it.",
        "Prawie każda szkoła ma swój pomysł; stale szukamy partnerów z innych krajów.",
        "Wir suchen Partner, die mit uns eine Ausbildung vergleichen und zurück in den Betrieb gehen.",
        "They come back with new friends.",
        "it is hr, ki or ai in small letters",
        "",
        "?! 4.0 17",
    ],
)
def test_text_that_could_mean_anything_hints_at_nothing(text: str) -> None:
    assert hints.of(text, VET) == hints.Hints((), (), ())


def test_words_in_capitals_are_others() -> None:
    assert [one.code for one in hints.of("AI for teachers", VET).topics] == ["artificial-intelligence"]
    assert [one.code for one in hints.of("The VET school asks a vet.", VET).fields] == []


def test_hospitality_is_not_of_the_hospital() -> None:
    assert [one.code for one in hints.of("A college of hospitality", VET).fields] == ["1013"]


def test_no_priority_is_hinted_at_that_the_call_does_not_list() -> None:
    assert hints.of("Auszubildende und digitale Transformation", ["HOR21-GREEN"]).priorities == ()


def test_what_is_said_twice_or_in_more_words_comes_first() -> None:
    found = hints.of("Bakers and cooks. Cooks from three countries, and hairdressers, welders and nurses.", VET)
    assert [one.code for one in found.fields[:2]] == ["1013", "0721"]
    assert len(found.fields) == hints.MOST_FIELDS


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(["kucharz", "Tischler", "VET", "AI", "cooks", "ąę", "ß", "4.0", "e-", "kucharzami"])).map(" ".join)
)
def test_hints_are_few_known_and_by_words_of_the_text(text: str) -> None:
    found = hints.of(text, VET)
    for some, known, most in (
        (found.fields, fields.FIELDS, hints.MOST_FIELDS),
        (found.topics, TOPICS, hints.MOST_TOPICS),
        (found.priorities, VET, hints.MOST_PRIORITIES),
    ):
        codes = [one.code for one in some]
        assert len(codes) == len(set(codes)) <= most
        assert set(codes) <= set(known)
        assert all(set(fold(one.words).split()) <= set(fold(" ".join(text.replace("-", " ").split())).split()) for one in some)


@pytest.mark.parametrize("language", ["en", "pl", "de"])
def test_every_trade_in_its_dictionary_form_hints_at_something_or_is_too_vague(language: str) -> None:
    """Of each field its longest trade."""
    silent = []
    for code, field in fields.FIELDS.items():
        if field.level == "detailed" and not field.is_residual:
            title = getattr(field.labels, language)
            if title and code not in {one.code for one in hints.of(title, ()).fields}:
                silent.append((code, title))
    assert len(silent) <= 12, silent
