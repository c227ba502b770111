"""The service as people meet it: the real server on a database of its own, and each person at a browser of their own."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from matchmaker import config, db
from matchmaker.language import say
from matchmaker.services import mails, troubles
from tests import factories
from tests.factories import PASSWORD

PARTNERS = {
    "Universität Talheim": ("bob", "higher-education", "DE", ["eche"], ["partner"]),
    "Handwerkskammer Alpenvorland": ("dora", "chamber", "AT", [], ["partner", "associated"]),
    "Escuela de Hostelería Mirador": ("carla", "vet-institution", "ES", [], ["coordinator", "partner"]),
    "Lycée hôtelier des Collines": ("emile", "vocational-school", "FR", [], ["coordinator", "partner"]),
    "Trattoria Ponte Vecchio srl": ("gino", "employer", "IT", [], ["partner"]),
}
"""Organisations that joined before: name -> who acts for it, kind, country, statements, roles."""

Visit = Callable[..., Page]


def email_of(organisation: str) -> str:
    """The address of whoever acts for one of the partners."""
    return f"{PARTNERS[organisation][0]}@school.eu"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real server; its database holds the partners."""
    folder = tmp_path_factory.mktemp("served")
    settings = config.load(instance=folder, database_url="")
    db.upgrade(settings.database_url)
    with db.opened(settings) as database, database.unit_of_work() as session:
        for name, (who, kind, country, flags, roles) in PARTNERS.items():
            actor = factories.register(session, who.title(), organisation_name=name, kind=kind, country=country)
            said = {"topics": ["work-based-learning"], "languages": ["en"], "established": "1990-09-01"}
            actor.user.standing = "operator" if kind == "chamber" else "none"
            factories.edit(session, actor, flags=flags, roles=roles, **said)
            factories.identify(session, actor)
        troubles.note(session, "invitations", 12, "LookupError")
        mail = mails.write(session, "gone@school.eu", say("%(x)s", x="s"), language="en")
        mail.put_aside_at, mail.trouble = mail.created_at, "RCPT 550"
    with serving(folder) as address:
        yield address


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[str]:
    """The address of the real server on the instance in this folder. settings: others, by name."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    said = {f"MATCHMAKER_{name.upper()}": value for name, value in settings.items()}
    environment = {**os.environ, **said, "MATCHMAKER_INSTANCE": str(folder)}
    command = [sys.executable, "-m", "matchmaker", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/readyz")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_for(url: str) -> None:
    """Until the server answers."""
    until = monotonic() + 120  # tens of thousands of organisations may have to be read first
    while True:
        try:
            with urlopen(url):
                return
        except URLError:
            assert monotonic() < until, "the server did not start"
            sleep(0.2)


@pytest.fixture
def visit(browser: Browser, server: str) -> Iterator[Visit]:
    """A person at a browser: `visit(email)` logged in, `visit()` not; nothing may be complained of in its console."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            complaints.append(message.text)

    def open_(email: str = "", *, language: str = "en", **more: object) -> Page:
        context = browser.new_context(**{"base_url": server, "locale": language, **more})
        contexts.append(context)
        page = context.new_page()
        page.on("console", complain)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if email:
            page.goto(f"/login?lang={language}")
            page.fill("#email", email)
            page.fill("#password", PASSWORD)
            page.press("#password", "Enter")
            page.wait_for_url("**/home")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    return tmp_path
