"""The page of suggestions: a search that takes long goes on and can be stopped; chances for those who are shown less often."""

import re
import sqlite3
from collections.abc import Iterator
from html import unescape
from time import monotonic, sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import make_url

from matchmaker.db import Database
from matchmaker.models import Consortium, Idea, Organisation, Search, Showing, User
from matchmaker.services import exposure, searches, suggestions
from matchmaker.services.searches import Question
from matchmaker.web.rendering import first_sentence
from tests import factories, long_search
from tests.conftest import Clock
from tests.factories import Cast
from tests.web.conftest import Person, here, suggest, text

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def idea(new_database: Database, people: Cast) -> Idea:
    """An idea of Alice's that is answered at once."""
    with new_database.unit_of_work() as session:
        return factories.idea(session, here(session, people).alice, size_min=3, size_max=3)


@pytest.fixture
def search(new_database: Database, people: Cast, idea: Idea) -> Search:
    """A search for it that goes on."""
    return begin(new_database, people, idea)


def begin(database: Database, people: Cast, idea: Idea, **said: Any) -> Search:
    """As if the answer had not been complete; no process is started for it."""
    with database.unit_of_work() as session:
        by, asked = session.get_one(User, people.alice.user.id), session.get_one(Idea, idea.id)
        question = Question(suggestions.request_of(session, asked, **said), known=False)
        answer = suggestions.answer(session, question.request).model_copy(update={"complete": False})
        return searches.begin(session, asked, question, answer, searches.newest_change(session), by=by)


def page_of(idea: Idea) -> str:
    return f"/ideas/{idea.id}/suggestions"


def test_page_shows_a_search_that_goes_on_until_it_is_stopped(
    new_database: Database, alice: Person, idea: Idea, search: Search
) -> None:
    page = alice.get(page_of(idea))
    address = f"{page_of(idea)}/searches/{search.id}"
    assert "The search is still running" in text(page)
    assert f'hx-get="{address}" hx-trigger="every 1s"' in page.text
    assert re.search(r"Alternative 1 .* (\d+) of \1 rules met", text(page))
    with new_database.unit_of_work() as session:
        searches.take(session, search.id)
        searches.beat(session, search.id, searches.Progress(0, 3, 70.0, 100.0, 2.0))
    assert text(alice.get(address, headers=FRAGMENT)) == "Looking for alternative 1 of 3: 2 of at most 60 seconds."
    with new_database.unit_of_work() as session:
        searches.beat(session, search.id, searches.Progress(1, 3, 70.0, 71.26, 7.1))
    said = text(alice.get(address, headers=FRAGMENT))
    assert said == (
        "Looking for alternative 2 of 3: 7 of at most 60 seconds. The last one found may still improve by up to 1.3 points."
    )
    stopped = alice.post(f"{address}/stop")
    assert (stopped.status_code, stopped.location) == (303, page_of(idea))
    page = alice.get(page_of(idea))
    assert "The search is being stopped." in text(page)
    assert not re.search(r"<button[^>]*>[^<]*(<[^>]*>)*\s*Stop\s*</button>", page.text)
    assert alice.get(address, headers=FRAGMENT).status_code == 200
    with new_database.unit_of_work() as session:
        found = searches.answer_of(session.get_one(Search, search.id))
        assert found is not None
        searches.end(session, search.id, found, searches.newest_change(session))
    ended = alice.get(address, headers=FRAGMENT)
    assert (ended.status_code, ended.headers["HX-Refresh"]) == (204, "true")
    said = text(alice.get(page_of(idea)))
    assert "The search was stopped after 7 seconds." in said
    assert "Alternative 1" in said


