"""An idea in three steps: kept as it is typed, found again anywhere, seen by nobody else, and made once."""

import gzip
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.jobs import rounds
from matchmaker.models import HistoryEntry, Idea, IdeaDraft, Organisation, Participation, PastProject, User
from matchmaker.paths import PACKAGE
from matchmaker.programme import hints
from matchmaker.services import drafts, ideas
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSED_CALL, OPEN_CALL, Cast
from tests.web.conftest import Person, at_browser, describe, here, text
from tests.web.test_once import at_once

WHAT = "/ideas/new/k1/what"
WHOM = "/ideas/new/k1/whom"
WHEN = "/ideas/new/k1/when"


def number_of(database: Database, model: type[Any]) -> int:
    with database.session(reads=True) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def typed(person: Person, path: str = WHAT, **said: Any) -> TestResponse:
    """What the page sends by itself while one types, and what it gets."""
    sent = person.post(path, call=OPEN_CALL, go="keep", **said)
    assert sent.status_code == 303, sent.text
    return person.get(sent.location)


def ticked(page: TestResponse, name: str) -> set[str]:
    """The boxes of this name that are ticked."""
    boxes = re.findall(rf'<input type="checkbox"[^>]* name="{name}" value="([^"]+)"([^>]*)>', page.text)
    return {value for value, more in boxes if "checked" in more}


def hinted(page: TestResponse) -> dict[str, list[str]]:
    """The boxes of what the text hints at, as they are sent back."""
    found: dict[str, list[str]] = {"shown": re.findall(r'name="shown" value="([^"]+)"', page.text)}
    for one in found["shown"]:
        name, _, code = one.partition(":")
        found.setdefault(name, []).append(code)
    return found


def fitting(page: TestResponse) -> int:
    said = re.search(r"([\d,]+) organisations? fits? so far", text(page))
    assert said
    return int(said[1].replace(",", ""))


def test_what_is_typed_is_kept_and_found_at_another_browser(
    app: Flask, people: Cast, alice: Person, clock: Clock, new_database: Database
) -> None:
    page = typed(alice, title="Bread of tomorrow", summary="Bakers learn")
    assert "Saved at" in text(page)
    elsewhere = at_browser(app, people.alice)
    for path in ("/home", "/ideas/new"):
        assert f'href="{WHAT}"' in elsewhere.get(path).text
        assert "Bread of tomorrow" in text(elsewhere.get(path))
    assert 'value="Bread of tomorrow"' in elsewhere.get(WHAT).text
    assert "Bakers learn" in elsewhere.get(WHAT).text
    assert number_of(new_database, Idea) == 0


def test_steps_keep_everything_forwards_and_backwards(alice: Person, new_database: Database) -> None:
    forwards = alice.post(WHAT, call=OPEN_CALL, title="Bread", fields=["0721"], go="whom")
    assert (forwards.status_code, forwards.location) == (303, WHOM)
    wished = {"seats": ["sector:HED"], "seats_number": ["1"], "language": "de", "countries": ["DE"], "confirmed_only": "yes"}
    back = alice.post(WHOM, **wished, go="what")
    assert back.location == WHAT
    page = alice.get(WHAT)
    assert 'value="Bread"' in page.text
    assert ticked(page, "fields") == {"0721"}
    alice.post(WHAT, title="Bread", fields=["0721"], go="when")
    page = alice.get(WHOM)
    assert re.search(r'value="sector:HED" selected', page.text)
    assert re.search(r'value="de" selected', page.text)
    assert ticked(page, "countries") == {"DE"}
    made = alice.post(WHEN, applicant="find", months="24")
    assert made.status_code == 303
    with new_database.session(reads=True) as session:
        form = ideas.form_of(session.scalars(select(Idea)).one())
    assert (form.title, form.fields, form.language, form.countries) == ("Bread", ("0721",), "de", ("DE",))
    assert (form.confirmed_only, form.applicant, form.months) == (True, "find", 24)


