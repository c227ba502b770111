"""What a page weighs on its way to a reader: at most 60 kB, with its styles and scripts, without pictures."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask

from matchmaker.db import Database
from matchmaker.demo.cast import LOGINS
from matchmaker.demo.loading import load
from tests.web.conftest import Person

MOST = 60_000
"""Bytes, compressed as today's browsers ask for it."""
ENCODED = {"Accept-Encoding": "gzip, deflate, br"}
PUBLIC = ("/", "/about", "/calls", "/calls/ka220-vet-2027", "/organisations", "/login", "/register")
OWN = ("/home", "/account", "/ideas/new?call=ka220-vet-2027")
PAGES = re.compile(r'href="(/(?:ideas|consortia|invitations|handovers|organisations)/\d+(?:/\w+)?)"')


@pytest.fixture
def demo(app: Flask, new_database: Database) -> Flask:
    with new_database.unit_of_work() as session:
        load(session, 2000)
    return app


def weight(person: Person, path: str) -> int:
    """Bytes of a page and of what it links as style and script."""
    page = person.get(path, follow_redirects=True)
    assert page.status_code == 200, path
    linked = re.findall(r'<link rel="stylesheet" href="([^"]+)"|<script src="([^"]+)"', page.text)
    total = len(person.get(path, headers=ENCODED, follow_redirects=True).data)
    for style, script in linked:
        with person.get(unescape(style or script), headers=ENCODED) as file:
            assert file.status_code == 200
            total += len(file.data)
    return total


def suggested(person: Person) -> Iterator[str]:
    """The pages of suggestions for those of one's ideas that are open, all alternatives on each."""
    for idea in sorted(set(re.findall(r'href="(/ideas/\d+)"', person.get("/home").text))):
        asked = person.post(f"{idea}/suggestions/ask")
        if asked.status_code == 303:
            yield asked.location


def looked_at(app: Flask) -> Iterator[tuple[Person, str]]:
    """Everybody's pages: the public ones, each desk, and what it links."""
    anybody = Person(app)
    yield from ((anybody, path) for path in PUBLIC)
    for login in LOGINS:
        person = Person(app)
        entered = person.post("/login", email=login.email, password=login.password)
        assert entered.status_code == 303
        yield from ((person, path) for path in OWN)
        yield from ((person, path) for path in suggested(person))
        found = sorted(set(PAGES.findall(person.get("/home").text)))
        assert len(found) > 3
        yield from ((person, path) for path in found)


@pytest.mark.slow
def test_no_page_weighs_more_than_sixty_kilobytes(demo: Flask) -> None:
    heavy = {path: weight(person, path) for person, path in looked_at(demo)}
    assert {path: size for path, size in heavy.items() if size > MOST} == {}