def test_page_says_that_what_stands_in_the_way_is_looked_for_and_shows_it_at_the_end(
    new_database: Database, people: Cast, alice: Person
) -> None:
    with new_database.unit_of_work() as session:
        mine = here(session, people).alice
        idea = factories.idea(session, mine, language="mt", confirmed_only=True)
        question = Question(suggestions.request_of(session, idea), known=False)
        cut, whole = (suggestions.answer(session, question.request, time_limit=seconds) for seconds in (0.0, 10.0))
        search = searches.begin(session, idea, question, cut, searches.newest_change(session), by=mine.user)
    address = f"{page_of(idea)}/searches/{search.id}"
    said = text(alice.get(page_of(idea)))
    assert "The search is still running No combination meets the call's rules and all your wishes." in said
    assert "This cannot be met" not in said
    with new_database.unit_of_work() as session:
        searches.take(session, search.id)
        searches.beat(session, search.id, searches.Progress(0, 0, None, None, 7.1))
    assert text(alice.get(address, headers=FRAGMENT)) == "Looking for what stands in the way: 7 of at most 60 seconds."
    with new_database.unit_of_work() as session:
        searches.end(session, search.id, whole, searches.newest_change(session))
    assert "HX-Refresh" in alice.get(address, headers=FRAGMENT).headers
    said = text(alice.get(page_of(idea)))
    assert "The search has ended, after 7 seconds." in said
    assert "This cannot be met" in said
    assert "It would help to give up" in said


def test_ended_search_can_be_asked_for_again(new_database: Database, alice: Person, idea: Idea, search: Search) -> None:
    with new_database.unit_of_work() as session:
        searches.lose(session, search.id)
    page = alice.get(page_of(idea))
    assert "because of a fault on our side" in text(page)
    assert "Suggest again" in text(page)
    said = text(suggest(alice, f"/ideas/{idea.id}"))
    assert "The search" not in said
    assert "No other combination" in said


def test_looking_asks_nothing_and_asking_leads_to_a_page_that_stays(
    new_database: Database, alice: Person, idea: Idea, clock: Clock
) -> None:
    page = alice.get(page_of(idea))
    assert page.status_code == 200
    assert "Nothing is suggested yet for the idea as it stands, asked in this way." in text(page)
    assert "Alternative" not in text(page)
    assert f'method="post" action="{page_of(idea)}/ask"' in page.text
    asked = alice.post(f"{page_of(idea)}/ask", known="yes", chance="more")
    assert (asked.status_code, asked.location) == (303, f"{page_of(idea)}?known=yes&chance=more")
    assert "Nothing is suggested yet" in text(alice.get(page_of(idea)))
    clock.move(days=3)
    for _ in range(2):
        said = text(alice.get(asked.location))
        assert "Alternative 1" in said
        assert "Found on 23 November 2026" in said
        assert "Suggest again" in said
        assert "Things have changed since" not in said
    assert asked.location.replace("&", "&amp;") in alice.get(f"/ideas/{idea.id}").text
    assert (alice.get(f"{page_of(idea)}/ask").status_code, alice.get(f"{page_of(idea)}/ask").location) == (303, page_of(idea))
    with new_database.session(reads=True) as session:
        assert session.query(Search).count() == 1


def test_page_says_who_changed_and_leaves_out_who_is_gone(
    new_database: Database, people: Cast, alice: Person, idea: Idea
) -> None:
    suggest(alice, f"/ideas/{idea.id}")
    with new_database.unit_of_work() as session:
        now = here(session, people)
        factories.edit(session, now.bob, open_to_requests=False)
    said = text(alice.get(page_of(idea)))
    assert "Things have changed since" in said
    assert "They can no longer be asked: Bob's organisation." in said
    assert "What we know of them is different now: Bob's organisation." in said
    assert "Alternative 1" in said
    with new_database.unit_of_work() as session:
        session.delete(session.get_one(Organisation, people.bob.organisation.id))
    said = text(alice.get(page_of(idea)))
    assert "An alternative is left out: an organisation in it is no longer here." in said
    assert "Alternative 1" not in said
    assert "Nothing is left" in said


def test_closed_idea_shows_what_was_found_and_asks_nobody(new_database: Database, alice: Person, idea: Idea) -> None:
    suggest(alice, f"/ideas/{idea.id}")
    alice.post(f"/ideas/{idea.id}/close")
    alice.get(f"/ideas/{idea.id}")  # says that it was closed, and offers to undo that
    page = alice.get(page_of(idea))
    assert "This idea is closed." in text(page)
    assert "Alternative 1" in text(page)
    assert "<form" not in page.text.partition("<main")[2].partition("</main")[0]
    assert alice.post(f"{page_of(idea)}/ask").status_code == 409


