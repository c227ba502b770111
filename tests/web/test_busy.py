"""A database that is locked, read-only or away: a page that says so, quickly, in the reader's language, to everybody."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from time import perf_counter

import pytest
from flask import Flask
from sqlalchemy import event, make_url, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from matchmaker import turns
from matchmaker.db import Database
from matchmaker.models import Organisation, User
from matchmaker.programme import guides
from matchmaker.web.session import enter
from matchmaker.web.transactions import session, writing
from tests.conftest import QUICK, Clock
from tests.factories import PASSWORD, Cast
from tests.web.conftest import Person
from tests.web.conftest import text as words

HTMX = {"HX-Request": "true"}
GONE = {"sqlite": "sqlite:////nowhere/at-all.db", "postgresql": "postgresql+psycopg://nobody@127.0.0.1:1/none"}
POLISH = {"Accept-Language": "pl"}


@pytest.fixture
def in_polish(app: Flask, new_database: Database, people: Cast) -> Person:
    """Alice, whose profile is Polish, at a browser that is not; the file or the server of the database goes when she is in."""
    with new_database.unit_of_work() as opened:
        opened.get_one(User, people.alice.user.id).language = "pl"
    alice = Person(app, people.alice.user.email)
    assert "Mój pulpit" in words(alice.get("/home"))
    return alice


@pytest.fixture
def away(app: Flask, in_polish: Person) -> Iterator[None]:
    """The database is gone: a file that is not there, a server that is not."""
    there: Database = app.extensions["database"]
    elsewhere = Database(GONE[there.engine.dialect.name], guides.load(), Clock(), QUICK)
    app.extensions["database"] = elsewhere
    yield
    app.extensions["database"] = there
    elsewhere.engine.dispose()


def assert_busy(answer: TestResponse, sentence: str) -> None:
    assert answer.status_code == 503
    assert answer.headers["Retry-After"].isdecimal()
    assert sentence in words(answer)
    assert 'id="main"' in answer.text
    assert "/logout" not in answer.text


@pytest.mark.usefixtures("away")
def test_database_that_is_away_is_said_at_once_to_everybody(in_polish: Person, stranger: Person) -> None:
    began = perf_counter()
    for path in ("/home", "/ideas/new", "/organisations", "/account", "/about"):
        assert_busy(in_polish.get(path), "Serwis jest chwilowo przeciążony")
    assert_busy(in_polish.post("/ideas/new/a/what", call="ka220-vet-2027", title="Bread"), "Serwis jest chwilowo przeciążony")
    assert_busy(in_polish.post("/logout"), "Serwis jest chwilowo przeciążony")
    htmx = in_polish.post("/account/language", headers=HTMX, language="de")
    assert_busy(htmx, "Serwis jest chwilowo przeciążony")
    assert htmx.headers["HX-Retarget"] == "#main"
    assert_busy(in_polish.get("/organisations", headers=HTMX), "Serwis jest chwilowo przeciążony")
    assert_busy(stranger.get("/organisations", headers=POLISH), "Serwis jest chwilowo przeciążony")
    assert_busy(stranger.get("/organisations"), "The service is busy just now")
    assert_busy(stranger.post("/login", email="alice@school.eu", password=PASSWORD), "The service is busy just now")
    assert perf_counter() - began < 10


@pytest.mark.usefixtures("away")
def test_what_needs_no_database_is_answered_without_one(in_polish: Person, stranger: Person) -> None:
    assert stranger.get("/healthz").status_code == 200
    assert stranger.get("/readyz").status_code == 503
    for path in ("/no-such-page", "/static/no-such-file"):
        for person in (in_polish, stranger):
            assert person.get(path).status_code == 404
    assert stranger.client.post("/login").status_code == 400
    assert in_polish.client.delete("/about").status_code in (400, 405)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL has no lock for all that is written
def test_lock_that_somebody_holds_is_waited_for_once(
    app: Flask, new_database: Database, people: Cast, in_polish: Person, stranger: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 1)
    new_database.engine.dispose()
    path = f"/organisations/{people.alice.organisation.id}/confirm"
    with closing(sqlite3.connect(str(make_url(new_database.url).database), isolation_level=None)) as other:
        other.execute("begin immediate")
        for sent in (
            lambda: in_polish.post(path),
            lambda: in_polish.post(path, headers=HTMX),
        ):
            began = perf_counter()
            assert_busy(sent(), "Serwis jest chwilowo przeciążony")
            assert 0.9 < perf_counter() - began < 2.5
        assert_busy(stranger.post("/login", email=people.bob.user.email, password=PASSWORD), "The service is busy just now")
        assert stranger.get("/home").status_code == 303
        other.execute("rollback")
    assert in_polish.post(path).status_code == 303


def test_database_that_can_only_be_read_is_said(app: Flask, new_database: Database, people: Cast, in_polish: Person) -> None:
    name = make_url(new_database.url).database
    only_read = Database(new_database.url, guides.load(), Clock(), QUICK)
    if new_database.engine.dialect.name == "sqlite":

        def connect(*said: object) -> sqlite3.Connection:
            return sqlite3.connect(f"file:{name}?mode=ro", uri=True, check_same_thread=False)

        event.listen(only_read.engine, "do_connect", connect)
    else:
        with new_database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f'alter database "{name}" set default_transaction_read_only = on'))
    app.extensions["database"] = only_read
    assert in_polish.get("/home").status_code == 200
    path = f"/organisations/{people.alice.organisation.id}/confirm"
    assert_busy(in_polish.post(path), "Serwis jest chwilowo przeciążony")
    only_read.engine.dispose()


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError("commit", {}, Exception()), 503), (IntegrityError("commit", {}, Exception()), 409)]
)
def test_nobody_is_logged_in_and_nothing_said_to_be_done_when_the_commit_fails(
    app: Flask, new_database: Database, people: Cast, stranger: Person, error: Exception, status: int
) -> None:
    number = people.alice.organisation.id

    @app.post("/fails")
    def fails() -> str:
        def at_commit(opened: Session) -> None:
            raise error

        writing().get_one(Organisation, number).name = "Changed"
        enter(session().get_one(User, people.alice.user.id))
        event.listen(writing(), "before_commit", at_commit)
        return "done"

    app.view_functions["start.about"] = app.view_functions["fails"]  # one that is open to anybody
    app.url_map._rules_by_endpoint["fails"][0].endpoint = "start.about"
    answer = stranger.post("/fails")
    assert answer.status_code == status
    assert people.alice.user.name not in words(answer)
    assert stranger.get("/home").status_code == 303
    with new_database.session(reads=True) as opened:
        assert opened.get_one(Organisation, number).name != "Changed"


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
def test_connection_that_ends_within_a_request_is_said(app: Flask, new_database: Database, people: Cast) -> None:
    @app.post("/ended")
    def ended() -> str:
        number = writing().scalar(text("select pg_backend_pid()"))
        with new_database.engine.connect() as other:
            other.execute(text("select pg_terminate_backend(:number)"), {"number": number})
        writing().get_one(Organisation, people.alice.organisation.id).name = "Changed"
        return "done"

    alice = Person(app, people.alice.user.email)
    assert_busy(alice.post("/ended"), "The service is busy just now")
    assert alice.get("/home").status_code == 200


def test_defect_in_a_page_is_our_mistake_and_not_a_bare_error(app: Flask, people: Cast) -> None:
    @app.get("/defect")
    def defect() -> str:
        session().execute(text("select nothing from nowhere"))
        return "never"

    answer = Person(app, people.alice.user.email).get("/defect")
    assert answer.status_code in (500, 503)
    assert 'id="main"' in answer.text
