"""What is true of a whole page is said on it once: that rules are provisional, over the page, in one sentence."""

import re
from collections.abc import Iterator
from itertools import cycle

import pytest
from flask import Flask

from matchmaker.db import Database
from matchmaker.demo.cast import LOGINS
from matchmaker.demo.loading import load
from matchmaker.language import LANGUAGES, render
from matchmaker.programme import guides, wording
from tests.web.conftest import Person
from tests.web.test_weights import PAGES, PUBLIC

CARRIED = re.compile(r'<input type="hidden"[^>]*>')
"""What a page carries and nobody reads: the answer of a search."""
NEXT_YEAR = guides.load().call("ka220-vet-2027")
PARTS = ("/repairs", "/what-if", "/hand-over", "/leave")


def pages(app: Flask) -> Iterator[tuple[str, Person, str]]:
    """What it is a page of, who looks, its address: the public ones, and of each log-in those that its desk links to."""
    yield from (("", Person(app), path) for path in (*PUBLIC, "/calls?field=VET"))
    for login in LOGINS:
        person = Person(app)
        person.post("/login", email=login.email, password=login.password)
        yield "", person, "/ideas/new"
        found = sorted(path for path in set(PAGES.findall(person.get("/home").text)) if not path.startswith("/organisations"))
        yield from ((path.split("/")[1], person, path) for path in found)
        if login is LOGINS[0]:
            first = next(path for path in found if re.fullmatch(r"/consortia/\d+", path))
            yield from (("parts", person, first + part) for part in PARTS)
            for idea in (path for path in found if re.fullmatch(r"/ideas/\d+", path)):
                asked = person.post(f"{idea}/suggestions/ask")
                yield "suggestions", person, asked.location or idea


@pytest.mark.slow
def test_provisional_rules_are_told_at_most_once_a_page(app: Flask, new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        load(session, 200)
    told = set()
    for (kind, person, path), language in zip(pages(app), cycle(LANGUAGES), strict=False):
        answer = person.get(f"{path}{'&' if '?' in path else '?'}lang={language}", follow_redirects=True)
        sentence = render(wording.provisional(NEXT_YEAR), language)
        times = CARRIED.sub("", answer.text).count(sentence)
        assert times <= 1, path
        told |= {kind} if times else set()
    assert told >= {"", "ideas", "consortia", "invitations", "suggestions"}
