import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.language import LANGUAGES, Labelled
from matchmaker.programme import topics
from matchmaker.programme.topics import TOPICS


def slugs(words: str, limit: int = 10) -> list[str]:
    return [match.term.slug for match in topics.find(words, limit)]


def test_topics_are_about_sixty_with_slugs_of_the_interchange_format() -> None:
    assert 55 <= len(TOPICS) <= 65
    assert all(re.fullmatch("[a-z0-9-]{1,80}", slug) and term.slug == slug for slug, term in TOPICS.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_topics_have_a_name_of_their_own_in_each_language(language: str) -> None:
    names = [getattr(term.labels, language) for term in TOPICS.values()]
    assert all(names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_topics_are_described_in_each_language_or_in_none(language: str) -> None:
    described = [term.description for term in TOPICS.values() if term.description]
    assert described
    assert all(getattr(description, language) for description in described)


@pytest.mark.parametrize(
    "slug",
    [
        "green-skills",
        "digital-skills",
        "renewable-energy",
        "advanced-manufacturing",
        "agri-food",
        "inclusion",
        "construction",
        "artificial-intelligence",
        "tourism-and-hospitality",
        "health-and-care",
        "mobility-and-transport",
        "entrepreneurship",
        "creative-industries",
        "social-economy",
        "sport",
        "culture",
        "work-based-learning",
    ],
)
def test_topics_have_the_slugs_that_others_write(slug: str) -> None:
    assert isinstance(TOPICS[slug], Labelled)


def test_name_of_a_known_slug_is_its_label() -> None:
    assert [topics.name("green-skills", language) for language in LANGUAGES] == [
        "Green skills",
        "Zielone umiejętności",
        "Grüne Kompetenzen",
    ]


@given(st.text(), st.sampled_from(sorted(LANGUAGES)))
def test_name_of_an_unknown_slug_is_what_was_written(slug: str, language: str) -> None:
    assert topics.name(slug, language) == (TOPICS[slug].label(language) if slug in TOPICS else slug)


def test_pages_say_that_the_list_is_not_official() -> None:
    assert "official" in str(topics.NOT_OFFICIAL)


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("WBL", "work-based-learning"),
        ("Lehrlinge", "apprenticeships"),
        ("nachhaltigkeit", "green-skills"),
        ("grune", "green-skills"),
        ("odnawialne", "renewable-energy"),
        ("OZE", "renewable-energy"),
        ("recykling", "circular-economy"),
        ("absolwenci", "graduate-tracking"),
        ("inkluzja", "inclusion"),
        ("kultura", "culture"),
        ("Tourismus", "tourism-and-hospitality"),
        ("rzemiosło", "crafts-and-heritage-trades"),
        ("KI", "artificial-intelligence"),
        ("green-skills", "green-skills"),
    ],
)
def test_find_knows_topics_by_ones_own_words(words: str, slug: str) -> None:
    assert slugs(words)[:1] == [slug]


def test_find_says_what_the_words_hit() -> None:
    assert topics.find("cyfrowe")[0].matched == "Umiejętności cyfrowe"


@pytest.mark.parametrize("words", ["", "qqqq", "of the", "?"])
def test_find_gives_nothing_for_words_that_mean_nothing(words: str) -> None:
    assert topics.find(words) == []


@given(st.text() | st.sampled_from([label for term in TOPICS.values() for label in (term.labels.en, *term.also)]))
def test_find_never_raises_and_gives_each_once_whatever_the_case(words: str) -> None:
    found = slugs(words, limit=1000)
    assert len(set(found)) == len(found)
    assert topics.find(words, limit=3) == topics.find(words, limit=1000)[:3]


@given(st.sampled_from(sorted(TOPICS)), st.sampled_from([str.upper, str.lower, str.title]))
def test_find_knows_each_by_its_names(slug: str, spelt: object) -> None:
    assert callable(spelt)
    for language in LANGUAGES:
        assert slug in slugs(spelt(TOPICS[slug].label(language)), limit=1000)
