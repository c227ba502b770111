"""Handing a consortium back, confirming who is new, and going on in a copy, at the browser."""

import re

import pytest
from flask import Flask

from matchmaker.db import Database
from matchmaker.services import handover
from tests import factories
from tests.conftest import Clock
from tests.factories import Cast, member_id
from tests.web.conftest import Person, at_browser, here, text


@pytest.fixture
def path(new_database: Database, people: Cast) -> str:
    """Alice's consortium, which Bob coordinates; Dora joined before."""
    with new_database.unit_of_work() as session:
        people = here(session, people)
        made = factories.complete(session, people)
        offered = handover.offer(session, made, member_id(made, people.bob), "", by=people.alice.user)
        handover.accept(session, offered, by=people.bob.user)
        return f"/consortia/{made.id}"


def test_member_confirms_the_new_coordinator(app: Flask, people: Cast, bob: Person, path: str) -> None:
    dora = at_browser(app, people.dora)
    assert "Bob's organisation coordinates now: say whether Dora's organisation stays" in text(dora.get("/home"))
    assert "Not everybody has confirmed the new coordinator: Dora's organisation." in text(bob.get(path))
    assert "You cannot finalise yet: 1 member has to confirm the new coordinator" in text(bob.get(path))
    assert "You cannot finalise yet" not in text(dora.get(path))
    page = dora.get(path)
    (action,) = [part.partition('"')[0] for part in page.text.split('action="') if part.partition('"')[0].endswith("/confirm")]
    assert dora.post(action).status_code == 303
    assert "Not everybody has confirmed" not in text(bob.get(path))
    assert "You cannot finalise yet" not in text(bob.get(path))


def test_who_waits_for_a_coordinator_sees_since_when_and_takes_the_offer_back_only_when_asked_once_more(
    new_database: Database, people: Cast, alice: Person
) -> None:
    with new_database.unit_of_work() as session:
        people = here(session, people)
        made = factories.complete(session, people)
        handover.offer(session, made, member_id(made, people.bob), "", by=people.alice.user)
        path = f"/consortia/{made.id}"
    page = alice.get(path)
    step = page.text.partition('class="next-step')[2].partition("</section>")[0]
    assert "the answer is awaited. · since 23 November 2026" in step
    assert "<button" not in step
    assert "Bob's organisation is told so. You may then offer it to another member." in text(page)
    assert alice.post("/hand-overs/1/take-back").location == path
    assert "the answer is awaited" not in text(alice.get(path))


def test_coordinator_hands_back_with_a_reason(alice: Person, bob: Person, path: str) -> None:
    assert alice.get(f"{path}/hand-back").status_code == 403
    assert f'href="{path}/hand-back"' in bob.get(path).text
    refused = bob.post(f"{path}/hand-back", note="")
    assert (refused.status_code, "Say why you hand the consortium on or back" in text(refused)) == (422, True)
    assert bob.post(f"{path}/hand-back", note="Ill").location == path
    assert "Inviting partners" in text(alice.get(path))
    assert "handed the consortium back to Alice's organisation" in text(alice.get(path))


@pytest.mark.parametrize("place", [0, 1])
def test_member_that_was_chosen_stays_chosen_where_something_else_is_wrong(bob: Person, path: str, place: int) -> None:
    able = re.findall(r'name="member" value="(\d+)" (?![^>]*disabled)', bob.get(f"{path}/hand-over").text)
    assert len(able) == 2
    refused = bob.post(f"{path}/hand-over", member=able[place], note="")
    assert (refused.status_code, "Say why you hand the consortium on or back" in text(refused)) == (422, True)
    assert re.findall(r'name="member" value="(\d+)" [^>]*checked', refused.text) == [able[place]]


def test_initiator_goes_on_in_a_copy_once_the_coordinator_is_silent(alice: Person, bob: Person, clock: Clock, path: str) -> None:
    assert "Go on in a copy" not in text(alice.get(path))
    assert alice.post(f"{path}/copy").status_code == 409
    clock.move(days=14)
    assert "Go on in a copy" in text(alice.get(path))
    assert "Go on in a copy" not in text(bob.get(path))
    assert bob.post(f"{path}/copy").status_code == 403
    made = alice.post(f"{path}/copy").location
    assert "Dora's organisation" in text(alice.get(made))
    assert f'href="{made}"' in alice.get(path).text
    assert bob.get(made).status_code == 404
