"""Asking a colleague at the browser: the page tells nothing of who has an account, and the answer stands on the desk."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.db import Database
from matchmaker.models import ColleagueInvitation, Mail, User
from matchmaker.web.limits import limiter
from tests.factories import PASSWORD, Cast, words
from tests.web.conftest import Person, at_browser, text
from tests.web.test_forms import REGISTRATION


def ask(owner: Person, people: Cast, email: str, role: str = "editor") -> tuple[int, str]:
    """What is answered, and what the page then says without the address."""
    path = f"/organisations/{people.alice.organisation.id}"
    answer = owner.post(f"{path}/people", email=email, role=role)
    page = text(owner.get(path)).replace(email, "…")
    return answer.status_code, page


def test_attacker_who_registered_the_address_first_gains_nothing(mailing: Flask, people: Cast, new_database: Database) -> None:
    attacker = Person(mailing)
    attacker.post("/register", **REGISTRATION | {"email": "colleague@school.eu"})
    owner = at_browser(mailing, people.alice)
    assert ask(owner, people, "colleague@school.eu")[0] == 303
    with new_database.session(reads=True) as session:
        number = session.scalars(select(ColleagueInvitation.id)).one()
    assert "Act for Alice's organisation?" not in text(attacker.get("/home"))
    assert attacker.post(f"/colleagues/{number}/accept").status_code == 404
    assert attacker.get(f"/organisations/{people.alice.organisation.id}/edit").status_code in (403, 404)
    colleague = Person(mailing)
    colleague.post("/password", email="colleague@school.eu")
    with new_database.session(reads=True) as session:
        bodies = list(map(words, session.scalars(select(Mail).where(Mail.to == "colleague@school.eu"))))
    (link,) = [found for body in bodies for found in re.findall(r"/password/new\?link=(\S+)", body)]
    colleague.post("/password/new", link=link, password="seven sleepy otters at noon")
    assert attacker.get("/home").status_code == 303
    assert attacker.post("/login", email="colleague@school.eu", password=PASSWORD).status_code == 422
    colleague.post("/login", email="colleague@school.eu", password="seven sleepy otters at noon")
    assert "Act for Alice's organisation?" in text(colleague.get("/home"))
    assert colleague.post(f"/colleagues/{number}/accept").status_code == 303
    assert colleague.get(f"/organisations/{people.alice.organisation.id}/edit").status_code == 200


def test_page_answers_the_same_whoever_has_the_address(alice: Person, people: Cast, new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        session.get_one(User, people.dora.user.id).confirmed_at = None
    answers = []
    for email in (people.bob.user.email, people.dora.user.email, "nobody@school.eu"):
        status, page = ask(alice, people, email)
        assert "Bob" not in page
        assert "Dora" not in page
        answers.append((status, page))
        number = re.findall(r"/colleagues/(\d+)/withdraw", alice.get(f"/organisations/{people.alice.organisation.id}").text)[0]
        assert alice.post(f"/colleagues/{number}/withdraw").status_code == 303
        alice.get("/home")
    assert len(set(answers)) == 1
    assert answers[0][0] == 303


def test_invitation_is_answered_on_the_desk(alice: Person, bob: Person, charlie: Person, people: Cast) -> None:
    ask(alice, people, "Bob@School.eu")
    page = bob.get("/home")
    assert "Act for Alice's organisation?" in text(page)
    (accept,) = re.findall(r'action="(/colleagues/\d+/accept)"', page.text)
    assert charlie.post(accept).status_code == 404
    assert bob.post(accept).location == f"/organisations/{people.alice.organisation.id}"
    assert bob.post(accept).status_code == 409
    assert "Change the profile" in text(bob.get(f"/organisations/{people.alice.organisation.id}"))
    page = alice.get(f"/organisations/{people.alice.organisation.id}")
    (role,) = re.findall(r'action="([^"]+/role)"', page.text)
    assert alice.post(role, role="viewer").status_code == 303
    assert bob.get(f"/organisations/{people.alice.organisation.id}/edit").status_code == 403


def test_no_is_an_answer_too(alice: Person, bob: Person, people: Cast) -> None:
    ask(alice, people, "bob@school.eu")
    (decline,) = re.findall(r'action="(/colleagues/\d+/decline)"', bob.get("/home").text)
    assert bob.post(decline).location == "/home"
    assert "Act for Alice's organisation?" not in text(bob.get("/home"))


@pytest.mark.parametrize(
    ("email", "role"), [("no address", "editor"), ("=?utf-8?q?v?=@school.eu", "editor"), ("a@b.eu", "king"), ("", "")]
)
def test_mistake_is_said_and_nothing_is_sent(alice: Person, people: Cast, new_database: Database, email: str, role: str) -> None:
    assert ask(alice, people, email, role)[0] == 422
    with new_database.session(reads=True) as session:
        assert session.scalars(select(Mail.id)).all() == []


def test_one_address_is_not_flooded_from_many_organisations(app: Flask, people: Cast) -> None:
    limiter.reset()
    answers = [Person(app).post("/password", email="victim@school.eu").status_code for _ in range(4)]
    owner = at_browser(app, people.alice)
    answers += [ask(owner, people, email)[0] for email in ("VICTIM@school.eu", "victim@school.eu")]
    assert answers == [303, 303, 303, 303, 303, 429]


def test_where_no_mail_server_is_set_the_page_says_where_the_mail_is(alice: Person, people: Cast) -> None:
    assert "the mail is in a folder of this computer" in ask(alice, people, "bob@school.eu")[1]
