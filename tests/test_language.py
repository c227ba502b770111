"""Sentences are ids with arguments; what people read is made of them in their language."""

from dataclasses import dataclass
from datetime import date

import pytest

from matchmaker.language import LANGUAGES, Country, Either, Labelled, Tongue, known, nsay, render, say, speaking
from matchmaker.programme.fields import FIELDS
from matchmaker.programme.projects import PRIORITIES


def test_message_renders_its_arguments() -> None:
    assert render(say("%(name)s joined", name="Alice"), "en") == "Alice joined"


def test_message_without_arguments_may_hold_a_percent_sign() -> None:
    assert render(say("100 % funded"), "en") == "100 % funded"


def test_argument_is_never_read_as_a_place() -> None:
    assert render(say("%(name)s joined", name="%(secret)s 50 %s"), "en") == "%(secret)s 50 %s joined"


@pytest.mark.parametrize(
    ("name", "text"),
    [("Alba d.o.o.", "Missing: Alba d.o.o."), ("Alba", "Missing: Alba."), ("and more...", "Missing: and more....")],
)
def test_sentence_that_ends_with_an_abbreviation_ends_once(name: str, text: str) -> None:
    assert render(say("Missing: %(name)s.", name=name), "en") == text


def test_two_stops_inside_a_sentence_stay() -> None:
    assert render(say("%(path)s cannot be read", path="../calls"), "en") == "../calls cannot be read"


@pytest.mark.parametrize(("n", "text"), [(0, "0 days"), (1, "one day"), (2, "2 days")])
def test_plural_follows_its_number(n: int, text: str) -> None:
    assert render(nsay("one day", "%(n)s days", n), "en") == text


@pytest.mark.parametrize(
    ("language", "text"), [("en", "44,892 of 2018"), ("de", "44.892 of 2018"), ("pl", "44\N{NO-BREAK SPACE}892 of 2018")]
)
def test_counts_are_written_as_the_language_writes_numbers_and_years_are_not(language: str, text: str) -> None:
    assert render(nsay("one of %(year)s", "%(n)s of %(year)s", 44892, year=2018), language) == text


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Alba, Bora or Poland"), ("de", "Alba, Bora oder Polen"), ("pl", "Alba, Bora lub Polska")]
)
def test_things_of_which_one_is_enough_are_said_with_or(language: str, text: str) -> None:
    things = Either(("Alba", "Bora", Country("PL")))
    assert render(say("%(things)s", things=things), language) == text


def test_arguments_speak_the_language_of_the_sentence() -> None:
    message = say("%(country)s, %(tongue)s, %(day)s", country=Country("PL"), tongue=Tongue("de"), day=date(2018, 3, 21))
    assert render(message, "en") == "Poland, German, 21 March 2018"
    assert render(message, "pl") == "Polska, niemiecki, 21 marca 2018"
    assert render(message, "de") == "Polen, Deutsch, 21. März 2018"


def test_several_arguments_are_said_as_a_list() -> None:
    assert render((Country("PL"), Country("DE"), say("others")), "en") == "Poland, Germany and others"


@pytest.mark.parametrize(
    ("language", "things", "text"),
    [
        ("pl", ("Szkolnictwo wyższe", "Przedsiębiorstwa i rynek pracy"), "Szkolnictwo wyższe; Przedsiębiorstwa i rynek pracy"),
        ("de", ("Hochschule", "Wirtschaft und Arbeitswelt"), "Hochschule; Wirtschaft und Arbeitswelt"),
        ("pl", ("Hotel, restauracja", "Kuchnia", "Bar"), "Hotel, restauracja; Kuchnia; Bar"),
        ("pl", ("„Alba i Bora”", "Kuchnia"), "„Alba i Bora” i Kuchnia"),
        ("pl", Either(("Alba lub Bora", "Kuchnia")), "Alba lub Bora; lub Kuchnia"),
        ("pl", ("Kuchnia", "Bar"), "Kuchnia i Bar"),
    ],
)
def test_things_that_have_an_and_themselves_are_parted_by_semicolons(language: str, things: object, text: str) -> None:
    assert render(say("%(things)s", things=things), language) == text


def test_countries_are_named_as_the_guide_does() -> None:
    assert [Country(code).label("pl") for code in ("NL", "GB", "PL")] == ["Niderlandy", "Zjednoczone Królestwo", "Polska"]
    assert Country("NL").label("de") == "Niederlande"


def test_country_without_a_name_is_said_by_its_code() -> None:
    assert Country("QQ").label("en") == "QQ"


@pytest.mark.parametrize(
    ("code", "is_known"), [("pl", True), ("mt", True), ("xq", False), ("", False), ("pol", False), ("P1", False)]
)
def test_language_codes_are_those_of_iso_639_1(code: str, is_known: bool) -> None:
    assert known(code) is is_known


def test_language_of_the_answer_ends_with_the_answer() -> None:
    from matchmaker.language import current

    for code in LANGUAGES:
        with speaking(code):
            assert current() == code
    assert current() == "en"


@dataclass(frozen=True)
class Word:
    """A common word of a vocabulary."""

    en: str
    is_common: bool = True

    def label(self, language: str) -> str:
        return {"de": "Hochschulbildung", "pl": "Szkolnictwo wyższe"}.get(language, self.en)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("for %(what)s", "for higher education"),
        ("the place: %(what)s", "the place: higher education"),
        ("%(what)s: three", "Higher education: three"),
        ("“%(what)s” is met", "“Higher education” is met"),
        ("It is met. %(what)s is missing", "It is met. Higher education is missing"),
    ],
)
def test_common_word_is_small_in_the_midst_of_a_sentence_and_as_it_is_where_one_begins(text: str, said: str) -> None:
    word = Word("Higher education")
    assert render(say(text, what=word), "en") == said
    assert render(say("for %(what)s", what=word), "pl") == "for szkolnictwo wyższe"
    assert render(say("for %(what)s", what=word), "de") == "for Hochschulbildung"
    assert render(say("for %(what)s", what=Word("European NGO")), "en") == "for European NGO"
    assert render(say("%(all)s", all=(word, word)), "en") == "Higher education and higher education"
    assert (
        render(say("is: %(one)s", one=Either((word, Word("National Agency")))), "en") == "is: higher education or National Agency"
    )
    nested = say("of %(all)s", all=say("%(what)s (%(n)s)", what=word, n=2))
    assert render(nested, "en") == "of higher education (2)"


@pytest.mark.parametrize(
    ("thing", "language", "said"),
    [
        (FIELDS["061"], "en", "for Information and Communication Technologies (ICTs)"),
        (FIELDS["061"], "pl", "for technologie teleinformacyjne"),
        (PRIORITIES["CBHE26-GREEN"], "en", "for Green Deal"),
        (PRIORITIES["CBHE26-GREEN"], "pl", "for Europejski Zielony Ład"),
    ],
)
def test_vocabulary_that_is_a_name_keeps_its_capital(thing: Labelled, language: str, said: str) -> None:
    assert render(say("for %(what)s", what=thing), language) == said
