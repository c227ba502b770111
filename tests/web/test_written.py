"""Members' texts are marked with their language, so that they are read aloud in it."""

import re

import pytest
from markupsafe import Markup

from matchmaker.db import Database
from matchmaker.inputs.tongues import SMALL_WORDS, language_of
from matchmaker.language import say, speaking, together
from matchmaker.matching.saying.things import project
from matchmaker.web.written import said, written
from tests import factories
from tests.factories import Cast
from tests.web.conftest import Person, here

SAID = {
    "en": "We teach young people in hotels and restaurants, and want to learn from partners that work with waste.",
    "pl": "Jesteśmy szkołą gastronomiczną i szukamy partnerów, którzy uczą się od siebie, jak nie marnować żywności.",
    "de": "Wir sind eine Berufsschule und suchen Partner, mit denen die Lernenden im Betrieb üben können.",
    "fr": "Nous formons des jeunes dans les métiers de la cuisine et cherchons des partenaires pour un projet sur le gaspillage.",
    "es": "Somos una escuela de hostelería y buscamos socios para que los alumnos aprendan en las empresas de la región.",
    "it": "Siamo una scuola alberghiera e cerchiamo partner per un progetto che riduca gli sprechi nelle cucine della regione.",
    "cs": "Jsme střední škola a hledáme partnery, se kterými se žáci naučí pracovat ve firmách.",
    "fi": "Olemme ammattikoulu ja etsimme kumppaneita, joiden kanssa opiskelijat oppivat ja että työ on turvallista.",
    "el": "Είμαστε σχολή και αναζητούμε εταίρους για την εκπαίδευση των μαθητών στην κουζίνα.",
}


@pytest.mark.parametrize("code", SAID)
def test_small_words_tell_the_language(code: str) -> None:
    assert language_of(SAID[code]) == code


@pytest.mark.parametrize("text", ["", "Kitchens", "CNC 4.0", "Europejska Akademia", "1013", "Ми вчимо готувати"])
def test_nobody_guesses_where_there_is_nothing_to_go_by(text: str) -> None:
    assert language_of(text) == ""


def test_every_language_of_ours_and_no_word_twice_in_one() -> None:
    assert {"en", "pl", "de"} <= set(SMALL_WORDS)
    for words in SMALL_WORDS.values():
        assert len(set(words.split())) == len(words.split())


def test_only_what_is_not_in_the_language_of_the_page_is_marked() -> None:
    with speaking("de"):
        assert written(SAID["de"]) == SAID["de"]
        assert written(SAID["fr"]) == f'<span lang="fr">{SAID["fr"]}</span>'
        assert written("<b>") == '<span lang="">&lt;b&gt;</span>'
        assert written("Kitchens that teach", SAID["en"]).startswith('<span lang="en">')


def test_a_profile_says_in_which_language_it_is_written(new_database: Database, people: Cast, stranger: Person) -> None:
    with new_database.unit_of_work() as session:
        alice = here(session, people).alice
        factories.edit(session, alice, description=SAID["fr"])
    page = stranger.get(f"/organisations/{people.alice.organisation.id}").text
    assert re.search(r'<span lang="fr">Nous formons', page)


def test_title_in_a_sentence_is_marked_with_its_language_and_nothing_else_is() -> None:
    odd, edge = "<b>& z nami do szkoły i na praktyki, że nie dla nas</b>", "\N{INVISIBLE SEPARATOR}0\N{INVISIBLE SEPARATOR}"
    done = say("%(who)s did %(what)s; 5 %%", who=f"<i>{edge}", what=(project("p1", {"p1": odd}), project("p2", {})))
    with speaking("de"):
        found = said(together([done, say("“%(title)s” ends.", title=SAID["de"])]))
    polish = Markup('<span lang="pl">{}</span>').format(odd)
    assert found == Markup("&lt;i&gt;0 did „{}“ und p2; 5\N{NO-BREAK SPACE}% “{}” ends.").format(polish, SAID["de"])


def test_titles_inside_sentences_of_pages_are_marked(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        made = factories.draft(session, here(session, people).alice, [here(session, people).bob])
        made.idea.title = SAID["pl"]
        number = made.idea_id
    marked = f'← <span lang="pl">{SAID["pl"]}</span></a>'
    assert marked in alice.get(f"/ideas/{number}/suggestions?lang=de").text
    assert marked not in alice.get(f"/ideas/{number}/suggestions?lang=pl").text