def test_page_without_an_answer_says_who_there_is_and_offers_every_way_on(
    new_database: Database, people: Cast, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestions, "AT_FIRST", 60.0)
    with new_database.unit_of_work() as session:
        mine = here(session, people).alice
        hard = factories.idea(session, mine, call="ka220-vet-2026", language="mt", confirmed_only=True)
        shown = factories.idea(session, mine, call="ka220-vet-2026", language="mt", confirmed_only=True, is_shown=True)
    page = suggest(alice, f"/ideas/{hard.id}")
    said = text(page)
    assert "“working in Maltese”: 3 organisations, as far as is known (countries: 3); beside all your other wishes: 0." in said
    ways = page.text.partition('id="ways"')[2].partition("</section>")[0]
    links = [unescape(one) for one in re.findall(r'href="([^"]+)"', ways)]
    assert f"/ideas/{hard.id}/edit?give_up=language" in links
    assert f"/ideas/{hard.id}/edit?give_up=third_countries" in links
    assert f"/ideas/{hard.id}/edit/when#is_shown" in links
    for place in ("round", "is_shown"):
        assert f'id="{place}' in alice.get(f"/ideas/{hard.id}/edit/when").text
    assert any(one.startswith("/calls?kind=") for one in links)
    (by_name,) = (one for one in links if "/variant?" in one)
    assert "Try somebody else beside them: name or town" in text(alice.get(by_name.partition("#")[0]))
    assert all(alice.get(one.partition("#")[0], follow_redirects=True).status_code == 200 for one in links)
    assert re.search(rf'action="/ideas/{hard.id}/suggestions/ask".*name="known" value="yes"', ways, re.DOTALL)
    beyond = text(suggest(alice, f"/ideas/{hard.id}", known="yes"))
    assert "They get a letter from you instead of an invitation." not in beyond
    assert "Ask later: this request is shown" in text(suggest(alice, f"/ideas/{shown.id}"))
    alice.post(f"/ideas/{hard.id}/close")
    assert 'id="ways"' not in alice.get(page_of(hard)).text


@pytest.mark.parametrize(
    ("text_", "first"),
    [
        ("One school. It has a kitchen.", "One school."),
        (
            "Founded on 3. October in Lodz by J. Kowalski. It teaches.",
            "Founded on 3. October in Lodz by J. Kowalski.",
        ),
        ("No full stop at all", "No full stop at all"),
        ("A line\nand another one.", "A line"),
        ("Who? We do.", "Who?"),
        ("  ", ""),
    ],
)
def test_first_sentence_of_a_text_is_what_is_told_of_an_organisation(text_: str, first: str) -> None:
    assert first_sentence(text_) == first


def test_going_back_and_saving_again_leads_to_the_draft_that_is_there(
    new_database: Database, people: Cast, alice: Person, idea: Idea
) -> None:
    page = suggest(alice, f"/ideas/{idea.id}")
    (sealed,) = re.findall(r'name="proposal" value="([^"]+)"', page.text)
    first, again = (alice.post(page_of(idea), proposal=unescape(sealed), once=once).location for once in ("a", "b"))
    assert first == again == "/consortia/1"
    assert "You have saved this alternative before." in text(alice.get(again))
    (anew,) = re.findall(r'name="proposal" value="([^"]+)"', suggest(alice, f"/ideas/{idea.id}").text)
    assert alice.post(page_of(idea), proposal=unescape(anew), once="c").location == first
    alice.post("/consortia/1/withdraw", version="1")
    with new_database.session(reads=True) as session:
        assert [one.state for one in session.query(Consortium)] == ["withdrawn"]
    assert alice.post(page_of(idea), proposal=unescape(anew), once="d").location == "/consortia/2"
    other = alice.post(
        f"/ideas/{idea.id}/variant", member=[people.alice.key, people.bob.key, people.dora.key], lead=people.alice.key,
        kind="replace", leaves=people.dora.key, joins=people.charlie.key, once="e",
    )  # fmt: skip
    assert other.location == "/consortia/3"