def test_rows_of_wishes_are_those_in_use_and_one_to_fill(alice: Person) -> None:
    typed(alice, title="Bread")
    row = re.compile(r'<select id="seats-what-\d+"')
    assert len(row.findall(alice.get(WHOM).text)) == 1
    two = {"seats": ["sector:HED", "class:labour_market_actor"], "seats_number": ["2", "1"]}
    alice.post(WHOM, **two, go="what")
    page = alice.get(WHOM).text
    assert len(row.findall(page)) == 3
    assert "2 partners: Higher education" in " ".join(page.split())


def test_another_wish_is_added_without_script_and_nothing_typed_is_lost(alice: Person) -> None:
    typed(alice, title="Bread")
    said = {
        "seats": ["sector:HED", ""],
        "seats_number": ["2", "3"],
        "language": "de",
        "size_min": "x",
        "countries_typed": "Narnia",
    }
    page = alice.post(WHOM, **said, find="seats")
    assert page.status_code == 200
    assert re.search(r'value="sector:HED" selected', page.text)
    assert re.findall(r'name="seats_number" value="(\d*)"', page.text) == ["2", "3"]
    assert re.search(r'<select id="seats-what-2" name="seats" autofocus>', page.text)
    assert re.search(r'value="de" selected', page.text)
    assert 'name="size_min" value="x"' in page.text
    assert "Narnia" in page.text
    eight = alice.post(WHOM, seats=["sector:HED"] * 8, seats_number=["1"] * 8, find="seats").text
    assert eight.count('name="seats_number"') == 8
    assert "Add another wish" not in eight


@pytest.mark.parametrize("number", ["3", "abc"])
def test_number_without_anybody_it_is_of_is_said_at_its_row_and_stays(alice: Person, new_database: Database, number: str) -> None:
    typed(alice, title="Bread")
    said = {"seats": ["sector:HED", "", "kind:chamber"], "seats_number": ["2", number, "1"], "language": "de"}
    page = alice.post(WHOM, **said, go="when")
    assert page.status_code == 422
    assert re.findall(r'name="seats_number" value="(\w*)"', page.text) == ["2", number, "1", "1"]
    assert re.findall(r'value="([\w:]+)" selected', page.text) == ["sector:HED", "kind:chamber", "de"]
    at_row = re.findall(r'id="seats-mistake-(\d)">(.*?)</span>\s*<div class="seat">(.*?)</div>\s*</div>', page.text, re.DOTALL)
    assert [(n, "Say who they should be." in sentence) for n, sentence, _ in at_row] == [("2", True)]
    assert at_row[0][2].count('aria-describedby="seats-mistake-2" aria-invalid="true"') == 2
    assert page.text.count("Say who they should be.") == 2, "at the row and in the list of mistakes"
    typed(alice, WHOM, **said)
    assert alice.post(WHEN, applicant="find", go="finish").location == f"{WHOM}?check=yes", "a draft is not finished without it"
    assert number_of(new_database, Idea) == 0
    emptied = alice.post(WHOM, **(said | {"seats_number": ["2", "", "1"]}), go="when")
    assert (emptied.status_code, emptied.location) == (303, WHEN)


def test_wish_nobody_has_begun_to_fill_is_none(alice: Person) -> None:
    typed(alice, title="Bread")
    assert alice.post(WHOM, seats=["", ""], seats_number=["1", ""], go="when").location == WHEN


def test_every_control_of_a_wish_has_a_label_of_its_own(alice: Person) -> None:
    page = alice.post(WHOM, seats=["sector:HED", "sector:SCH"], seats_number=["1", "1"], find="seats", call=OPEN_CALL).text
    ids = re.findall(r'<(?:select|input)[^>]* id="(seats-[a-z]+-\d+)"', page)
    assert len(ids) == 6
    labels = [re.findall(rf'<label for="{one}">(.*?)</label>', page) for one in ids]
    assert [len(one) for one in labels] == [1] * 6
    assert len({one for (one,) in labels}) == 6


