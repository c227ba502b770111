"""The real service with demo data in a process of its own, and whoever looks at it."""

import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from time import sleep
from typing import Final
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from benchmarks.pieces import ROOT
from matchmaker.demo.cast import LOGINS

SECONDS_TO_BEGIN: Final = 120
BROWSERS: Final = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


@dataclass(frozen=True, slots=True)
class Look:
    """A page: what it is called, the address, and whether somebody is logged in to see it."""

    name: str
    path: str
    logged_in: bool


PUBLIC: Final = (
    Look("start", "/", False),
    Look("about", "/about", False),
    Look("calls", "/calls", False),
    Look("call", "/calls/ka220-vet-2027", False),
    Look("log in", "/login", False),
    Look("register", "/register", False),
)
OWN: Final = (
    ("home", "/home", r""),
    ("organisations", "/organisations", r""),
    ("idea form", "/ideas/new?call=ka220-vet-2027", r""),
    ("account", "/account", r""),
    ("organisation", "{}", r'href="(/organisations/\d+)"'),
    ("exposure", "{}/exposure", r'href="(/organisations/\d+)"'),
    ("idea", "{}", r'href="(/ideas/\d+)"[^>]*>(?:\s|<[^>]*>)*Cooking with less waste'),
    ("suggestions", "{}/suggestions", r'href="(/ideas/\d+)"[^>]*>(?:\s|<[^>]*>)*Cooking with less waste'),
    ("consortium", "{}", r'href="(/consortia/\d+)"[^>]*>(?:\s|<[^>]*>)*Cooking with less waste'),
    ("what-if", "{}/what-if", r'href="(/consortia/\d+)"[^>]*>(?:\s|<[^>]*>)*Cooking with less waste'),
    ("repairs", "{}/repairs", r'href="(/consortia/\d+)"[^>]*>(?:\s|<[^>]*>)*A first draft'),
)
"""Pages of somebody: name, address, and what on the desk leads there."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service that runs. cookie: what a browser sends in which the first of the demo's people is logged in."""

    base: str
    cookie: str
    looks: Sequence[Look]


@contextmanager
def serving(checkout: Path = ROOT) -> Iterator[Service]:
    """The service of a checkout, with the demo's organisations in a temporary database, until it is no longer needed."""
    with tempfile.TemporaryDirectory() as instance, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = {**os.environ, "PYTHONPATH": str(checkout), "MATCHMAKER_INSTANCE": instance}

        def command(*words: str) -> list[str]:
            return [sys.executable, "-P", "-m", "matchmaker", *words]

        for words in (("db", "upgrade"), ("demo", "load", "--if-empty")):
            subprocess.run(command(*words), env=environment, cwd=instance, check=True, stdout=subprocess.DEVNULL)
        log = (Path(instance) / "serve.log").open("w", encoding="utf-8")
        served = subprocess.Popen(command("serve", "--port", str(port)), env=environment, cwd=instance, stdout=log, stderr=log)
        try:
            yield _begun(f"http://127.0.0.1:{port}")
        finally:
            served.terminate()
            served.wait()
            log.close()


def _begun(base: str) -> Service:
    """The service once it answers, with somebody logged in to whom something was suggested."""
    cookies = CookieJar()
    browser = build_opener(HTTPCookieProcessor(cookies))

    def read(path: str) -> str:
        text: str = browser.open(base + path).read().decode("utf-8")
        return text

    def send(path: str, shown: str, **said: str) -> None:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown)
        browser.open(base + path, urlencode({**said, "csrf_token": token[1] if token else ""}).encode()).read()

    send("/login", _in_time(lambda: read("/login")), email=LOGINS[0].email, password=LOGINS[0].password)
    desk, own = read("/home?lang=en"), list[Look]()
    for name, path, leads in OWN:
        found = re.search(leads, desk)
        if found is None:
            raise RuntimeError(f"nothing on the desk leads to: {name}")
        own.append(Look(name, path.format(found[1] if leads else ""), logged_in=True))
    suggestions = next(look.path for look in own if look.name == "suggestions")
    send(f"{suggestions}/ask", read(suggestions))
    while f"{suggestions}/searches/" in read(suggestions):
        sleep(1)
    return Service(base, "; ".join(f"{one.name}={one.value}" for one in cookies), (*PUBLIC, *own))


def _in_time(page: Callable[[], str]) -> str:
    """The page as soon as somebody answers."""
    for _ in range(SECONDS_TO_BEGIN):
        try:
            return page()
        except (URLError, ConnectionError):
            sleep(1)
    raise RuntimeError("nothing answers")


def browser_there() -> str | None:
    """The path of a browser, if there is one."""
    return next((path for path in BROWSERS if Path(path).is_file()), None)
