"""Leaving a consortium at the browser: a link for whom it is, a page that asks, and only then the act."""

import pytest
from flask import Flask

from matchmaker.db import Database
from matchmaker.services import consortia
from tests import factories
from tests.factories import Cast, member_id
from tests.web.conftest import Person, at_browser, here, text


@pytest.fixture
def path(new_database: Database, people: Cast) -> str:
    """Where Bob leaves Alice's consortium, which he and Dora have joined."""
    with new_database.unit_of_work() as session:
        people = here(session, people)
        made = factories.complete(session, people)
        return f"/consortia/{made.id}/members/{member_id(made, people.bob)}/leave"


def workspace(path: str) -> str:
    return path.partition("/members")[0]


def test_member_is_asked_before_it_leaves(alice: Person, bob: Person, path: str) -> None:
    page = bob.get(workspace(path))
    assert f'href="{path}"' in page.text
    assert page.text.count("/leave") == 1
    asked = bob.get(path)
    assert "Composition check not passed" in text(asked)
    assert "Alice's organisation is told." in text(asked)
    assert "Composition check passed" in text(alice.get(workspace(path)))
    assert bob.post(path).location == "/home"
    assert "You have left the consortium." in text(bob.get("/home"))
    assert bob.get(workspace(path)).status_code == 404
    seen = text(alice.get(workspace(path)))
    assert "Composition check not passed" in seen
    assert "Bob's organisation left (Bob)" in seen
    assert "you have left the consortium" in text(bob.get("/invitations/1"))


def test_nobody_else_makes_it_leave(
    app: Flask, new_database: Database, people: Cast, alice: Person, charlie: Person, stranger: Person, path: str
) -> None:
    with new_database.unit_of_work() as session:
        email = factories.join_as(session, "Vera", here(session, people).bob, "viewer").email
    vera, dora = Person(app, email), at_browser(app, people.dora)
    for person, status in ((alice, 403), (dora, 403), (vera, 403), (charlie, 404), (stranger, 303)):
        for answer in (person.get(path), person.post(path)):
            assert answer.status_code == status
        assert f'href="{path}"' not in person.get(workspace(path)).text
    assert "Bob's organisation left" not in text(alice.get(workspace(path)))


def test_forged_departure_is_refused(bob: Person, path: str) -> None:
    assert bob.client.post(path).status_code == 400
    assert bob.get(workspace(path)).status_code == 200


def test_departure_opens_what_is_frozen_and_waits_until_somebody_sees_to_it(alice: Person, bob: Person, path: str) -> None:
    alice.post(f"{workspace(path)}/finalise", reason="Soon.")
    assert "has to be finalised anew" in text(bob.get(path))
    assert bob.post(path).location == "/home"
    assert "Bob's organisation has left · 2 rules are not met" in text(alice.get("/home"))
    page = text(alice.get(workspace(path)))
    assert "With the coordinator" in page
    assert "Find a replacement" in page


def test_departure_that_breaks_nothing_is_settled_by_word(
    alice: Person, bob: Person, new_database: Database, people: Cast, path: str
) -> None:
    with new_database.unit_of_work() as session:
        people = here(session, people)
        consortium = consortia.get_consortium(session, int(path.split("/")[2]), by=people.alice.user)
        consortia.add_member(session, consortium, people.charlie.key, "partner", version=None, by=people.alice.user)
        factories.bring_in(session, consortium, people.charlie, by=people.alice.user)
    bob.post(path)
    assert "Bob's organisation has left · the rules still hold" in text(alice.get(workspace(path)))
    key = {"organisation": people.bob.key}
    assert bob.post(f"{workspace(path)}/members/left", **key).status_code == 404
    assert alice.post(f"{workspace(path)}/members/left", **key).status_code == 303
    assert "the rules still hold" not in text(alice.get(workspace(path)))
