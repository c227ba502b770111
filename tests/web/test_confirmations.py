"""Confirming an address at the browser: said above each page, done through the link, by whoever is logged in."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.db import Database
from matchmaker.models import Mail, User
from tests.factories import PASSWORD, Cast, words
from tests.web.conftest import Person, at_browser, text
from tests.web.test_forms import REGISTRATION

ASKED = "Please confirm ewa@school.eu."


def mails(database: Database, to: str = "ewa@school.eu") -> list[str]:
    with database.session(reads=True) as session:
        return list(map(words, session.scalars(select(Mail).where(Mail.to == to).order_by(Mail.id))))


def link(body: str) -> str:
    (path,) = re.findall(r"https://match\.example\.eu(/account/confirm\?link=\S+)", body)
    return str(path)


def confirm(person: Person, path: str) -> str:
    """Where the button leads on the page that the link opens."""
    found = re.search(r'name="link" value="([^"]+)"', person.get(path).text)
    assert found
    return person.post("/account/confirm", link=found[1]).location


def test_who_registers_is_in_at_once_and_confirms_through_the_mail(mailing: Flask, new_database: Database) -> None:
    ewa = Person(mailing)
    assert ewa.post("/register", **REGISTRATION).location == "/home"
    page = ewa.get("/home")
    assert ASKED in text(page)
    assert "/account/confirm?link=" not in page.text
    (body,) = mails(new_database)
    assert confirm(ewa, link(body)) == "/home"
    page = text(ewa.get("/home"))
    assert "Your e-mail address is confirmed." in page
    assert ASKED not in page
    assert ewa.get(link(body)).location == "/home"
    assert ewa.post("/account/confirm", link=link(body).partition("=")[2]).status_code == 409


def test_where_no_mail_server_is_set_the_page_says_so_and_shows_the_link(stranger: Person) -> None:
    stranger.post("/register", **REGISTRATION)
    page = stranger.get("/home")
    assert "No mail server is set here" in text(page)
    (path,) = re.findall(r'href="(/account/confirm\?link=[^"]+)"', page.text)
    assert confirm(stranger, path) == "/home"
    assert ASKED not in text(stranger.get("/home"))


def test_link_alone_confirms_nothing(mailing: Flask, people: Cast, new_database: Database) -> None:
    Person(mailing).post("/register", **REGISTRATION)
    path = link(mails(new_database)[0])
    victim = Person(mailing)
    asked = victim.get(path)
    assert asked.status_code == 303
    assert asked.location.startswith("/login?next=/account/confirm")
    bob = at_browser(mailing, people.bob)
    assert bob.get(path).location == "/home"
    assert bob.post("/account/confirm", link=path.partition("=")[2]).status_code == 409
    entered = victim.post("/login", email="ewa@school.eu", password=PASSWORD, next=path)
    assert entered.location == path
    with new_database.session(reads=True) as session:
        assert session.scalars(select(User.confirmed_at).where(User.email == "ewa@school.eu")).one() is None
    assert confirm(victim, path) == "/home"


@pytest.mark.parametrize("wrong", ["", "x", "a.b.c", "%00"])
def test_link_that_is_none_says_so_and_offers_a_new_one(mailing: Flask, new_database: Database, wrong: str) -> None:
    ewa = Person(mailing)
    ewa.post("/register", **REGISTRATION)
    page = ewa.get(f"/account/confirm?link={wrong}")
    assert page.status_code == 200
    assert "This link does not work" in text(page)
    assert 'action="/account/confirm/send"' in page.text


def test_link_is_sent_again_but_not_without_end(mailing: Flask, new_database: Database) -> None:
    ewa = Person(mailing)
    ewa.post("/register", **REGISTRATION)
    answers = [ewa.post("/account/confirm/send").status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]
    assert len(mails(new_database)) == 6
    assert Person(mailing).post("/password", email="EWA@school.eu").status_code == 429
    assert confirm(ewa, link(mails(new_database)[-1])) == "/home"


def test_who_has_confirmed_is_not_asked(alice: Person, new_database: Database) -> None:
    assert "Please confirm" not in text(alice.get("/home"))
    assert alice.post("/account/confirm/send").location == "/home"
    assert mails(new_database, "alice@school.eu") == []


def test_pages_say_before_the_button_what_waits_for_it(app: Flask, people: Cast, new_database: Database, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        session.get_one(User, people.alice.user.id).confirmed_at = None
    page = alice.get(f"/organisations/{people.alice.organisation.id}")
    assert page.status_code == 200
    assert "Until then you cannot invite" in text(page)
    assert "Add a person" not in text(page)
