"""Passwords at the browser: one session goes on when the others end, and a link gives nothing away."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.db import Database
from matchmaker.models import Mail, User
from matchmaker.services import attempts
from tests.conftest import Clock
from tests.factories import PASSWORD, Cast, words
from tests.web.conftest import Person, at_browser, text

BETTER = "seven sleepy otters at noon"
SAME_ANSWER = "If this address has an account, a mail with a link is on its way to it."
NO_LONGER = "This link no longer works"


@pytest.fixture
def mailed(new_database: Database) -> Callable[[], list[str]]:
    """The paths of the links in all mails."""

    def links() -> list[str]:
        with new_database.session(reads=True) as session:
            bodies = list(map(words, session.scalars(select(Mail).order_by(Mail.id))))
        return [found for body in bodies for found in re.findall(r"https://match\.example\.eu(/password/new\?link=\S+)", body)]

    return links


def enters(person: Person, password: str, email: str = "alice@school.eu") -> bool:
    return person.post("/login", email=email, password=password).status_code == 303


def renewed(person: Person, path: str, password: str = BETTER) -> str:
    """Where setting a password through the link leads, from the page that the link opens."""
    found = re.search(r'name="link" value="([^"]+)"', person.get(path).text)
    return person.post("/password/new", link=found[1] if found else path.partition("=")[2], password=password).location


def test_changed_password_ends_every_session_but_this_one(app: Flask, people: Cast, alice: Person, stranger: Person) -> None:
    elsewhere = at_browser(app, people.alice)
    assert "Change the password" in text(alice.get("/account"))
    assert alice.get("/account/password").status_code == 200
    assert alice.post("/account/password", present=PASSWORD, password=BETTER).location == "/account"
    assert "Your password is changed." in text(alice.get("/account"))
    assert elsewhere.get("/home").status_code == 303
    assert not enters(stranger, PASSWORD)
    assert enters(stranger, BETTER)


def test_mistakes_stand_at_their_fields_and_change_nothing(alice: Person, stranger: Person) -> None:
    for said, field in (
        ({"present": "not the one", "password": BETTER}, "present"),
        ({"present": PASSWORD, "password": "short"}, "password"),
        ({"present": "", "password": BETTER}, "present"),
        ({"present": PASSWORD}, "password"),
    ):
        answer = alice.post("/account/password", **said)
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
        assert BETTER not in answer.text
    assert enters(stranger, PASSWORD)


def test_present_password_cannot_be_tried_for_long(alice: Person) -> None:
    answers = [alice.post("/account/password", present=f"guess {n}", password=BETTER) for n in range(attempts.FREE + 1)]
    assert [answer.status_code for answer in answers[-2:]] == [422, 429]
    assert "Please try again in 15 seconds." in text(answers[-1])
    assert alice.get("/home").status_code == 200


@pytest.mark.parametrize("path", ["/account/password", "/password", "/password/new"])
def test_forged_form_is_refused(alice: Person, path: str) -> None:
    sent = {"present": PASSWORD, "password": BETTER, "email": "alice@school.eu"}
    assert alice.client.post(path, data=sent).status_code == 400
    assert enters(alice, PASSWORD)


def test_link_from_the_mail_sets_a_password_once(people: Cast, stranger: Person, mailed: Callable[[], list[str]]) -> None:
    assert "Password forgotten?" in text(stranger.get("/login"))
    assert stranger.get("/password").status_code == 200
    asked = stranger.post("/password", email="Alice@School.eu")
    assert asked.location == "/login"
    (path,) = mailed()
    page = stranger.get(path)
    assert "alice@school.eu" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert stranger.post(path, password="short").status_code == 422
    assert renewed(stranger, path) == "/home"
    assert "Your password is changed." in text(stranger.get("/home"))
    stranger.post("/logout")
    assert not enters(stranger, PASSWORD)
    assert renewed(stranger, path, "another good long one") == "/password"
    assert NO_LONGER in text(stranger.get("/password"))
    assert not enters(stranger, "another good long one")
    assert enters(stranger, BETTER)


def test_new_password_ends_whoever_was_logged_in(alice: Person, stranger: Person, mailed: Callable[[], list[str]]) -> None:
    stranger.post("/password", email="alice@school.eu")
    assert renewed(stranger, mailed()[0]) == "/home"
    assert alice.get("/home").status_code == 303


def test_old_link_leads_to_asking_again(people: Cast, stranger: Person, clock: Clock, mailed: Callable[[], list[str]]) -> None:
    stranger.post("/password", email="alice@school.eu")
    clock.move(minutes=61)
    (path,) = mailed()
    assert stranger.get(path).location == "/password"
    assert NO_LONGER in text(stranger.get("/password"))
    assert stranger.post(path, password=BETTER).location == "/password"
    assert enters(stranger, PASSWORD)


@pytest.mark.parametrize("link", ["", "?link=", "?link=x", "?link=a.b.c", "?link=%00%ff"])
def test_link_that_is_none_leads_to_asking(stranger: Person, link: str) -> None:
    assert stranger.get(f"/password/new{link}").location == "/password"


def test_answer_is_the_same_whether_there_is_an_account(
    app: Flask, people: Cast, new_database: Database, mailed: Callable[[], list[str]]
) -> None:
    with new_database.unit_of_work() as session:
        session.get_one(User, people.bob.user.id).is_demo = True
    answers = []
    for email in ("alice@school.eu", "bob@school.eu", "nobody@school.eu"):
        visitor = Person(app)
        asked = visitor.post("/password", email=email)
        answers.append((asked.status_code, asked.location, text(visitor.get("/login"))))
    assert len(set(answers)) == 1
    assert SAME_ANSWER in answers[0][2]
    assert len(mailed()) == 1


def test_what_is_no_address_is_a_mistake(stranger: Person) -> None:
    answer = stranger.post("/password", email="no address")
    assert answer.status_code == 422
    assert "expected an e-mail address" in text(answer)


@pytest.mark.parametrize("email", ["alice@school.eu", "nobody@school.eu"])
def test_one_address_is_not_flooded(people: Cast, stranger: Person, email: str) -> None:
    answers = [stranger.post("/password", email=spelt).status_code for spelt in [email, email.upper()] * 3]
    assert answers == [303] * 5 + [429]
    assert stranger.post("/password", email="dora@school.eu").status_code == 303


def test_demo_log_in_has_no_password_to_change(app: Flask, people: Cast, new_database: Database, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        session.get_one(User, people.alice.user.id).is_demo = True
    assert "/account/password" not in alice.get("/account").text
    refused = alice.post("/account/password", present=PASSWORD, password=BETTER)
    assert refused.status_code == 409
    assert "stays as the start page shows it" in text(refused)


def test_twelve_spellings_are_one_account_and_one_limit(people: Cast, stranger: Person, mailed: Callable[[], list[str]]) -> None:
    domain = "school.eu"
    wide = [domain[:n] + chr(ord(domain[n]) + 0xFEE0) + domain[n + 1 :] for n in range(len(domain))]
    spelt = [f"alice@{one}" for one in (domain, *wide, "school\u3002eu")] + ["\uff41lice@school.eu"]
    assert [stranger.post("/password", email=one).status_code for one in spelt] == [303] * 5 + [429] * 7
    assert len(mailed()) == 5
