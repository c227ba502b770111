"""People at their browsers, on a real database."""

import re
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from jinja2 import FileSystemBytecodeCache
from pydantic import SecretStr
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from matchmaker import config
from matchmaker.app import create_app
from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.models import Organisation, User
from matchmaker.web.limits import limiter
from matchmaker.web.tokens import mask
from tests import factories
from tests.factories import PASSWORD, Actor, Cast

TOKEN = "0" * 40


class Person:
    """Somebody at a browser, logged in or not; forms are sent with the token that pages carry."""

    def __init__(self, app: Flask, email: str | None = None) -> None:
        self.app = app
        self.client = app.test_client()
        if email:
            entered = self.post("/login", email=email, password=PASSWORD)
            assert entered.status_code == 303, entered.text

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, **more)

    def post(self, path: str, headers: dict[str, str] | None = None, **fields: Any) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.token(), **fields}, headers=headers)

    def token(self) -> str:
        """What forms carry, as pages write it."""
        with self.client.session_transaction() as cookie:
            cookie["csrf_token"] = TOKEN
        return mask(URLSafeTimedSerializer(str(self.app.secret_key), salt="wtf-csrf-token").dumps(TOKEN))


def suggest(person: Person, idea: str, **choices: str) -> TestResponse:
    """The page to which asking for suggestions leads. idea: the path of the idea."""
    asked = person.post(f"{idea}/suggestions/ask", **choices)
    assert asked.status_code == 303, asked.text
    return person.get(asked.location)


def text(response: TestResponse) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text.replace("<wbr>", ""))).split())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return config.load(instance=tmp_path)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates, compiled once for all tests of a worker."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings: Settings, new_database: Database, compiled: FileSystemBytecodeCache) -> Flask:
    made = create_app(settings, new_database)
    made.jinja_env.bytecode_cache = compiled
    limiter.reset()
    return made


@pytest.fixture
def mailing(settings: Settings, new_database: Database, compiled: FileSystemBytecodeCache) -> Flask:
    """The service as it is where a mail server is set."""
    made = create_app(settings.model_copy(update={"smtp_url": SecretStr("smtp://127.0.0.1:9")}), new_database)
    made.jinja_env.bytecode_cache = compiled
    limiter.reset()
    return made


@pytest.fixture
def people(new_database: Database) -> Cast:
    """Alice, Bob, Dora and Charlie with their organisations."""
    with new_database.unit_of_work() as session:
        return factories.cast(session)


@pytest.fixture
def stranger(app: Flask) -> Person:
    return Person(app)


@pytest.fixture
def alice(app: Flask, people: Cast) -> Person:
    return at_browser(app, people.alice)


@pytest.fixture
def bob(app: Flask, people: Cast) -> Person:
    return at_browser(app, people.bob)


@pytest.fixture
def charlie(app: Flask, people: Cast) -> Person:
    return at_browser(app, people.charlie)


def at_browser(app: Flask, actor: Actor) -> Person:
    """The actor, logged in."""
    return Person(app, actor.user.email)


def here(session: Session, people: Cast) -> Cast:
    """The same four as rows of another session."""
    return Cast(
        *(
            Actor(session.get_one(User, one.user.id), session.get_one(Organisation, one.organisation.id))
            for one in (people.alice, people.bob, people.dora, people.charlie)
        )
    )


STEPS = {
    "what": ("title", "summary", "fields", "topics", "priorities", "project_type", "activities", "shown"),
    "whom": (
        *("seats", "seats_number", "expertise", "size_min", "size_max", "language", "countries", "countries_typed"),
        *("not_countries", "not_countries_typed", "same_country", "third_countries", "confirmed_only"),
    ),
    "when": ("applicant", "round", "variant", "months", "is_shown"),
}


def describe(person: Person, path: str = "", **said: Any) -> TestResponse:
    """Go through the steps of an idea; the answer to the last one, or to the first in which something is wrong.

    path: of the draft, `/ideas/new/KEY` or that of an idea with `/edit`; one of its own if it is not given.
    """
    path = path or f"/ideas/new/{uuid4().hex[:16]}"
    beside = {name: value for name, value in said.items() if not any(name in names for names in STEPS.values())}
    answer = None
    for step, following in (("what", "whom"), ("whom", "when"), ("when", "finish")):
        sent = {name: said[name] for name in STEPS[step] if name in said}
        answer = person.post(f"{path}/{step}", **beside, **sent, go=following)
        if answer.status_code != 303:
            return answer
    assert answer is not None
    return answer
