"""When the guide comes, pages say what became of ideas, consortia and documents, until whoever looks has seen it."""

import re
from pathlib import Path

import pytest
from flask import Flask

from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.jobs import rounds
from matchmaker.models import Consortium
from matchmaker.programme import guides
from matchmaker.services import adoption
from tests import factories
from tests.factories import Cast
from tests.guides import invented
from tests.web.conftest import Person, at_browser, here, suggest, text

HEADING = "The rules are no longer provisional"


@pytest.fixture
def finalised(new_database: Database, people: Cast) -> Consortium:
    """Alice's consortium with Bob and Dora, finalised under provisional rules."""
    with new_database.unit_of_work() as session:
        adoption.adopt(session, guides.load())
        cast = here(session, people)
        consortium = factories.complete(session, cast)
        factories.finalise(session, consortium, version=None, by=cast.alice.user)
        return consortium


def publish(database: Database, settings: Settings, folder: Path, *changes: tuple[str, str]) -> None:
    """An operator puts the invented guide in force; the service takes it up and does its jobs."""
    with database.unit_of_work() as session:
        adoption.adopt(session, invented(folder, *changes))
    rounds.round_(database, settings, ["jobs"])


def test_members_see_both_verdicts_and_what_differs_until_they_have_seen_it(
    app: Flask, alice: Person, bob: Person, finalised: Consortium, new_database: Database, settings: Settings, tmp_path: Path
) -> None:
    path = f"/consortia/{finalised.id}"
    assert HEADING not in text(bob.get(path))
    publish(new_database, settings, tmp_path / "guide")
    for person in (alice, bob):
        page = text(person.get(path))
        assert HEADING in page
        assert re.search(r"Before Composition check passed \(.*?\) Now Composition check not passed \(", page)
        assert "Not met 3 of 4 organisations" in page
        assert "Programme countries new: Switzerland" in page
        assert "The rules have changed" in text(person.get("/home"))
    seen = bob.post(f"{path}/rules/seen")
    assert (seen.status_code, seen.location) == (303, path)
    assert HEADING not in text(bob.get(path))
    assert "The rules have changed" not in text(bob.get("/home"))
    assert HEADING in text(alice.get(path))
    assert "Bob has seen what changed in the rules" in text(alice.get(path))


def test_document_says_that_it_was_made_under_provisional_rules(
    app: Flask, bob: Person, finalised: Consortium, new_database: Database, settings: Settings, tmp_path: Path
) -> None:
    path = f"/consortia/{finalised.id}"
    assert "Made under provisional rules" in text(bob.get(path))
    publish(new_database, settings, tmp_path / "guide")
    bob.post(f"{path}/rules/seen")
    page = text(bob.get(path))
    assert "Made under provisional rules" in page
    assert "Checked again on 23 November 2026: the rules have changed The document stays as it was." in page
    assert "Now Composition check not passed (" in page


def test_idea_says_what_changed_and_what_was_suggested_before(
    app: Flask, alice: Person, people: Cast, new_database: Database, settings: Settings, tmp_path: Path
) -> None:
    with new_database.unit_of_work() as session:
        adoption.adopt(session, guides.load())
        number = factories.idea(session, here(session, people).alice).id
    path, warning = f"/ideas/{number}", "The rules of the call have changed. Suggest again."
    assert warning not in text(suggest(alice, path))
    found = alice.post(f"{path}/suggestions/ask").location
    publish(new_database, settings, tmp_path / "guide", ("min = 4", "min = 3"))
    page = text(alice.get(path))
    assert HEADING in page
    assert "What the call asks of you and of the project is met" in page
    assert warning in text(alice.get(found))
    assert alice.post(f"{path}/rules/seen").status_code == 303
    assert HEADING not in text(alice.get(path))


def test_strangers_neither_see_nor_mark_it(
    app: Flask, charlie: Person, people: Cast, finalised: Consortium, new_database: Database, settings: Settings, tmp_path: Path
) -> None:
    publish(new_database, settings, tmp_path / "guide")
    bob = at_browser(app, people.bob)
    for path in (f"/consortia/{finalised.id}", f"/ideas/{finalised.idea_id}"):
        for person in (charlie, *([bob] if "ideas" in path else [])):
            assert person.get(path).status_code == 404
            assert person.post(f"{path}/rules/seen").status_code == 404
        assert Person(app).post(f"{path}/rules/seen").status_code in (303, 401)
    assert HEADING in text(bob.get(f"/consortia/{finalised.id}"))
