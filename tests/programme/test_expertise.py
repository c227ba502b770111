import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.language import LANGUAGES, Labelled
from matchmaker.programme import expertise
from matchmaker.programme.expertise import EXPERTISE


def slugs(words: str, limit: int = 10) -> list[str]:
    return [match.term.slug for match in expertise.find(words, limit)]


def test_expertise_are_about_sixty_with_slugs_of_the_interchange_format() -> None:
    assert 55 <= len(EXPERTISE) <= 65
    assert all(re.fullmatch("[a-z0-9-]{1,80}", slug) and term.slug == slug for slug, term in EXPERTISE.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_expertise_have_a_name_of_their_own_in_each_language(language: str) -> None:
    names = [getattr(term.labels, language) for term in EXPERTISE.values()]
    assert all(names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_expertise_are_described_in_each_language_or_in_none(language: str) -> None:
    described = [term.description for term in EXPERTISE.values() if term.description]
    assert described
    assert all(getattr(description, language) for description in described)


@pytest.mark.parametrize(
    "slug",
    [
        "graduate-tracking",
        "curriculum-design",
        "evaluation",
        "teacher-training",
        "dissemination",
        "accreditation",
        "e-learning-production",
        "project-management",
        "quality-assurance",
        "apprenticeships",
    ],
)
def test_expertise_have_the_slugs_that_others_write(slug: str) -> None:
    assert isinstance(EXPERTISE[slug], Labelled)


def test_name_of_a_known_slug_is_its_label() -> None:
    assert [expertise.name("graduate-tracking", language) for language in LANGUAGES] == [
        "Graduate tracking",
        "Monitorowanie losów absolwentów",
        "Werdegang-Nachverfolgung von Absolventen",
    ]


@given(st.text(), st.sampled_from(sorted(LANGUAGES)))
def test_name_of_an_unknown_slug_is_what_was_written(slug: str, language: str) -> None:
    assert expertise.name(slug, language) == (EXPERTISE[slug].label(language) if slug in EXPERTISE else slug)


def test_pages_say_that_the_list_is_not_official() -> None:
    assert "official" in str(expertise.NOT_OFFICIAL)


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("EQAVET", "quality-assurance"),
        ("ECVET", "ecvet-and-qualifications"),
        ("Lehrerfortbildung", "teacher-training"),
        ("upowszechnianie", "dissemination"),
        ("egzamin czeladniczy", "examinations"),
        ("Moodle", "e-learning-production"),
        ("Projektmanagement", "project-management"),
        ("tłumacz", "translation"),
        ("Gewerkschaft", "social-dialogue"),
        ("employers", "access-to-companies"),
        ("CNC", "automation-and-robotics"),
        ("ewaluacja", "evaluation"),
    ],
)
def test_find_knows_expertise_by_ones_own_words(words: str, slug: str) -> None:
    assert slugs(words)[:1] == [slug]


def test_find_says_what_the_words_hit() -> None:
    assert expertise.find("alumni")[0].matched == "alumni"


@pytest.mark.parametrize("words", ["", "qqqq", "of the", "?"])
def test_find_gives_nothing_for_words_that_mean_nothing(words: str) -> None:
    assert expertise.find(words) == []


@given(st.text() | st.sampled_from([label for term in EXPERTISE.values() for label in (term.labels.en, *term.also)]))
def test_find_never_raises_and_gives_each_once_whatever_the_case(words: str) -> None:
    found = slugs(words, limit=1000)
    assert len(set(found)) == len(found)
    assert expertise.find(words, limit=3) == expertise.find(words, limit=1000)[:3]


@given(st.sampled_from(sorted(EXPERTISE)), st.sampled_from([str.upper, str.lower, str.title]))
def test_find_knows_each_by_its_names(slug: str, spelt: object) -> None:
    assert callable(spelt)
    for language in LANGUAGES:
        assert slug in slugs(spelt(EXPERTISE[slug].label(language)), limit=1000)