def test_mistake_leads_to_its_step(alice: Person, new_database: Database) -> None:
    typed(alice, title="", summary="Bakers")
    typed(alice, WHOM, size_min="6", size_max="4")
    assert alice.post(WHAT, call=OPEN_CALL, title="", go="whom").status_code == 422
    refused = alice.post(WHEN, months="24", go="finish")
    assert (refused.status_code, refused.location) == (303, f"{WHAT}?check=yes")
    assert 'href="#title"' in alice.get(refused.location).text
    typed(alice, title="Bread")
    refused = alice.post(WHEN, months="24", go="finish")
    assert refused.location == f"{WHOM}?check=yes"
    assert "the largest size is below the smallest" in text(alice.get(refused.location))
    assert number_of(new_database, Idea) == 0
    assert alice.post(WHOM, size_min="6", size_max="4", go="what").status_code == 303  # back, whatever is wrong


def test_one_draft_makes_one_idea_and_going_back_changes_it(alice: Person, new_database: Database) -> None:
    made = describe(alice, "/ideas/new/k1", call=OPEN_CALL, title="Bread")
    again = alice.post(WHAT, call=OPEN_CALL, title="Bread of tomorrow", go="finish")
    assert (again.status_code, again.location) == (307, f"{made.location}/edit/what")
    changed = alice.post(again.location, call=OPEN_CALL, title="Bread of tomorrow", go="finish")
    assert changed.location == made.location
    assert "Bread of tomorrow" in text(alice.get(made.location))
    assert alice.get(WHAT).location == f"{made.location}/edit/what"
    assert number_of(new_database, Idea) == 1


@pytest.mark.parametrize("start", ["begun", "from nothing"])
def test_draft_finished_in_two_tabs_at_once_makes_one_idea(app: Flask, people: Cast, new_database: Database, start: str) -> None:
    tabs = [at_browser(app, people.alice) for _ in range(3)]
    for trial in range(4):
        path = f"/ideas/new/t{trial}"
        if start == "begun":
            typed(tabs[0], f"{path}/what", title="Bread")
        answers = at_once(tabs, f"{path}/what", call=OPEN_CALL, title="Bread", go="finish")
        assert {answer.status_code for answer in answers} <= {303, 307}
        assert number_of(new_database, Idea) == trial + 1


def test_draft_is_seen_by_who_wrote_it_alone(
    app: Flask, people: Cast, alice: Person, bob: Person, new_database: Database
) -> None:
    typed(alice, title="A secret of Alice")
    with new_database.unit_of_work() as session:
        colleague = factories.join_as(session, "Adam", here(session, people).alice, "owner")
        email = colleague.email
    for person in (Person(app, email), bob):
        assert "A secret of Alice" not in person.get("/home").text
        assert "A secret of Alice" not in person.get("/ideas/new").text
        assert person.get(WHAT).status_code == 404
        assert "A secret of Alice" not in person.get(f"{WHAT}?call={OPEN_CALL}").text
        person.post("/ideas/new/k1/discard")
    assert 'value="A secret of Alice"' in alice.get(WHAT).text


