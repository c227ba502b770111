"""Registering takes five fields and a password that others do not try first."""

import pytest

from matchmaker.errors import Invalid
from matchmaker.inputs.accounts import Credentials, Registration, weakness
from matchmaker.inputs.parsing import parse
from tests.factories import PASSWORD, registration


def problems(**said: object) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        registration(**said)
    return {field: str(sentence) for field, sentence in refused.value.problems.items()}


def test_registration_names_every_missing_field() -> None:
    with pytest.raises(Invalid) as refused:
        parse(Registration, {"email": "", "kind": " "})
    assert set(refused.value.problems) == {
        *("email", "password", "person_name", "organisation_name", "kind", "country", "fields", "looking_for"),
    }


def test_registration_keeps_one_form_of_an_address() -> None:
    assert registration(email="  Anna.Nowak@School.EU ").email == "anna.nowak@school.eu"


@pytest.mark.parametrize(
    "wrong", ["anna", "anna@", "@school.eu", "anna@localhost", "a@b@c.eu", "anna@school.eu, x@y.eu", "a\n@b.eu"]
)
def test_registration_refuses_what_is_no_address(wrong: str) -> None:
    assert list(problems(email=wrong)) == ["email"]


def test_registration_takes_the_country_as_the_eu_writes_it() -> None:
    assert registration(country="el").country == "GR"
    assert "not a country code" in problems(country="Polska")["country"]


def test_registration_takes_one_to_three_fields_of_interest() -> None:
    assert registration(fields=["1013", "0722", "1013"]).fields == ("1013", "0722")
    assert problems(fields=["1013", "0722", "0723", "0713"]) == {"fields": "choose one to three fields of interest"}
    assert "fields" in problems(fields=[])
    assert list(problems(fields=["9999999"])) == ["fields.0"]


def test_registration_refuses_an_unknown_kind() -> None:
    assert list(problems(kind="wizards")) == ["kind"]


def test_registration_never_shows_the_password() -> None:
    assert PASSWORD not in repr(registration())


@pytest.mark.parametrize(
    "wrong",
    [
        *("short", "alice@school.eu", "ALICE@school.eu", "Password123!", "passwordpassword", "1234567890", "0987654321"),
        *("aaaaaaaaaaaa", "abababababab", "qwertyuiop", "poiuytrewq", "abcdefghijkl", "Erasmus+2027", "matchmaker!1", "x" * 201),
    ],
)
def test_registration_refuses_a_password_that_is_easy_to_guess(wrong: str) -> None:
    assert list(problems(password=wrong)) == ["password"]


@pytest.mark.parametrize("good", [PASSWORD, "Żółta łódź 12", "8xK!qz-0aBc", "wir backen Brot"])
def test_password_of_several_words_or_odd_letters_is_good(good: str) -> None:
    assert weakness(good, "alice@school.eu") is None


def test_password_must_not_be_the_own_name_of_the_address() -> None:
    assert weakness("anna.nowak1980", "anna.nowak1980@school.eu") is not None


def test_password_is_the_same_from_every_keyboard() -> None:
    composed, decomposed = "Zo\u0301\u0142ty most", "Z\u00f3\u0142ty most"
    assert registration(password=composed).password == registration(password=decomposed).password


def test_credentials_take_any_address() -> None:
    assert parse(Credentials, {"email": " Anna@School.EU", "password": "x"}).address == "anna@school.eu"
    assert parse(Credentials, {"email": "Nobody", "password": "x"}).address == "nobody"
    with pytest.raises(Invalid):
        parse(Credentials, {"email": "a\x00b@school.eu", "password": "x"})
