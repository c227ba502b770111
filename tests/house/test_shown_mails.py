"""docs/mails shows every mail as it is written today, in three languages."""

import ast
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from matchmaker.app import create_app
from matchmaker.config import load
from tests.house.tree import PACKAGE
from tests.mail_story import Story
from tools.mails import FOLDER, pages, stories

VERBS = {("mails", verb) for verb in ("write", "tell", "tell_all", "tell_person")}
VERBS |= {("notices", verb) for verb in ("tell", "tell_everybody", "tell_members")}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def told() -> dict[str, Story]:
    return stories()


def test_mails_are_shown_as_they_are_written(told: dict[str, Story]) -> None:
    made = pages(told)
    assert {path.name for path in FOLDER.iterdir()} == set(made)
    for name, page in made.items():
        assert (FOLDER / name).read_text("utf-8") == page, "make mails brings them up to date"


def written() -> Iterator[tuple[str, range]]:
    """The file and the lines of every call that has a mail written."""
    for path in sorted((PACKAGE / "services").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=where), attr=verb)) if (where, verb) in VERBS:
                    if path.name != "notices.py":
                        yield path.name, range(node.lineno, (node.end_lineno or node.lineno) + 1)


def test_every_mail_is_shown(told: dict[str, Story]) -> None:
    """A new one needs its part in `tests/mail_story.py`."""
    lines = told["en"].lines
    assert [(name, where.start) for name, where in written() if not any((name, line) in lines for line in where)] == []
    assert len(list(written())) > 20


def test_every_path_in_a_mail_is_that_of_a_page(told: dict[str, Story]) -> None:
    routes = create_app(load()).url_map.bind("localhost")
    for mail in told["en"].shown.values():
        for link in (*mail.content["links"], *mail.content["about"]):
            assert routes.match(link["path"].partition("?")[0].partition("#")[0], "GET")


class Reader(HTMLParser):
    """What of a page is fetched when it is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [name for name, _ in attrs if name in ("src", "srcset", "background", "data")]
        self.fetched += [tag] if tag in ("img", "link", "script", "iframe", "object") else []


def test_nothing_in_them_is_fetched() -> None:
    """No picture, style or script from anywhere: a mail program would ask, and tell who reads."""
    for path in FOLDER.glob("*.html"):
        reader = Reader()
        reader.feed(path.read_text("utf-8"))
        assert reader.fetched == []
