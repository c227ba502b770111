"""What pages say: in the reader's language, in plain words when something goes wrong, for any number of rows alike."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, OperationalError

from matchmaker.db import Database, downgrade
from matchmaker.models import Organisation
from matchmaker.web import transactions
from tests import factories
from tests.factories import Cast
from tests.web.conftest import Person, here, suggest, text

OPEN_PAGES = ("/", "/register", "/login", "/about", "/calls", "/calls/ka202-2018", "/organisations")


@pytest.mark.parametrize("path", OPEN_PAGES)
@pytest.mark.parametrize("language", ["en", "pl"])
def test_open_pages_are_complete_in_each_language(stranger: Person, path: str, language: str) -> None:
    page = stranger.get(path, headers={"Accept-Language": language})
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert page.headers["Content-Language"] == language
    assert {"Accept-Language", "Cookie"} <= set(page.vary)
    assert "<h1" in page.text


def test_every_call_has_a_page(app: Flask, stranger: Person, new_database: Database) -> None:
    for call_id in new_database.surroundings.guide.calls:
        page = stranger.get(f"/calls/{call_id}")
        assert page.status_code == 200
        assert "Who may take part" in text(page)
        assert "Version of our rules" in text(page)
    closed = text(stranger.get("/calls/ka202-2018"))
    assert "This call is closed. You can practise with it" in closed
    assert "At least 3 organisations from programme countries" in closed
    provisional = text(stranger.get("/calls/ka220-vet-2027"))
    assert "5 March in 2026; 2027 not known" in provisional
    assert "Rules of 2026; the guide of 2027 has not been read by us; check it before you apply." in provisional


def test_language_that_was_chosen_is_kept(stranger: Person) -> None:
    assert '<html lang="en">' in stranger.get("/").text
    assert '<html lang="pl">' in stranger.get("/?lang=pl").text
    assert '<html lang="pl">' in stranger.get("/login", headers={"Accept-Language": "de"}).text
    assert '<html lang="en">' in stranger.get("/?lang=en").text
    assert '<html lang="en">' in stranger.get("/?lang=xx").text


def test_language_of_the_profile_comes_before_the_browsers(alice: Person) -> None:
    assert alice.post("/account/language", language="pl").location == "/account"
    assert '<html lang="pl">' in alice.get("/home", headers={"Accept-Language": "de"}).text
    assert alice.post("/account/language", language="xx").status_code == 422
    assert '<option value="de" lang="de" selected>' in alice.get("/account?lang=de").text, "what is read, not what is kept"


def test_page_in_another_language_is_the_same_page(stranger: Person) -> None:
    page = stranger.get("/organisations?words=a&country=PL").text
    assert re.search(r'href="/organisations\?words=a&amp;country=PL&amp;lang=pl"', page)


@pytest.mark.parametrize("path", ["/nowhere", "/calls/none", "/organisations/999999", "/organisations/99999999999999999999"])
def test_page_that_does_not_exist_is_said_in_plain_words(stranger: Person, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code in (303, 404)
    if answer.status_code == 404:
        assert "Not found" in text(answer)
        assert "Traceback" not in answer.text


def test_wrong_method_says_which_is_right(alice: Person) -> None:
    answer = alice.post("/home")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("path", "above"), [("/invitations/1/join", "/invitations/1"), ("/account/language", "/account"), ("/logout", "/")]
)
def test_address_of_a_form_that_was_sent_leads_to_its_page(alice: Person, path: str, above: str) -> None:
    answer = alice.get(f"{path}?lang=pl")
    assert (answer.status_code, answer.location) == (303, above)


def test_defect_of_ours_shows_its_number_and_nothing_else(app: Flask, stranger: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> str:
        raise RuntimeError("secret detail")

    monkeypatch.setitem(app.view_functions, "start.about", broken)
    answer = stranger.get("/about", headers={"X-Request-ID": "number-of-the-request"})
    assert answer.status_code == 500
    assert "number-of-the-request" in answer.text
    assert "secret detail" not in answer.text


def test_database_that_does_not_answer_is_said_and_may_be_asked_again(
    app: Flask, stranger: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> str:
        raise OperationalError("select", {}, Exception("database is locked"))

    monkeypatch.setitem(app.view_functions, "start.about", broken)
    answer = stranger.get("/about")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "nothing was saved" in text(answer)


@pytest.mark.parametrize(
    ("error", "status"),
    [(IntegrityError("insert", {}, Exception()), 409), (OperationalError("commit", {}, Exception()), 503)],
)
def test_error_while_committing_is_a_page_too(
    app: Flask, alice: Person, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    usual = transactions.Session.commit

    def failing(self: Any) -> None:
        usual(self) if self.get_transaction() is None else (_ for _ in ()).throw(error)

    monkeypatch.setattr(transactions.Session, "commit", failing)
    answer = alice.post("/account/language", language="pl")
    assert answer.status_code == status
    monkeypatch.undo()
    assert '<option value="en" lang="en" selected>' in alice.get("/account").text


def test_nothing_is_written_by_what_fails(people: Cast, alice: Person, new_database: Database) -> None:
    path = f"/organisations/{people.alice.organisation.id}/edit"
    alice.post(path, name="Another name", kind="vocational-school", country="PL", established="2999-01-01")
    with new_database.session(reads=True) as session:
        assert session.get_one(Organisation, people.alice.organisation.id).name == "Alice's organisation"


def test_alive_and_ready(stranger: Person, new_database: Database) -> None:
    assert stranger.get("/healthz").text == "ok\n"
    assert stranger.get("/readyz").text == "ok\n"


def test_not_ready_while_migrations_wait(stranger: Person, new_database: Database) -> None:
    downgrade(new_database.url, "base")
    answer = stranger.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "migrations wait\n")
    assert stranger.get("/healthz").status_code == 200


def test_strip_stands_on_every_page_while_anybody_is_invented(
    stranger: Person, people: Cast, new_database: Database, clock: Any
) -> None:
    strip = "The organisations shown here are invented"
    assert strip not in text(stranger.get("/"))
    with new_database.unit_of_work() as session:
        session.get_one(Organisation, people.bob.organisation.id).is_invented = True
    clock.move(minutes=2)
    for path in (*OPEN_PAGES, "/calls/none"):
        assert strip in text(stranger.get(path))


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def count(_1: Any, _2: Any, statement: str, *_3: Any) -> None:
        sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", count)
    yield sent
    event.remove(database.engine, "before_cursor_execute", count)


def test_lists_ask_as_often_for_thirty_rows_as_for_one(new_database: Database, people: Cast, alice: Person) -> None:
    paths = ("/home", "/organisations", "/ideas/1", "/consortia/1", "/ideas/1/suggestions")

    def asked() -> list[int]:
        numbers = []
        for path in paths:
            with counted(new_database) as sent:
                assert alice.get(path).status_code == 200
            numbers.append(len(sent))
        return numbers

    with new_database.unit_of_work() as session:
        factories.draft(session, here(session, people).alice, [people.bob.key])
    suggest(alice, "/ideas/1")
    asked()
    once = asked()
    with new_database.unit_of_work() as session:
        now = here(session, people)
        more = [factories.register(session, f"More{n}", kind="chamber", country="AT") for n in range(12)]
        made = factories.draft(session, now.alice, [one.key for one in more])
        first = session.get_one(type(made), 1)
        for one in more:
            factories.consortia.add_member(session, first, one.key, "partner", version=None, by=now.alice.user)
    asked()
    assert asked() == once


def test_page_says_which_words_were_looked_for_when_there_were_too_many(
    new_database: Database, people: Cast, alice: Person, stranger: Person
) -> None:
    with new_database.unit_of_work() as session:
        number = factories.draft(session, here(session, people).alice, [people.bob.key]).id
    many = "+".join("abcdefghij")
    for page in (stranger.get(f"/organisations?words={many}"), alice.get(f"/consortia/{number}?find={many}")):
        assert "Only these words were looked for: a, b, c, d, e, f, g and h." in text(page)
    for page in (stranger.get("/organisations?words=a+a+a"), alice.get(f"/consortia/{number}?find=a+a")):
        assert "Only these words" not in text(page)
