"""What a page says of itself to browsers and to those who show a link to it."""

import json
import re
from html import unescape

import pytest
from flask import Flask

from matchmaker.db import Database
from matchmaker.models import Organisation
from tests.factories import Cast
from tests.web.conftest import Person


def told(page: str) -> dict[str, str]:
    """Open Graph: property -> content."""
    return {name: unescape(text) for name, text in re.findall(r'<meta property="og:([a-z:_]+)" content="([^"]*)">', page)}


@pytest.mark.parametrize("language", ["en", "pl", "de"])
def test_public_pages_say_what_is_shown_beside_a_link(people: Cast, stranger: Person, language: str) -> None:
    pages = ("/", "/about", "/calls", "/calls/ka220-vet-2026", "/organisations", f"/organisations/{people.bob.organisation.id}")
    seen = set()
    for path in pages:
        page = stranger.get(f"{path}?lang={language}").text
        said = told(page)
        assert said["url"] == f"http://127.0.0.1:5000{path}"
        assert said["locale"][:2] == language
        assert f"<title>{said['title']} · Matchmaker</title>" in unescape(page)
        assert f'<meta name="description" content="{said["description"]}">' in unescape(page)
        assert 20 < len(said["description"]) < 300
        with stranger.get(said["image"].removeprefix("http://127.0.0.1:5000")) as picture:
            assert picture.data.startswith(b"\x89PNG")
            size = (int.from_bytes(picture.data[16:20]), int.from_bytes(picture.data[20:24]))
            assert size == (int(said["image:width"]), int(said["image:height"]))
            assert len(picture.data) < 60_000
        seen.add(said["title"])
    assert len(seen) == len(pages)


def test_what_is_not_for_everybody_says_nothing(alice: Person) -> None:
    for path in ("/home", "/account", "/login"):
        assert told(alice.get(path).text) == {}


def test_words_of_members_stay_inside_the_description(people: Cast, new_database: Database, stranger: Person) -> None:
    with new_database.unit_of_work() as session:
        organisation = session.get(Organisation, people.alice.organisation.id)
        assert organisation is not None
        organisation.description = '"><script>alert(1)</script>'
    page = stranger.get(f"/organisations/{people.alice.organisation.id}").text
    assert organisation.description not in page
    assert organisation.description in told(page)["description"]


def test_browser_finds_icons_and_the_manifest(app: Flask, stranger: Person) -> None:
    page = stranger.get("/login").text
    linked = re.findall(r'<link rel="(?:icon|apple-touch-icon|manifest)" href="([^"]+)"', page)
    assert len(linked) == 4
    for address in linked:
        with stranger.get(unescape(address)) as answer:
            assert answer.status_code == 200
    with stranger.get(unescape(linked[-1])) as answer:
        assert answer.mimetype == "application/manifest+json"
        manifest = json.loads(answer.data)
    for icon in manifest["icons"]:
        with stranger.get(f"/static/{icon['src']}") as answer:
            assert answer.mimetype == icon["type"]
            if icon["type"] == "image/png":
                assert f"{int.from_bytes(answer.data[16:20])}x{int.from_bytes(answer.data[20:24])}" == icon["sizes"]
    with stranger.get(manifest["start_url"]) as answer:
        assert answer.status_code == 200
        assert "manifest-src 'self'" in answer.headers["Content-Security-Policy"]


def test_theme_colours_are_those_of_the_frame(app: Flask, stranger: Person) -> None:
    with stranger.get("/static/css/tokens.css") as answer:
        (light, dark), *_ = re.findall(r"--card: light-dark\((#\w+), (#\w+)\)", answer.text)
    themes = dict(
        re.findall(r'<meta name="theme-color" content="(#\w+)" media="\(prefers-color-scheme: (\w+)\)">', stranger.get("/").text)
    )
    assert themes == {"#ffffff" if light == "#fff" else light: "light", dark: "dark"}
