"""Mails lead straight to the thing, and are ended by who gets them: by a click, by the mail program, in the account."""

from email import message_from_bytes
from email.policy import default

from flask import Flask
from sqlalchemy import select

from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.jobs import rounds
from matchmaker.models import Invitation, Mail, User
from tests import factories
from tests.factories import Cast
from tests.web.conftest import Person, at_browser, text


def invited(database: Database, people: Cast, **said: str) -> int:
    with database.unit_of_work() as session:
        here = factories.Actor(*(session.get_one(type(one), one.id) for one in (people.alice.user, people.alice.organisation)))
        asked = factories.Actor(*(session.get_one(type(one), one.id) for one in (people.bob.user, people.bob.organisation)))
        sent = factories.invite(session, factories.draft(session, here, [asked]), asked, by=here.user, **said)
        return sent.id


def unwanted(database: Database, people: Cast) -> list[str]:
    with database.session(reads=True) as session:
        return session.get_one(User, people.bob.user.id).unwanted


def test_mail_program_ends_such_mails_with_one_post_without_a_session(
    app: Flask, people: Cast, new_database: Database, settings: Settings
) -> None:
    invited(new_database, people)
    rounds.round_(new_database, settings, ["mails"])
    (path,) = (settings.instance / "mails").iterdir()
    raw = path.read_bytes()
    mail = message_from_bytes(raw, policy=default)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert b"\r\nList-Unsubscribe: <http" in raw, "in one piece, and not encoded"
    address = mail["List-Unsubscribe"].strip("<>")
    assert address.startswith(f"{settings.base_url}/mails/stop?link=")
    assert address in mail.get_body(["plain"]).get_content()
    leads_to = address.removeprefix(settings.base_url)
    program = app.test_client()
    looked = program.get(leads_to)
    assert (looked.status_code, unwanted(new_database, people)) == (200, [])
    assert "No more of these mails?" in looked.text
    pressed = program.post(leads_to, data={"List-Unsubscribe": "One-Click"})
    assert (pressed.status_code, unwanted(new_database, people)) == (200, ["invitations"])
    assert program.post(leads_to, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert program.post(f"{leads_to[:-2]}", data={"List-Unsubscribe": "One-Click"}).status_code == 409
    assert unwanted(new_database, people) == ["invitations"]


def test_all_other_forms_need_their_token_as_before(app: Flask, people: Cast) -> None:
    assert app.test_client().post("/login", data={"email": "bob@school.eu", "password": factories.PASSWORD}).status_code == 400


def test_one_chooses_in_the_account_which_mails_come(app: Flask, people: Cast, new_database: Database) -> None:
    bob = at_browser(app, people.bob)
    assert bob.get("/account").text.count('name="topics"') == bob.get("/account").text.count('name="topics" value=') == 5
    bob.post("/account/mails", topics=["messages", "reminders"])
    assert unwanted(new_database, people) == ["invitations", "consortia", "rules"]
    assert bob.get("/account").text.count(" checked>") == 2
    assert Person(app).post("/account/mails").location.startswith("/login")


def test_no_thanks_of_a_mail_asks_once_more_and_looking_declines_nothing(
    app: Flask, people: Cast, new_database: Database
) -> None:
    number = invited(new_database, people)
    path = f"/invitations/{number}/decline"
    entering = Person(app).get(path)
    assert entering.location == f"/login?next=/invitations/{number}/decline"
    bob = at_browser(app, people.bob)
    assert "Decline “Wood and tools”?" in text(bob.get(path))
    assert at_browser(app, people.charlie).get(path).status_code == 404
    assert at_browser(app, people.alice).get(path).location == f"/invitations/{number}"
    with new_database.session(reads=True) as session:
        assert session.get_one(Invitation, number).state == "sent"
    bob.post(path, reason="Too busy")
    with new_database.session(reads=True) as session:
        assert session.get_one(Invitation, number).state == "declined"
    assert bob.get(path).location == f"/invitations/{number}"


def test_every_path_in_a_mail_is_one_of_a_page(app: Flask, people: Cast, new_database: Database) -> None:
    invited(new_database, people)
    Person(app).post("/password", email="bob@school.eu")
    with new_database.session(reads=True) as session:
        links = [
            one["path"] for mail in session.scalars(select(Mail)) for one in (*mail.content["links"], *mail.content["about"])
        ]
    bob = at_browser(app, people.bob)
    assert len(links) == 4
    assert [bob.get(link.partition("#")[0]).status_code for link in links] == [200] * 4


def test_field_of_an_invitation_is_named_in_the_language_of_who_reads(app: Flask, people: Cast, new_database: Database) -> None:
    number = invited(new_database, people, field="Pielęgnacja włosów i urody")
    page = at_browser(app, people.bob).get(f"/invitations/{number}?lang=de")
    assert "Friseurgewerbe und Schönheitspflege" in page.text
    assert "Pielęgnacja" not in page.text
