"""A browser without a screen: pages, forms, cookies and redirects over plain sockets, each request counted and timed."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import unescape
from time import monotonic
from urllib.parse import urlencode, urljoin, urlsplit

LONGEST = 60.0
"""Seconds after which a request counts as unanswered."""
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
FIELD = re.compile(r"<(input)\b([^>]*)>()|<(select|textarea)\b([^>]*)>(.*?)</\4>", re.DOTALL)
OPTION = re.compile(r"<option\b([^>]*)>")
ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
Values = Mapping[str, str | Iterable[str]]


class Lost(Exception):
    """The page is not what was expected: whoever was on the way stops here."""


@dataclass
class Counts:
    """What came of the requests of everybody."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    longest: dict[str, float] = field(default_factory=dict)
    """Seconds at most, by what was asked for."""
    done: Counter[str] = field(default_factory=Counter)
    """What people got done, and where they stopped."""
    troubles: Counter[str] = field(default_factory=Counter)
    """Requests without an answer, and answers that say that it is our fault."""


class Pace:
    """Lets so many requests a second go, unless it is `paused`."""

    def __init__(self, rate: float) -> None:
        self._between = 1 / rate
        self._next = 0.0
        self.goes = asyncio.Event()
        self.goes.set()

    async def turn(self) -> None:
        """Wait for one's turn."""
        await self.goes.wait()
        self._next = max(self._next + self._between, monotonic())
        await asyncio.sleep(self._next - monotonic())


@dataclass(frozen=True)
class Page:
    """An answer that was read."""

    status: int
    url: str
    text: str

    def form(self, action: str, field: str = "") -> tuple[str, str, dict[str, list[str]]]:
        """Method, address and values of the first form that goes to such an address and has this field; raises `Lost`."""
        for attributes, inside in FORM.findall(self.text):
            said = _attributes(attributes)
            target = urljoin(self.url, said.get("action") or self.url)
            values = _values(inside)
            if re.search(action, target) and (not field or field in values):
                return said.get("method", "get").upper(), target, values
        raise Lost(f"no form to {action} ({self.status})")

    def mistakes(self) -> str:
        """What the page says is wrong."""
        found = re.search(r'class="mistakes".*?<ul>(.*?)</ul>', self.text, re.DOTALL) or re.search(
            r"<h1>(.*?</p>)", self.text, re.DOTALL
        )
        return " ".join(re.sub(r"<[^>]*>|\d+", " ", found[1]).split())[:100] if found else ""

    def links(self, words: str) -> list[str]:
        """The addresses that the page leads to and that hold these words; each once."""
        return list(dict.fromkeys(unescape(one) for one in re.findall(rf'href="([^"]*{words}[^"]*)"', self.text)))


class Browser:
    """One person at one address."""

    def __init__(self, port: int, address: str, pace: Pace, counts: Counts) -> None:
        self._port = port
        self._address = address
        self._pace = pace
        self._counts = counts
        self._cookies: dict[str, str] = {}

    async def get(self, url: str, **words: str) -> Page:
        """A page, after all redirects."""
        return await self._follow("GET", url + (f"?{urlencode(words)}" if words else ""), None)

    async def post(self, url: str, body: str) -> Page:
        """What comes of a body that was made by hand."""
        return await self._follow("POST", url, body)

    async def submit(self, page: Page, action: str, values: Values | None = None, field: str = "") -> Page:
        """Fill in the form that goes there, and send it."""
        method, url, filled = page.form(action, field)
        for name, value in (values or {}).items():
            filled[name] = [value] if isinstance(value, str) else list(value)
        said = urlencode(filled, doseq=True)
        if method == "GET":
            return await self._follow("GET", f"{url.partition('?')[0]}?{said}", None)
        return await self._follow("POST", url, said)

    async def raw(self, sent: bytes) -> int:
        """The status of the answer to these bytes."""
        await self._pace.turn()
        status, _, _ = await self._timed("raw", sent)
        return status

    def done(self, what: str) -> None:
        """Note that something was got done."""
        self._counts.done[what] += 1

    async def _follow(self, method: str, url: str, body: str | None) -> Page:
        for _ in range(6):
            await self._pace.turn()
            status, headers, text = await self._timed(f"{method} {_kind(url)}", self._request(method, url, body))
            if status not in (302, 303):
                return Page(status, url, text)
            parts = urlsplit(urljoin(url, headers.get("location", "/")))
            method, url, body = "GET", parts.path + (f"?{parts.query}" if parts.query else ""), None
        raise Lost("redirected for ever")

    def _request(self, method: str, url: str, body: str | None) -> bytes:
        sent = (body or "").encode()
        head = {
            "Host": f"127.0.0.1:{self._port}",
            "Connection": "close",
            "X-Forwarded-For": self._address,
            "Accept-Language": "en",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
        }
        if body is not None:
            head |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(sent))}
        lines = [f"{method} {url} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items() if value)]
        return "\r\n".join([*lines, "", ""]).encode() + sent

    async def _timed(self, what: str, sent: bytes) -> tuple[int, dict[str, str], str]:
        began = monotonic()
        try:
            async with asyncio.timeout(LONGEST):
                answer = await asking(self._port, sent)
        except (OSError, TimeoutError) as error:
            self._counts.troubles[f"{what}: {type(error).__name__}"] += 1
            raise Lost("unanswered") from None
        taken = monotonic() - began
        self._counts.seconds.append(taken)
        self._counts.longest[what] = max(taken, self._counts.longest.get(what, 0.0))
        head, _, body = answer.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        status = int(lines[0].split(" ")[1]) if lines[0].startswith("HTTP/1.") else 0
        self._counts.statuses[status] += 1
        if not 200 <= status < 500:
            self._counts.troubles[f"{what}: {status}"] += 1
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self._cookies[key] = rest.partition(";")[0]
        return status, headers, body.decode("utf-8", "replace")


async def asking(port: int, sent: bytes) -> bytes:
    """Everything that comes back until the other side ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        return await reader.read()
    finally:
        writer.close()


def _attributes(text: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(text)}


def _values(inside: str) -> dict[str, list[str]]:
    """What a form would send as it stands."""
    values: dict[str, list[str]] = {}
    for found in FIELD.findall(inside):
        tag, attributes, text = found[:3] if found[0] else found[3:]
        said = _attributes(attributes)
        name, kind = said.get("name"), said.get("type", "text")
        if not name or "disabled" in said:
            continue
        if tag == "select":
            options = [_attributes(one) for one in OPTION.findall(text)]
            chosen = [one.get("value", "") for one in options if "selected" in one]
            values.setdefault(name, []).append((chosen or [one.get("value", "") for one in options] or [""])[0])
        elif tag == "textarea":
            values.setdefault(name, []).append(unescape(text).removeprefix("\n"))
        elif kind not in ("checkbox", "radio") or "checked" in said:
            values.setdefault(name, []).append(said.get("value", ""))
    return values


def _kind(url: str) -> str:
    """An address without its numbers and words, for counting."""
    return re.sub(r"\d+", "N", url.partition("?")[0])
