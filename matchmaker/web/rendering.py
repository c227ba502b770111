"""How templates speak: messages, names, dates and numbers in the reader's language, and what every page needs to know."""

import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask, request, url_for
from flask_login import current_user
from jinja2 import StrictUndefined, pass_context
from markupsafe import Markup

from matchmaker import language, permissions, workflow
from matchmaker.language import Country, Labelled, Tongue, gettext_, ngettext_, render
from matchmaker.programme import countries
from matchmaker.programme.search import fold
from matchmaker.services import organisations, surroundings, waiting
from matchmaker.web import confirmations, drawn, marks, names, once, toasts
from matchmaker.web.forms import typed_words
from matchmaker.web.session import person, somebody
from matchmaker.web.transactions import session
from matchmaker.web.written import said, written

STYLESHEETS = (
    "vendor/pico/2.1.1/pico.min.css",
    "css/tokens.css",
    "css/base.css",
    "css/components.css",
    "css/pictures.css",
    "css/proposal.css",
)
"""What every page looks like: each file over those before it."""
SHARED_PAGES = frozenset({"start.page", "start.about", "calls.list_", "calls.show", "organisations.list_", "organisations.show"})
"""Endpoints of pages for anybody, which say what others show beside a link to them (Open Graph)."""
BRUSSELS = ZoneInfo("Europe/Brussels")
LONGEST_QUERY: Final = 2000
"""Characters of an address after its path that links to the same page in other languages repeat."""
_SENTENCE_END = re.compile(r"(?<![\s.][^\W\d_])(?<!\d)[.!?…][”“\")»]?(?=\s+[^\W\d_a-zà-ÿ])")
"""A full stop before a space and a capital, but for one after a number or a single letter: `3. Oktober`, `J. Kowalski`."""
_ADDRESS_BREAKS: Final = re.compile(r"(?<=[@.])(?=.)")
_HTMX = {
    "includeIndicatorStyles": False,
    "allowEval": False,
    "selfRequestsOnly": True,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "[45]..", "swap": True, "error": True},
    ],
}
"""Nothing inline, nothing evaluated, nothing elsewhere; an error page takes the place of the page (`problems`)."""


def _locale() -> str:
    """English as it is written in Europe: the day before the month."""
    return {"en": "en_GB"}.get(language.current(), language.current())


def say(message: object) -> str:
    """A message in the reader's language; a percent sign stays with its number."""
    return render(message, language.current()).replace(" %", "\N{NO-BREAK SPACE}%")


def label(thing: Labelled) -> str:
    """The name of a thing in the reader's language."""
    return thing.label(language.current())


def day(moment: date) -> str:
    """A date in words; of a moment, the day in Brussels."""
    shown = moment.astimezone(BRUSSELS) if isinstance(moment, datetime) else moment
    return str(format_date(shown, "long", locale=language.LOCALES[language.current()]))


def moment(at: datetime) -> str:
    """Day and time in Brussels."""
    time = format_datetime(at, "HH:mm", tzinfo=BRUSSELS, locale=language.LOCALES[language.current()])
    return f"{day(at)}, {time}"


def clock(at: datetime) -> str:
    """The time of a moment of today in Brussels; of another day that, too."""
    if at.astimezone(BRUSSELS).date() != surroundings.today(session()):
        return moment(at)
    return str(format_datetime(at, "HH:mm", tzinfo=BRUSSELS, locale=language.LOCALES[language.current()]))


def number(value: float, places: int = 0) -> str:
    """A number as the reader writes it."""
    return str(format_decimal(round(value, places), locale=language.LOCALES[language.current()]))


def country(code: str, year: int | None = None) -> str:
    """The name of a country, in a call year where it matters."""
    return countries.display_name(code, year, language.current()) if year else label(Country(code))


def tongue(code: str) -> str:
    """The name of a language."""
    return label(Tongue(code))


def listing(parts: list[str]) -> str:
    """A, B and C; where a part has an *and* or a comma itself, A; B, b; C."""
    return language.listed(parts, language.current())


def alphabetical(words: Iterable[str]) -> list[str]:
    """In the order of a dictionary: Dänemark before Deutschland, Österreich before Polen."""
    return sorted(words, key=fold)


def first_sentence(text: str) -> str:
    """The first sentence of a text of several, or its first line; an abbreviation or a number does not end it."""
    line = text.strip().partition("\n")[0].strip()
    end = _SENTENCE_END.search(line)
    return line[: end.end()].strip() if end else line


def address(email: str) -> Markup:
    """An e-mail address that breaks behind its @ and its dots, and not in the midst of a word."""
    return Markup("<wbr>").join(_ADDRESS_BREAKS.split(email))


def _asked_anew(words: Callable[..., object]) -> Callable[..., object]:
    """A filter that speaks the reader's language: of a constant, too, it is asked for each page, not once for the template."""

    @pass_context
    @wraps(words)
    def asked(_: object, *args: object, **more: object) -> object:
        return words(*args, **more)

    return asked


def in_language(code: str, page: str | None = None) -> str:
    """This page, or that one of ours, in another language; what was asked for stays as it was, whatever it is named.

    What nobody asks for by hand is not sent back: a page of links would hold it several times.
    """
    rule = request.url_rule
    if page is None and rule is not None and "GET" in (rule.methods or ()):
        page, asked = url_for(rule.endpoint, **(request.view_args or {})), request.args.to_dict(flat=False)
    else:
        page, _, query = (page or url_for("start.page")).partition("?")
        asked = parse_qs(query)
    query = urlencode({**asked, "lang": code}, doseq=True)
    return f"{page}?{query if len(query) <= LONGEST_QUERY else urlencode({'lang': code})}"


def init_app(app: Flask) -> None:
    """Make templates strict and translatable, and give them their words."""
    digests: dict[str, str] = {}

    def asset(path: str) -> str:
        """The address of a static file; it changes when the file does, so that browsers may keep it for ever."""
        if path not in digests or app.debug:
            digests[path] = hashlib.sha256((Path(str(app.static_folder)) / path).read_bytes()).hexdigest()[:12]
        return url_for("static", filename=path, v=digests[path])

    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(gettext_, ngettext_, newstyle=True)  # type: ignore[attr-defined]  # of the extension
    filters = (say, label, day, moment, clock, number, country, tongue, listing, alphabetical, first_sentence, written, said)
    environment.filters.update({one.__name__: _asked_anew(one) for one in filters}, address=address)
    environment.globals.update(
        asset=asset,
        person=person,
        may=lambda verb, thing: permissions.may(person(), verb, thing),
        service=permissions.SERVICE,
        allows=workflow.allows,
        workflow=workflow,
        marks=marks,
        names=names,
        drawn=drawn,
        once=once.number,
        toasts=toasts.to_show,
        typed_words=typed_words,
        visitor=current_user,
        to_confirm=confirmations.to_confirm,
        holds_invented=lambda: organisations.holds_invented(session()),
        now=lambda: surroundings.now(session()),
        how_many_wait=lambda: waiting.count(session(), by=somebody()),
        htmx_config=_HTMX,
        stylesheets=STYLESHEETS,
        shared_pages=SHARED_PAGES,
        base_url=app.extensions["settings"].base_url.rstrip("/"),
        locales=language.LOCALES,
        languages=marks.OFFERED,
        current_language=language.current,
        in_language=in_language,
    )
