"""The round at the browser: asked only where there are several, chosen by whoever holds the consortium, said on each page."""

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from matchmaker.db import Database
from matchmaker.models import Consortium, Idea
from matchmaker.programme import guides
from matchmaker.programme.dates import Confirmation
from matchmaker.programme.guides import Guide
from tests import factories
from tests.conftest import Clock
from tests.factories import Cast, draft, idea
from tests.web.conftest import Person, at_browser, describe, here, suggest, text

CALL = "ka220-vet-2026"
SUMMER = datetime(2026, 6, 20, 9, tzinfo=UTC)


@pytest.fixture
def made(new_database: Database, people: Cast) -> str:
    """The path of Alice's draft, which names no round."""
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        return f"/consortia/{draft(session, cast.alice, [cast.bob, cast.dora], call=CALL).id}"


def confirm(database: Database, *countries: str) -> None:
    those = tuple(
        Confirmation(round=2, country=one, source="https://agency.example/x", date=date(2026, 6, 1)) for one in countries
    )
    calls = {**guides.load().calls, CALL: guides.load().call(CALL).model_copy(update={"confirmations": those})}
    database.surroundings.guide = Guide(calls)


def test_idea_is_asked_for_its_round_only_where_there_are_several(new_database: Database, alice: Person) -> None:
    assert 'name="round"' not in alice.get("/ideas/new/a/when?call=cove-2025").text
    page = alice.get(f"/ideas/new/a/when?call={CALL}")
    assert re.findall(r'type="radio"[^>]* name="round" value="(\d*)"', page.text) == ["", "1", "2"]
    said = text(page)
    assert "As is usual; at present round 1" in said
    assert "Round 2: until 1 October 2026, 12:00 (Brussels time) It is held only where the National Agency offers it." in said
    assert "Its projects begin between 1 January 2027 and 31 August 2027." in said
    assert "Round 1: 5 March in 2026; 2027 not known" in text(alice.get("/ideas/new/a/when?call=ka220-vet-2027"))
    sent = describe(alice, call=CALL, title="Wood", round="2", applicant="we", fields=["0722"])
    assert sent.status_code == 303
    with new_database.session(reads=True) as session:
        (stored,) = session.query(Idea).all()
        assert stored.round == 2
    refused = describe(alice, call=CALL, title="Wood", round="3", applicant="we")
    assert refused.status_code == 422
    assert "has no round 3; it has: 1 and 2" in text(refused)


def test_idea_for_another_call_asks_for_the_round_anew(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        path = f"/ideas/{idea(session, here(session, people).alice, call=CALL, round=2).id}"
    chosen = re.compile(r'name="round" value="(\d*)"[^>]* checked')
    assert chosen.findall(alice.get(f"{path}/edit/when").text) == ["2"]
    assert chosen.findall(alice.get(f"{path}/edit/when?call=ka220-sch-2026").text) in ([], [""])
    assert "Round Round 2: until 1 October 2026, 12:00 (Brussels time)" in text(alice.get(path))


def test_holder_chooses_the_round_of_a_consortium(new_database: Database, alice: Person, made: str) -> None:
    page = alice.get(made)
    assert "Round 1: until 5 March 2026, 12:00 (Brussels time)" in text(page)
    assert "Round 1 of this call is closed. You can practise with it; nobody is asked." in text(page)
    version = re.search(r'name="version" value="(\d+)"', page.text)
    assert version
    sent = alice.post(f"{made}/round", round="2", version=version[1])
    assert (sent.status_code, sent.location) == (303, made)
    said = text(alice.get(made))
    assert "Round 2: until 1 October 2026, 12:00 (Brussels time)" in said
    assert "Round 2 of this call is closed." in said
    assert "Alice chose round 2 of the call" in said
    assert alice.post(f"{made}/round", round="1", version=version[1]).status_code == 409
    assert alice.post(f"{made}/round", round="3").status_code in (400, 422)
    with new_database.session(reads=True) as session:
        assert session.query(Consortium).one().round == 2


def test_strangers_and_members_do_not(
    new_database: Database, app: Flask, people: Cast, charlie: Person, made: str, clock: Clock
) -> None:
    clock.now = datetime(2026, 2, 1, 9, tzinfo=UTC)  # its first round is open, so that somebody can be asked
    assert charlie.post(f"{made}/round", round="2").status_code == 404
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        consortium = session.query(Consortium).one()
        factories.bring_in(session, consortium, cast.bob, by=cast.alice.user)
    bob = at_browser(app, people.bob)
    assert "Choose the round" not in text(bob.get(made))
    assert bob.post(f"{made}/round", round="2").status_code == 403


def test_call_with_one_round_says_nothing_of_rounds(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        path = f"/consortia/{draft(session, cast.alice, [cast.bob], call='ka202-2018', project_type='innovation').id}"
    assert "Choose the round" not in text(alice.get(path))


def test_unconfirmed_round_starts_no_countdown_and_a_confirmed_one_says_where(
    new_database: Database, alice: Person, made: str, clock: Clock
) -> None:
    clock.now = SUMMER
    chips = re.compile(r"Open until 1 October 2026, 12:00 \(Brussels time\)( in: [A-Z][a-z]+)?")
    assert not chips.search(text(alice.get(f"/calls/{CALL}")))
    assert "Closed since 5 March 2026" in text(alice.get(f"/calls/{CALL}"))
    doubt = "Round 2, until 1 October 2026, is held only where the National Agency offers it; choose it if yours does."
    assert doubt in text(alice.get(f"/calls/{CALL}"))
    confirm(new_database, "PL")
    found = chips.search(text(alice.get(f"/calls/{CALL}")))
    assert found
    assert found[1] == " in: Poland"
    assert doubt not in text(alice.get(f"/calls/{CALL}"))
    assert "Held by the National Agency: Poland, as read on 1 June 2026" in text(alice.get(f"/calls/{CALL}"))
    assert "Round 2" in text(alice.get(made))
    assert "practise with it" not in text(alice.get(made))


def test_suggestions_say_which_round_they_are_for(new_database: Database, people: Cast, alice: Person, clock: Clock) -> None:
    clock.now = SUMMER
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        for name, country in (("Ella", "DE"), ("Fred", "ES"), ("Gina", "CZ")):
            factories.register(session, name, country=country)
        path = f"/ideas/{idea(session, cast.alice, call=CALL, round=2).id}"
    said = text(suggest(alice, path))
    assert "Round 2: applications until 1 October 2026, 12:00 Brussels time." in said
    assert "is closed" not in said


def test_deadline_of_last_year_is_the_hint_for_a_provisional_call(alice: Person) -> None:
    assert "5 March in 2026; 2027 not known" in text(alice.get("/calls/ka220-vet-2027"))


def test_what_was_done_before_the_deadline_is_no_practice(new_database: Database, alice: Person, made: str) -> None:
    practises = "You can practise with it"
    assert practises in text(alice.get(made))
    with new_database.unit_of_work() as session:
        consortium = session.get_one(Consortium, int(made.rsplit("/", 1)[1]))
        consortium.state = "finalised"
    assert practises in text(alice.get(made)), "begun after the deadline"
    with new_database.unit_of_work() as session:
        session.get_one(Consortium, int(made.rsplit("/", 1)[1])).created_at = datetime(2026, 3, 1, tzinfo=UTC)
    assert practises not in text(alice.get(made))
