"""The write lock is taken late and given back early, and a session that reads cannot write."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from flask import Flask
from sqlalchemy import make_url, select, update
from sqlalchemy.exc import DBAPIError

from matchmaker.db import Database
from matchmaker.models import Organisation, User
from matchmaker.web.session import somebody
from matchmaker.web.transactions import reading, session, writing
from tests.factories import Cast
from tests.web.conftest import Person


@contextmanager
def busy(database: Database) -> Iterator[None]:
    """Somebody else holds the one write lock that SQLite has; PostgreSQL has none, and nobody is held up there."""
    if database.engine.dialect.name != "sqlite":
        yield
        return
    with closing(sqlite3.connect(str(make_url(database.url).database), isolation_level=None)) as other:
        other.execute("begin immediate")
        yield
        other.execute("rollback")


def name_of(database: Database, number: int) -> str | None:
    with database.session(reads=True) as opened:
        return opened.get_one(Organisation, number).name


def test_what_a_reading_session_would_write_is_refused(new_database: Database, people: Cast) -> None:
    number = people.alice.organisation.id
    with new_database.session(reads=True) as opened:
        opened.get_one(Organisation, number).name = "Another"
        with pytest.raises(DBAPIError):
            opened.flush()
    with new_database.session(reads=True) as opened, pytest.raises(DBAPIError):
        opened.execute(update(User).values(name="Nobody"))
    with new_database.unit_of_work() as opened:  # on the same connection of the pool
        opened.get_one(Organisation, number).name = "Another"
    assert name_of(new_database, number) == "Another"


def test_change_that_forgot_to_write_is_an_error_and_not_lost(app: Flask, new_database: Database, people: Cast) -> None:
    number = people.alice.organisation.id

    @app.post("/forgetful")
    def forgetful() -> str:
        session().get_one(Organisation, number).name = "Another"
        return "done"

    @app.post("/late")
    def late() -> str:
        session().get_one(Organisation, number).name = "Another"
        writing()
        return "done"

    alice = Person(app, people.alice.user.email)
    before = name_of(new_database, number)
    for path in ("/forgetful", "/late"):
        assert alice.post(path).status_code >= 500
    assert name_of(new_database, number) == before


def test_what_was_loaded_is_read_again_for_writing_and_stays_the_same_thing(
    app: Flask, new_database: Database, people: Cast
) -> None:
    number = people.alice.organisation.id
    seen: list[object] = []

    @app.post("/meanwhile")
    def meanwhile() -> str:
        mine = session().get_one(Organisation, number)
        with new_database.unit_of_work() as other:
            other.get_one(Organisation, number).city = "Meanwhile"
        seen.extend([mine.city, writing().get_one(Organisation, number) is mine, mine.city, somebody() in writing()])
        mine.region = "Afterwards"
        return "done"

    assert Person(app, people.alice.user.email).post("/meanwhile").status_code == 200
    assert seen == ["", True, "Meanwhile", True]
    with new_database.session(reads=True) as opened:
        there = opened.get_one(Organisation, number)
        assert (there.city, there.region) == ("Meanwhile", "Afterwards")


def test_nobody_waits_while_a_page_is_rendered_after_a_refusal(app: Flask, new_database: Database, people: Cast) -> None:
    number = people.alice.organisation.id

    @app.post("/refused")
    def refused() -> str:
        writing().get_one(Organisation, number).name = "Refused"
        writing().flush()
        reading()
        with new_database.unit_of_work() as other:
            other.get_one(Organisation, number).name = "Somebody else's"
        return str(session().scalar(select(Organisation.name).where(Organisation.id == number)))

    assert Person(app, people.alice.user.email).post("/refused").text == "Somebody else's"
    assert name_of(new_database, number) == "Somebody else's"


def test_pages_are_read_and_mistakes_are_shown_while_somebody_else_writes(
    new_database: Database, people: Cast, alice: Person, stranger: Person
) -> None:
    mine, other = people.alice.organisation.id, people.bob.organisation.id
    with busy(new_database):
        assert alice.get("/home").status_code == 200
        assert alice.post("/ideas/new/a/what", call="ka220-vet-2027").status_code == 422
        assert alice.post(f"/organisations/{mine}/edit", name="").status_code == 422
        assert alice.post(f"/organisations/{mine}/offers").status_code == 422
        assert alice.post(f"/organisations/{other}/edit", name="Mine").status_code == 403
        assert alice.post("/consortia/1/finalise").status_code == 404
        assert alice.post("/account/password").status_code == 422
        assert stranger.post("/register").status_code == 422
        assert stranger.post("/login", email="", password="").status_code == 422
