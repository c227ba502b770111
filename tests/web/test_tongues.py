"""A page in Polish or German is in that language: no text of ours is left in English, and no country is named in English."""

import re
from functools import cache
from html import unescape

import pytest
from flask import Flask

from matchmaker.db import Database
from matchmaker.language import speaking
from tests import factories
from tests.factories import Cast
from tests.web.conftest import Person, here, suggest
from tools import translations

ENGLISH = re.compile(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>|<input type="hidden"[^>]*>', re.DOTALL)
"""What a page itself says is English: where a rule was read, what a member wrote; and what it carries and nobody reads."""
OPEN = (
    "/",
    "/about",
    "/register",
    "/login",
    "/password",
    "/calls?field=VET&kind=chamber",
    "/calls/ka220-vet-2026",
    "/organisations",
)
DESK = ("/home", "/account", "/account/password", "/ideas/new?call=ka220-vet-2026", "/consortia/9999")


@cache
def said_otherwise(language: str) -> frozenset[str]:
    """Our texts of two words or more, none of them of that language by chance, that are said otherwise in it."""
    said = {message.id for message in translations.catalogue(language) if message.id and message.id != message.string}
    return frozenset(
        text
        for one in said
        for text in (one if isinstance(one, tuple) else (one,))
        if "%" not in text and " " in text and len(text) > 7
    )


def in_english(page: str, language: str) -> list[str]:
    """What of a page is English and should not be."""
    found = [text for text in said_otherwise(language) if text in page and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", page)]
    return sorted(found) + translations.countries_in_english(language).findall(page)


@pytest.fixture
def paths(new_database: Database, people: Cast, alice: Person) -> list[str]:
    """Pages of things that there are: an idea, its suggestions, a consortium, an invitation, an organisation."""
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        consortium = factories.draft(session, cast.alice, [cast.bob, cast.charlie])
        session.flush()
        invitation = factories.invite(session, consortium, cast.bob, by=cast.alice.user)
        idea = f"/ideas/{consortium.idea_id}"
        found = [idea, f"{idea}/edit", f"/consortia/{consortium.id}", f"/consortia/{consortium.id}/what-if"]
        found += [f"/consortia/{consortium.id}/repairs", f"/invitations/{invitation.id}"]
        found += [f"/consortia/{consortium.id}/hand-over", f"/consortia/{consortium.id}/agency"]
    organisation = f"/organisations/{people.alice.organisation.id}"
    found += [organisation, f"{organisation}/edit", f"{organisation}/exposure", f"{organisation}/openings"]
    return [*found, suggest(alice, idea).request.full_path]


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_no_page_keeps_texts_or_countries_in_english(app: Flask, alice: Person, paths: list[str], language: str) -> None:
    visitor = Person(app)
    alice.post("/account/language", language=language)
    seen = [(path, visitor.get(path, headers={"Accept-Language": language})) for path in OPEN]
    seen += [(path, alice.get(path, follow_redirects=True)) for path in (*DESK, *paths)]
    assert [path for path, page in seen if page.status_code != 200] == ["/consortia/9999"]
    found = {path: in_english(unescape(ENGLISH.sub(" ", page.text)), language) for path, page in seen}
    assert {path: slips for path, slips in found.items() if slips} == {}
    assert all(f'lang="{language}"' in page.text for _, page in seen)


def test_name_of_a_constant_is_said_in_the_language_of_each_reader(app: Flask) -> None:
    with app.test_request_context():
        template = app.jinja_env.from_string('{{ "PL"|country }}')
        said = []
        for tongue in ("en", "pl", "de"):
            with speaking(tongue):
                said.append(template.render())
    assert said == ["Poland", "Polska", "Polen"]


def test_what_is_left_in_english_is_found() -> None:
    page = "<h1>Was du tust</h1><p>Add a member</p><li>Germany</li><p>Add a member here</p> <span lang='de'>Polen</span>"
    assert in_english(page, "de") == ["Add a member", "Germany"]
    assert in_english(page.replace("Germany", "Malta").replace("Add a member", "Dodaj"), "pl") == []
