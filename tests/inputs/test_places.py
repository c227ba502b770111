"""Countries as people type them: by name in any of our languages, or by code; a mistake names what comes near."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from matchmaker.inputs import places
from matchmaker.inputs.parsing import first_mistake
from matchmaker.inputs.places import CountryNamed
from matchmaker.language import LANGUAGES, Country, render
from matchmaker.programme import countries

COUNTRY: TypeAdapter[str] = TypeAdapter(CountryNamed)


def refused(typed: str) -> str:
    with pytest.raises(ValidationError) as wrong:
        COUNTRY.validate_python(typed)
    return render(first_mistake(wrong.value), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_is_known_by_its_name(language: str) -> None:
    for code in countries.ALL:
        assert places.named(Country(code).label(language)) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *(
            ("pl", "PL"),
            (" DE ", "DE"),
            ("el", "GR"),
            ("UK", "GB"),
            ("Österreich", "AT"),
            ("oesterreich", "AT"),
            ("Osterreich", "AT"),
        ),
        *(("Czech Republic", "CZ"), ("Turkey", "TR"), ("Holandia", "NL"), ("Niderlandy", "NL"), ("Wielka Brytania", "GB")),
        *(("Osterreich", "AT"), ("łotwa", "LV"), ("Lotwa", "LV"), ("north macedonia", "MK"), ("XK", "XK")),
    ],
)
def test_country_is_known_however_it_is_typed(typed: str, code: str) -> None:
    assert places.named(typed) == code


@pytest.mark.parametrize(
    ("typed", "near"),
    [("Gremany", "Germany"), ("Polsk", "Poland"), ("Frnce", "France"), ("Niemc", "Germany"), ("Slov", "Slovenia or Slovakia")],
)
def test_mistake_names_what_comes_near(typed: str, near: str) -> None:
    assert refused(typed) == f"“{typed}” is no country we know. Did you mean {near}?"


def test_nothing_near_is_no_guess() -> None:
    assert refused("Atlantis") == "“Atlantis” is no country we know: write its name or its code, such as PL"


def test_line_is_read_between_commas_and_semicolons() -> None:
    assert places.codes("Polska, de;; Frnce , ") == ["PL", "DE", "Frnce"]
    assert places.codes("") == []


@given(st.text(max_size=200))
def test_whatever_is_typed_is_a_country_or_a_sentence(typed: str) -> None:
    with suppress(ValidationError):
        assert COUNTRY.validate_python(typed) in countries.ALL
    for one in places.codes(typed):
        assert one in countries.ALL or one in typed
