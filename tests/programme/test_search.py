import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.programme.search import Index, fold

TRADES = Index(
    [
        ("hair", "fryzjer"),
        ("hair", "Friseur"),
        ("wood", "Tischler"),
        ("wood", "stolarz"),
        ("care", "Krankenpflege"),
        ("care", "Pflege von Senioren"),
        ("ict", "IT"),
        ("languages", "Italian"),
        ("cook", "Koch in der Schule"),
    ]
)


def keys(words: str) -> list[str]:
    return [hit.key for hit in TRADES.search(words)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bäcker", "baecker"), ("Bäcker", "BACKER"), ("Łódź", "lodz"), ("Straße", "STRASSE"), ("Kfz-Technik", "kfz  technik")],
)
def test_fold_makes_spellings_of_a_word_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_fold_gives_plain_words_for_any_text(text: str) -> None:
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in fold(text).split())


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("fryz", ["hair"]),
        ("Tischlerei", ["wood"]),
        ("stolarstwo", ["wood"]),
        ("Pflege", ["care"]),
        ("Seniorenpflege", ["care"]),
        ("IT", ["ict"]),
        ("Ital", ["languages"]),
        ("und der", []),
        ("", []),
        ("qqqq", []),
    ],
)
def test_search_reads_words_as_people_type_them(words: str, found: list[str]) -> None:
    assert keys(words) == found


def test_search_puts_what_answers_every_word_first() -> None:
    index = Index([("cars", "mechanic"), ("cars", "vehicles"), ("machines", "mechanic"), ("ships", "vehicles")])
    assert [hit.key for hit in index.search("vehicles mechanic")] == ["cars", "machines", "ships"]


def test_search_shows_the_phrase_that_was_hit() -> None:
    assert [hit.phrase for hit in TRADES.search("friseure")] == ["Friseur"]


def test_search_keeps_the_order_of_the_index_where_all_else_is_equal() -> None:
    assert [hit.key for hit in Index([("b", "wood"), ("a", "wood")]).search("wood")] == ["b", "a"]


def test_light_words_count_only_beside_equals() -> None:
    index = Index([("hair", "school of hair"), ("shop", "shop assistant"), ("flowers", "shop")], light={"school", "assistant"})
    assert [hit.key for hit in index.search("assistant hair")] == ["hair"]
    assert [hit.key for hit in index.search("school")] == ["hair"]
    assert [hit.key for hit in index.search("shop assistant")] == ["shop", "flowers"]