def test_viewer_begins_no_draft(app: Flask, people: Cast, new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        email = factories.join_as(session, "Vera", here(session, people).alice, "viewer").email
    vera = Person(app, email)
    said = {"organisation": str(people.alice.organisation.id), "call": OPEN_CALL, "title": "Bread"}
    assert vera.post(WHAT, **said, go="keep").status_code == 409
    assert number_of(new_database, IdeaDraft) == 0


def test_draft_is_thrown_away(alice: Person, new_database: Database) -> None:
    typed(alice, title="Bread")
    page = alice.get(WHAT)
    assert 'action="/ideas/new/k1/discard"' in page.text
    assert alice.post("/ideas/new/k1/discard").location == "/home"
    assert alice.get(WHAT).status_code == 404
    assert number_of(new_database, IdeaDraft) == 0


def test_draft_that_nobody_touches_is_forgotten(new_database: Database, settings: Settings, clock: Clock, alice: Person) -> None:
    typed(alice, title="Bread")
    assert f"for {drafts.KEPT.days} days" in text(alice.get(WHAT))
    clock.move(days=89)
    rounds.round_(new_database, settings)
    assert number_of(new_database, IdeaDraft) == 1
    clock.move(days=2)
    rounds.round_(new_database, settings)
    assert number_of(new_database, IdeaDraft) == 0


def test_drafts_go_with_the_account_and_with_the_organisation(new_database: Database, people: Cast, alice: Person) -> None:
    for model in (User, Organisation):
        typed(alice, f"/ideas/new/{model.__name__}/what", title="Bread")
    assert number_of(new_database, IdeaDraft) == 2
    with new_database.unit_of_work() as session:
        session.delete(session.get_one(Organisation, people.alice.organisation.id))
    assert number_of(new_database, IdeaDraft) == 0


def test_change_of_an_idea_is_a_draft_until_it_is_saved(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        path = f"/ideas/{factories.idea(session, here(session, people).alice).id}"
    begun = alice.get(f"{path}/edit", follow_redirects=True)
    version = re.search(r'name="version" value="(\d+)"', begun.text)
    assert version
    typed(alice, f"{path}/edit/what", title="Metal and tools", fields=["0722"], version=version[1])
    assert "Metal and tools" not in text(alice.get(path))
    assert 'value="Metal and tools"' in alice.get(f"{path}/edit/what").text
    assert (
        alice.post(f"{path}/edit/what", title="Metal and tools", fields=["0722"], version=version[1], go="finish").location
        == path
    )
    assert "Metal and tools" in text(alice.get(path))
    assert number_of(new_database, IdeaDraft) == 0


def test_second_of_two_who_change_an_idea_is_told(app: Flask, new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        path = f"/ideas/{factories.idea(session, cast.alice).id}/edit"
        email = factories.join_as(session, "Adam", cast.alice, "editor").email
    adam = Person(app, email)
    typed(alice, f"{path}/what", title="Metal", fields=["0722"], version="1")
    assert adam.post(f"{path}/what", title="Glass", fields=["0722"], version="1", go="finish").status_code == 303
    assert alice.post(f"{path}/what", title="Metal", fields=["0722"], version="1", go="finish").status_code == 409
    page = alice.get(f"{path}/what")
    assert "Adam changed the idea" in text(page)
    assert 'value="Metal"' in page.text
    newest = re.search(r'name="version" value="(\d+)"', page.text)
    assert newest
    assert alice.post(f"{path}/what", title="Metal", fields=["0722"], version=newest[1], go="finish").status_code == 303


def test_closed_idea_is_not_begun_to_be_changed(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        path = f"/ideas/{factories.idea(session, here(session, people).alice).id}"
    alice.post(f"{path}/close")
    answer = alice.get(f"{path}/edit", follow_redirects=True)
    assert answer.status_code == 409
    assert "This idea is closed" in text(answer)


def test_words_propose_and_what_is_taken_out_does_not_come_back(alice: Person) -> None:
    said = {"title": "Nowy", "summary": "Kucharze i piekarze; nowe metody nauczania."}
    page = typed(alice, **said)
    found = hinted(page)
    assert set(found["fields"]) == {"1013", "0721"}
    assert found["topics"] == ["teaching-methods"]
    assert "“Kucharze”" in text(page)
    fewer = {**found, "fields": ["1013"]}
    page = typed(alice, **said, **fewer)
    assert hinted(page)["fields"] == ["1013"]
    page = typed(alice, **(said | {"summary": said["summary"] + " Piekarze!"}), **hinted(page))
    assert hinted(page)["fields"] == ["1013"]
    page = typed(alice, **(said | {"summary": "Piekarze"}), **hinted(page))
    assert hinted(page)["shown"] == []  # what no word leads to any more goes with it


def test_nothing_is_chosen_that_was_not_shown(alice: Person, new_database: Database) -> None:
    describe(alice, call=OPEN_CALL, title="Cooks and bakers", fields=["0722"])
    with new_database.session(reads=True) as session:
        form = ideas.form_of(session.scalars(select(Idea)).one())
    assert (form.fields, form.topics, form.priorities) == (("0722",), (), ())


def test_words_propose_without_javascript(alice: Person, new_database: Database) -> None:
    page = alice.post(WHAT, call=OPEN_CALL, title="Cooks", summary="Digital recipes", find="hints")
    found = hinted(page)
    assert (found["fields"], found["priorities"]) == (["1013"], ["HOR21-DIGITAL"])
    assert number_of(new_database, IdeaDraft) == 0
    made = describe(alice, call=OPEN_CALL, title="Cooks", summary="Digital recipes", **found)
    assert "Digital transformation" in text(alice.get(made.location))


def test_no_more_priorities_are_proposed_than_the_call_takes(alice: Person) -> None:
    few = "alliances-lot2-2026"
    sent = alice.post(WHAT, call=few, title="Retail, textile, electronics and aerospace", go="keep")
    found = hinted(alice.get(sent.location)).get("priorities", [])
    assert 0 < len(found) <= hints.MOST_PRIORITIES


def test_count_follows_the_wishes(new_database: Database, people: Cast, alice: Person) -> None:
    page = typed(alice, title="Bread", fields=["1013"])
    everybody = fitting(page)
    assert everybody == 3  # Bob, Dora and Charlie
    assert fitting(typed(alice, WHOM, countries=["DE"])) == 1
    assert fitting(typed(alice, WHOM, not_countries_typed="Germany; AT")) == 1
    assert fitting(alice.get(WHOM)) == 1
    with new_database.unit_of_work() as session:
        factories.edit(session, here(session, people).charlie, open_to_requests=False)
    page = typed(alice, WHOM, not_countries_typed="Germany, AT")
    assert fitting(page) == 0
    assert "take back a wish" in text(page)


@pytest.mark.parametrize("typed_in", ["Niemcy, Austria", "Deutschland; Österreich", "germany ,at", "DE, Oesterreich", "de,AT,"])
def test_countries_are_understood_in_every_language(alice: Person, typed_in: str) -> None:
    page = typed(alice, WHOM, countries_typed=typed_in)
    page = alice.get(WHOM)
    assert ticked(page, "countries") == {"DE", "AT"}


def test_country_nobody_knows_gets_the_nearest_names(alice: Person) -> None:
    typed(alice, title="Bread")
    answer = alice.post(WHOM, call=OPEN_CALL, countries_typed="Germany, Frnce, Atlantis", go="when")
    assert answer.status_code == 422
    assert "“Frnce” is no country we know. Did you mean France?" in text(answer)
    assert ticked(answer, "countries") == {"DE"}
    assert 'value="Frnce, Atlantis"' in answer.text


def test_idea_begins_with_a_past_project_without_its_text(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        past = PastProject(key="p1", call="KA220-VET-2023", year=2023, title="A very old bread", topics=["agri-food"])
        past.participations = [
            Participation(organisation=one.organisation, role="partner") for one in (cast.alice, cast.bob, cast.dora)
        ]
        session.add(past)
        session.flush()
        number = past.id
    assert f"project={number}" in alice.get("/ideas/new").text
    page = alice.get(f"/ideas/new?project={number}", follow_redirects=True)
    assert OPEN_CALL in page.request.path + page.text
    assert "A very old bread" not in page.text
    assert ticked(page, "topics") == {"agri-food"}
    assert ticked(page, "fields") == {"1013"}
    whom = alice.get(page.request.full_path.replace("/what", "/whom"))
    assert re.search(r'value="sector:HED" selected', whom.text)
    assert alice.get("/ideas/new?project=999").status_code == 404


def test_past_project_of_others_is_not_begun_with(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        past = PastProject(key="p1", call="KA220-VET-2023", year=2023, title="Theirs")
        past.participations = [Participation(organisation=here(session, people).bob.organisation, role="partner")]
        session.add(past)
        session.flush()
        number = past.id
    assert alice.get(f"/ideas/new?project={number}").status_code == 404
    assert alice.get(f"{WHAT}?call={OPEN_CALL}&project={number}").status_code == 404


def test_idea_begins_with_one_of_before_and_is_warned_in_the_same_round(
    new_database: Database, people: Cast, alice: Person, bob: Person
) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        said = {"summary": "Bakers learn to use everything.", "seats": ["sector:HED"], "countries": ["DE"]}
        idea = factories.idea(session, cast.alice, **said)
        old = factories.idea(session, cast.alice, call="ka220-vet-2026", title="Old", summary="Glass", round=1)
        numbers = idea.id, old.id
    assert f"idea={numbers[0]}" in alice.get(f"/ideas/{numbers[0]}").text
    page = alice.get(f"/ideas/new?idea={numbers[0]}", follow_redirects=True)
    assert "Bakers learn to use everything." in page.text
    assert "This text is used in the same round already" in text(page)
    sent = alice.post(page.request.full_path, call=OPEN_CALL, title="Wood", summary="Something else.", go="whom")
    whom = alice.get(sent.location)
    assert ticked(whom, "countries") == {"DE"}
    assert "This text is used" not in text(whom)
    page = alice.get(f"/ideas/new?idea={numbers[1]}", follow_redirects=True)  # its call is closed: the next of its kind
    assert OPEN_CALL in page.text
    assert "Glass" in page.text
    assert "This text is used" not in text(page)
    assert bob.get(f"/ideas/new?idea={numbers[0]}").status_code == 404


def test_another_call_can_be_chosen_for_a_draft(alice: Person) -> None:
    typed(alice, title="Bread", priorities=["VET21-LABOUR"])
    link = re.search(r'href="(/ideas/new\?[^"]*draft=k1[^"]*)"', alice.get(WHAT).text)
    assert link
    page = alice.get(link[1].replace("&amp;", "&"))
    other = re.search(rf'href="([^"]*call={CLOSED_CALL}[^"]*)"', page.text)
    assert other
    page = alice.get(other[1].replace("&amp;", "&"), follow_redirects=True)
    assert page.request.path == WHAT
    assert 'value="Bread"' in page.text
    assert f'name="call" value="{CLOSED_CALL}"' in page.text
    made = describe(alice, "/ideas/new/k1", call=CLOSED_CALL, title="Bread")  # its priority is none of this call
    assert re.fullmatch(r"/ideas/\d+", made.location)


def test_nothing_is_told_of_a_draft(new_database: Database, alice: Person) -> None:
    before = number_of(new_database, HistoryEntry)
    typed(alice, title="Bread")
    alice.post("/ideas/new/k1/discard")
    assert number_of(new_database, HistoryEntry) == before


@pytest.mark.parametrize("step", ["what", "whom", "when"])
def test_page_of_a_step_is_light_with_all_it_loads(alice: Person, step: str) -> None:
    page = alice.get(f"/ideas/new/k1/{step}?call={OPEN_CALL}")
    assert page.status_code == 200
    loaded = re.findall(r'(?:<link rel="stylesheet" href|<script src)="/static/([^"?]+)', page.text)
    files = [(PACKAGE / "static" / one).read_bytes() for one in loaded]
    assert len(files) > 4
    assert sum(len(gzip.compress(one, 6)) for one in (page.data, *files)) < 60_000


@pytest.mark.parametrize(
    "path",
    [
        "/ideas/new/%00/what?call=ka220-vet-2027",
        "/ideas/new/idea-1/what?call=ka220-vet-2027",
        f"/ideas/new/{'a' * 41}/what?call=ka220-vet-2027",
        "/ideas/new?draft=%00&call=ka220-vet-2027",
        "/ideas/new?idea=999999999",
        "/ideas/new?project=999999999",
    ],
)
def test_what_names_no_draft_and_nothing_to_begin_with_is_not_found(alice: Person, path: str) -> None:
    assert alice.get(path, follow_redirects=True).status_code == 404


@pytest.mark.parametrize("name", ["idea", "project"])
def test_number_that_no_database_takes_begins_nothing(alice: Person, name: str) -> None:
    assert alice.get(f"/ideas/new/a/what?call=ka220-vet-2027&{name}={'9' * 10}").status_code == 200
    assert alice.get(f"/ideas/new?{name}={'9' * 30}").status_code == 200
