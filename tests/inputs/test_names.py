"""Names compared: one letter in its several spellings is one letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.inputs.names import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("WIRTSCHAFTSKAMMER OSTERREICH", "Wirtschaftskammer Österreich"),
        ("WIRTSCHAFTSKAMMER OESTERREICH", "Wirtschaftskammer Österreich"),
        ("Zespół Szkół w Łodzi", "ZESPOL SZKOL W LODZI"),
        ("Kraków, Poland.", "Krakow Poland"),
        ("  Two   words ", "two words"),
    ],
)
def test_spellings_of_one_name_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("School 1", "School 2"), ("IES Sol", "IES Mar"), ("Two words", "Twowords")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_fold_gives_plain_words_and_folds_nothing_further(name: str) -> None:
    folded = fold(name)
    assert folded.isascii()
    assert folded == " ".join(folded.split())
    assert folded == folded.lower()
