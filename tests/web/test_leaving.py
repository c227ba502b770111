"""Leaving an organisation and deleting one's account, as people do it at a browser."""

import re

from matchmaker.db import Database
from matchmaker.models import Organisation, User
from tests.factories import PASSWORD, Actor, Cast, draft, join_as
from tests.web.conftest import Person, at_browser, text


def colleague(database: Database, people: Cast, role: str) -> Actor:
    """Ann, who acts for Alice's organisation too."""
    with database.unit_of_work() as session:
        organisation = session.get_one(Organisation, people.alice.organisation.id)
        return Actor(join_as(session, "Ann", Actor(people.alice.user, organisation), role), organisation)


def test_last_owner_hands_over_and_leaves(alice: Person, people: Cast, new_database: Database) -> None:
    path = f"/organisations/{people.alice.organisation.id}"
    assert "the only one who acts" in text(alice.get(f"{path}/leave"))
    ann = at_browser(alice.app, colleague(new_database, people, "editor"))
    page = alice.get(f"{path}/leave")
    (choice,) = re.findall(r'name="successor"[^>]*value="(\d+)"', page.text)
    assert alice.post(f"{path}/leave").status_code == 422
    assert alice.post(f"{path}/leave", successor=choice).location == "/login"
    assert alice.get("/home").status_code == 303
    assert "Who acts for you" in text(ann.get(path))
    assert ann.get(f"{path}/contact").status_code == 200


def test_who_is_taken_off_is_out_at_once(alice: Person, people: Cast, new_database: Database) -> None:
    path = f"/organisations/{people.alice.organisation.id}"
    ann = at_browser(alice.app, colleague(new_database, people, "editor"))
    assert ann.get(f"{path}/edit").status_code == 200
    (remove,) = re.findall(r'action="([^"]+/remove)"', alice.get(path).text)
    assert alice.post(remove).status_code == 303
    assert "/login" in ann.get(f"{path}/edit").location


def test_account_is_deleted_with_the_password_and_after_a_warning(alice: Person, people: Cast, new_database: Database) -> None:
    page = text(alice.get("/account/delete"))
    assert "Nobody would own these any more: Alice's organisation" in page
    assert "is not right" in text(alice.post("/account/delete", present="something else entirely", even_alone="yes"))
    refused = alice.post("/account/delete", present=PASSWORD)
    assert refused.status_code == 422
    assert "Name another owner first" in text(refused)
    assert alice.post("/account/delete", present=PASSWORD, even_alone="yes").location == "/"
    assert alice.get("/home").status_code == 303
    assert alice.post("/login", email="alice@school.eu", password=PASSWORD).status_code == 422
    with new_database.session(reads=True) as session:
        assert session.get(User, people.alice.user.id) is None
    page = text(alice.get(f"/organisations/{people.alice.organisation.id}"))
    assert "Without owner, paused" in page
    assert "until somebody of it takes it over" in page


def test_holder_is_warned_on_the_desk(alice: Person, bob: Person, people: Cast, new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        here = {name: Actor(session.get_one(User, one.user.id), session.get_one(Organisation, one.organisation.id))
                for name, one in (("alice", people.alice), ("bob", people.bob))}  # fmt: skip
        draft(session, here["alice"], [here["bob"]])
    assert "Nobody owns" not in text(alice.get("/home"))
    assert bob.post("/account/delete", present=PASSWORD, even_alone="yes").status_code == 303
    assert "Nobody owns Bob's organisation here any more" in text(alice.get("/home"))
