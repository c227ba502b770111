"""Looking changes nothing: no page that is only read writes a row, whoever looks, and however it is asked."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.db import Database
from matchmaker.models import Base, Idea
from matchmaker.services import handover, searches, suggestions
from tests import factories
from tests.factories import Cast
from tests.web.conftest import Person, at_browser, here


@pytest.fixture
def everything(new_database: Database, people: Cast) -> Cast:
    """Something of every kind, with the number 1: a search that goes on, an offer to take over, an invitation."""
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        made = factories.complete(session, cast)
        handover.offer(session, made, factories.member_id(made, cast.bob), "", by=cast.alice.user)
        idea = session.get_one(Idea, 1)
        question = suggestions.question_of(session, idea)
        found = suggestions.ask(session, idea, question, by=cast.alice.user)
        assert found.answer is not None
        searches.begin(session, idea, question, found.answer, found.sequence, by=cast.alice.user)
    return people


def rows(database: Database) -> dict[str, list[Any]]:
    """Every row of every table."""
    with database.session(reads=True) as session:
        tables = Base.metadata.sorted_tables
        return {one.name: sorted(map(repr, session.execute(select(one)))) for one in tables}


def paths(app: Flask) -> list[str]:
    """The address of everything that can be looked at, of number 1."""
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            path = rule.rule
            for name in rule.arguments:
                path = path.replace(f"<int:{name}>", "1").replace(f"<path:{name}>", "x").replace(f"<{name}>", "ka220-vet-2027")
            found.append(path)
    return found


def test_looking_at_every_page_writes_no_row(app: Flask, new_database: Database, everything: Cast, stranger: Person) -> None:
    visitors = (at_browser(app, everything.alice), at_browser(app, everything.bob), stranger)
    members = f"member={everything.alice.key}&member={everything.bob.key}&member={everything.dora.key}"
    choices = f"?{members}&lead={everything.alice.key}&place={everything.dora.key}&known=yes&chance=more&find=a&words=a&lang=de"
    before = rows(new_database)
    seen = set()
    for person in visitors:
        for path in paths(app):
            for address, headers in ((path, {}), (path + choices, {"HX-Request": "true"})):
                with person.get(address, headers=headers) as answer:
                    assert answer.status_code < 500, address
                    if answer.status_code == 200:
                        seen.add(path)
    assert rows(new_database) == before
    assert len(seen) > 30