def test_suggesting_is_for_those_who_may(new_database: Database, bob: Person, stranger: Person, idea: Idea) -> None:
    assert bob.post(f"{page_of(idea)}/ask").status_code == 404
    assert bob.get(page_of(idea)).status_code == 404
    assert "/login" in stranger.post(f"{page_of(idea)}/ask").location
    assert "/login" in stranger.get(page_of(idea)).location
    with new_database.session(reads=True) as session:
        assert (session.query(Search).count(), session.query(Showing).count()) == (0, 0)


def test_suggesting_is_limited_by_account(alice: Person, idea: Idea) -> None:
    answers = [alice.post("/ideas/0/suggestions/ask") for _ in range(61)]
    assert [one.status_code for one in answers[-2:]] == [404, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 61  # a minute, rounded up


def test_address_of_a_search_leads_a_person_to_its_page(new_database: Database, people: Cast, alice: Person, idea: Idea) -> None:
    search = begin(new_database, people, idea, fairness=1.0)
    address = f"{page_of(idea)}/searches/{search.id}"
    for path in (address, f"{address}/stop"):
        found = alice.get(path)
        assert found.status_code == 303
        found = alice.get(found.location) if found.location == address else found
        assert found.location == f"{page_of(idea)}?chance=little"


def test_searches_are_nobody_elses(alice: Person, bob: Person, stranger: Person, idea: Idea, search: Search) -> None:
    address = f"{page_of(idea)}/searches/{search.id}"
    assert bob.get(address, headers=FRAGMENT).status_code == 404
    assert bob.post(f"{address}/stop").status_code == 404
    assert stranger.post(f"{address}/stop").status_code == 303
    assert alice.get(f"{page_of(idea)}/searches/{search.id + 1}", headers=FRAGMENT).status_code == 404
    assert "The search is still running" in text(alice.get(page_of(idea)))


def test_as_many_searches_as_may_go_on_is_said(
    new_database: Database, people: Cast, alice: Person, idea: Idea, monkeypatch: pytest.MonkeyPatch
) -> None:
    with new_database.unit_of_work() as session:
        ours = here(session, people).alice
        others = [factories.idea(session, ours, title=f"Another {n}") for n in range(searches.AT_ONCE)]
        long_search.crowd(session)
        long = long_search.idea(session, ours)
    for one in others:
        begin(new_database, people, one)
    monkeypatch.setattr(suggestions, "AT_FIRST", 0.3)
    said = text(suggest(alice, f"/ideas/{long.id}"))
    assert "Two of your searches are still going on." in said
    assert "The search was stopped after" in said
    assert "The search is still running" not in said


def test_who_is_shown_is_written_down_once_and_choice_of_chance_is_kept(
    new_database: Database, people: Cast, alice: Person, idea: Idea
) -> None:
    with new_database.unit_of_work() as session:
        charlie = here(session, people).charlie
        exposure.record_shown(session, factories.idea(session, charlie), [people.bob.key], by=charlie.user)
    for _ in range(2):
        page = suggest(alice, f"/ideas/{idea.id}", chance="more")
    assert re.search(r'<option value="more" selected>', page.text)
    assert "Suggested lately for 1 idea in 90 days" in text(page)
    with new_database.session(reads=True) as session:
        shown = {one.organisation_id for one in session.query(Showing).filter_by(idea_id=idea.id)}
    assert shown == {people.bob.organisation.id, people.dora.organisation.id}
    assert '<option value="" selected>' in alice.get(f"{page_of(idea)}?chance=odd").text


def test_partners_from_third_countries_are_a_tick_that_a_priority_offers(
    new_database: Database, people: Cast, alice: Person
) -> None:
    with new_database.unit_of_work() as session:
        said = {"call": "ka220-sch-2026", "priorities": ["SCH26-UKRAINE"]}
        idea = factories.idea(session, here(session, people).alice, **said)
    offer = "is about working with organisations in Ukraine, too; they are left out, like all from third countries."
    for path in (f"/ideas/{idea.id}", page_of(idea)):
        page = alice.get(path)
        assert offer in text(page)
        (link,) = re.findall(r'href="(/ideas/\d+/edit\?give_up=third_countries)"', page.text)
    form = alice.get(link, follow_redirects=True)
    tick = re.compile(r'<input type="checkbox" id="third_countries"[^>]* checked>')
    assert tick.search(form.text)
    assert "a partner from there is taken out at assessment, unless the application shows what it alone can add" in text(form)
    assert not tick.search(alice.get(f"/ideas/{idea.id}/edit/whom").text)
    with new_database.unit_of_work() as session:
        session.get_one(Idea, idea.id).third_countries = True
    page = alice.get(f"/ideas/{idea.id}")
    assert offer not in text(page)
    assert "Third countries partners from there, too" in text(page)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("ka220-vet-2026", "is taken out at assessment"),
        ("alliances-lot1-2025", "the call's rules can be met without them"),
        ("cbvet-2026", "Partners from third countries are suggested, too: the call's rules need them."),
        ("ka210-vet-2026", ""),
    ],
)
def test_tick_says_why_they_are_left_out_and_is_there_only_where_it_changes_something(
    alice: Person, call: str, said: str
) -> None:
    form = alice.get(f"/ideas/new/a/whom?call={call}")
    assert ('id="third_countries"' in form.text) == (call in ("ka220-vet-2026", "alliances-lot1-2025"))
    assert said in text(form)


