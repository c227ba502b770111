"""What pages say of numbers and mistakes is what a reader can check and understand."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from matchmaker import language
from matchmaker.db import Database
from matchmaker.matching.saying.glance import strongest, told
from matchmaker.models import Search, User
from matchmaker.services import searches, suggestions
from matchmaker.services.searches import Question
from matchmaker.web import rendering
from tests import factories
from tests.factories import Cast
from tests.web.conftest import Person, here, text


def test_what_a_score_gains_is_the_difference_of_what_is_shown(app: Flask) -> None:
    before, after = (SimpleNamespace(score=score, fit="known") for score in (74.551, 61.749))
    with app.test_request_context():
        macros: Any = app.jinja_env.get_template("macros/effects.html").module
        said = " ".join(macros.points(SimpleNamespace(before=before, after=after)).split())
    assert said == "Score: 61.7 instead of 74.6 of 100, 12.9 less."


def test_of_whom_nothing_is_known_and_nothing_speaks_no_line_is_left_empty(app: Flask) -> None:
    cards = {"b": SimpleNamespace(soon="answers within 3 days")}
    with app.test_request_context():
        macros: Any = app.jinja_env.get_template("macros/effects.html").make_module({"strongest": strongest, "told": told})
        said = macros.why(SimpleNamespace(reasons={"a": (), "b": ()}, to_confirm=()), cards)
    assert re.findall(r"<p[^>]*>(.*?)</p>", said) == ['<span class="soft">answers within 3 days</span>']


def test_only_the_first_of_fair_alternatives_is_the_one_of_all(app: Flask) -> None:
    proposal = SimpleNamespace(fit="known", price=2.1, proof=SimpleNamespace(status="optimal"))
    answer = SimpleNamespace(request=SimpleNamespace(fairness=3.0))
    with app.test_request_context():
        macros: Any = app.jinja_env.get_template("suggestions/folds.html").make_module({"answer": answer})
        first, second = (" ".join(macros.nothing_better(proposal, n).split()) for n in (1, 2))
    assert "Of all combinations within 3 points of the best" in first
    assert "Of those that differ enough from the alternatives above" in second
    assert "Of all combinations" not in second


@pytest.mark.parametrize(
    ("tongue", "said"),
    [("en", "4 November 2026, 00:34"), ("de", "4. November 2026, 00:34"), ("pl", "4 listopada 2026, 00:34")],
)
def test_moment_is_said_as_in_the_language(tongue: str, said: str) -> None:
    with language.speaking(tongue):
        assert rendering.moment(datetime(2026, 11, 3, 23, 34, tzinfo=UTC)) == said


def test_consortia_of_one_idea_are_told_apart(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        idea = factories.draft(session, here(session, people).alice, [people.bob.key]).idea_id
    assert re.search(r"2 organisations · \d+ \w+ \d{4}, \d\d:\d\d", text(alice.get(f"/ideas/{idea}")))


def test_percent_sign_stays_with_its_number() -> None:
    assert rendering.say("likely (91 %)") == "likely (91\N{NO-BREAK SPACE}%)"


def test_step_that_no_longer_suits_is_refused_in_words(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        factories.draft(session, here(session, people).alice, [people.bob.key])
    page = alice.get(f"/consortia/1/what-if?kind=remove&leaves={people.dora.key}&joins=&coordinator=")
    assert page.status_code == 422
    assert "is not a member of the consortium" in text(page)
    assert "steps" not in text(page)


def test_next_step_of_a_draft_that_does_not_pass_begins_with_the_rules(
    new_database: Database, people: Cast, alice: Person
) -> None:
    with new_database.unit_of_work() as session:
        factories.draft(session, here(session, people).alice, [people.bob.key])
    page = alice.get("/consortia/1")
    assert "Composition check not passed" in text(page)
    step = page.text.partition('class="next-step')[2].partition("</section>")[0]
    assert 'href="/consortia/1/repairs"' in step
    assert 'id="help"' in page.text


@pytest.mark.parametrize("path", ["/ideas/new/a/whom?call=ka220-vet-2027"])
def test_nobody_is_asked_to_wish_for_a_restriction(alice: Person, path: str) -> None:
    page = alice.get(path)
    assert 'value="kind:chamber"' in page.text
    assert "hu_public_interest_trust" not in page.text


def test_stopped_search_that_found_nothing_does_not_speak_of_time(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        idea = factories.idea(session, here(session, people).alice, size_min=3, size_max=3)
        by, question = session.get_one(User, people.alice.user.id), Question(suggestions.request_of(session, idea), known=False)
        nothing = {"proposals": (), "status": "unknown", "complete": False}
        cut = suggestions.answer(session, question.request, time_limit=0.0).model_copy(update=nothing)
        search = searches.begin(session, idea, question, cut, searches.newest_change(session), by=by)
        searches.take(session, search.id)
        searches.beat(session, search.id, searches.Progress(0, 3, None, None, 2.0))
        searches.call_off(session, idea, session.get_one(Search, search.id), by=by)
        searches.end(session, search.id, cut, searches.newest_change(session))
    said = text(alice.get(f"/ideas/{idea.id}/suggestions"))
    assert "The search was stopped after 2 seconds. Nothing had been found until then." in said
    assert "No consortium was found, and it is not known either that there is none." in said
    assert "in time" not in said
    assert "Found on" not in said
