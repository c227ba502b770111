"""Show each kind of mail in three languages, as text and as HTML (`python -m tools.mails`, `make mails`)."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from matchmaker.db import Database, upgrade
from matchmaker.documents.letter import Content, html, text
from matchmaker.language import LANGUAGES
from matchmaker.models import Mail
from matchmaker.programme import guides
from tests.conftest import Clock
from tests.mail_story import Story, tell

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs" / "mails"
BASE: Final = "https://match.example.eu"
STOP: Final = f"{BASE}/mails/stop?link=…"
_BODY: Final = re.compile(r"(.*<body[^>]*>)(.*)(</body></html>\n)", re.DOTALL)


def stories() -> dict[str, Story]:
    """By language, the mails that are written on the way of one consortium."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/empty.db"
        upgrade(url)
        return {language: _told(url, Path(folder), language) for language in LANGUAGES}


DRAWN: Final = (
    (re.compile(r"\bmm-[a-z0-9]{8}\b"), "mm-7k2p9xq4"),
    (re.compile(r"/l/[A-Za-z0-9_-]{43}"), "/l/…"),
    (re.compile(r"(?<![#\w])[0-9]{6}\b"), "123456"),
)
"""Keys of organisations, what partners' links carry, and codes, which are drawn anew each time; and what stands instead."""


def pages(told: dict[str, Story]) -> dict[str, str]:
    """By file name, all mails of a language one after another."""
    texts = {f"{language}.md": _as_text(language, story.shown) for language, story in told.items()}
    made = texts | {f"{language}.html": _as_html(story.shown) for language, story in told.items()}
    return {name: _settled(page) for name, page in made.items()}


def _settled(page: str) -> str:
    """The page, the same each time."""
    for drawn, instead in DRAWN:
        page = drawn.sub(instead, page)
    return page


def _told(url: str, folder: Path, language: str) -> Story:
    """What happens to people who read in this language; nothing of it stays in the database."""
    clock = Clock()
    database = Database(url, guides.load(), clock, PasswordHasher.from_parameters(CHEAPEST))
    with database.session() as session:
        story = Story(session, clock, folder / language, language)
        tell(story)
        session.rollback()
    database.engine.dispose()
    return story


def _as_text(language: str, shown: dict[str, Mail]) -> str:
    parts = [f"# Mails ({LANGUAGES[language]})\n", "Made by `make mails` from what the services write.\n"]
    for name, mail in shown.items():
        content = Content(**mail.content)
        said = text(content, BASE, STOP if content.stop else None)
        ends = " · ends with one press" if content.stop else ""
        parts.append(f"## {name}\n\nSubject: **{mail.subject}**{ends}\n\n```text\n{_unsigned(said).rstrip()}\n```\n")
    return "\n".join(parts)


def _as_html(shown: dict[str, Mail]) -> str:
    """One page of all; each looks as in a mail program, one under the other."""
    made = [html(Content(**mail.content), mail.subject, BASE, STOP if mail.content["stop"] else None) for mail in shown.values()]
    parts = [match.groups() for one in made if (match := _BODY.fullmatch(one))]
    return _unsigned(parts[0][0] + "\n".join(body for _, body, _ in parts) + parts[0][2])


def _unsigned(said: str) -> str:
    """Without what a link is signed with, which is another one each time."""
    return re.sub(r"link=[^\s\"<]+", "link=…", said)


def main() -> None:
    """Write them."""
    FOLDER.mkdir(exist_ok=True)
    for name, page in pages(stories()).items():
        (FOLDER / name).write_text(page, "utf-8")


if __name__ == "__main__":
    main()