def test_what_was_scored_by_an_earlier_formula_says_so(new_database: Database, people: Cast, alice: Person, idea: Idea) -> None:
    other = "We now use another formula"
    page = suggest(alice, f"/ideas/{idea.id}")
    assert other not in text(page)
    with new_database.unit_of_work() as session:
        for search in session.query(Search).filter_by(idea_id=idea.id):
            search.answer = {key: value for key, value in search.answer.items() if key != "formula"}
    page = alice.get(page_of(idea))
    assert other in text(page)
    assert "Alternative 1" in text(page)


@pytest.fixture
def busy(new_database: Database) -> Iterator[None]:
    """Somebody else writes for a long time; SQLite has one writer at a time."""
    other = sqlite3.connect(str(make_url(new_database.url).database), isolation_level=None)
    other.execute("begin immediate")
    yield
    other.close()


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_page_is_shown_while_nothing_can_be_written(alice: Person, idea: Idea, request: pytest.FixtureRequest) -> None:
    suggest(alice, f"/ideas/{idea.id}")
    request.getfixturevalue("busy")
    page = alice.get(page_of(idea))
    assert page.status_code == 200
    assert "Alternative 1" in text(page)
    assert alice.post(f"{page_of(idea)}/ask").status_code == 503


@pytest.fixture
def processes(app: Flask) -> Iterator[None]:
    """Ends the processes that a test lets start."""
    yield
    app.extensions["workers"].close()


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("processes")
def test_search_that_takes_long_goes_on_in_a_process(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        long_search.crowd(session)
        idea = long_search.idea(session, here(session, people).alice)
    page = suggest(alice, f"/ideas/{idea.id}")
    (address,) = re.findall(r'hx-get="([^"]+/searches/\d+)"', page.text)
    until = monotonic() + 60
    while "Looking for" not in alice.get(address, headers=FRAGMENT).text:
        assert monotonic() < until
        sleep(0.1)
    assert address in alice.get(page_of(idea)).text
    alice.post(f"{address}/stop")
    while "HX-Refresh" not in alice.get(address, headers=FRAGMENT).headers:
        assert monotonic() < until
        sleep(0.1)
    said = text(alice.get(page_of(idea)))
    assert "The search was stopped" in said
    found = "Alternative 1" in said  # on a busy machine it may have come to nothing so far
    assert ("The best that was found until then stands below." if found else "Nothing had been found until then.") in said
    with new_database.session(reads=True) as session:
        assert session.query(Search).count() == 1
