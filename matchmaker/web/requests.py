"""What surrounds each request: its number, its language, one line in the log."""

import re
from contextlib import ExitStack
from time import perf_counter
from uuid import uuid4

import structlog
from babel.core import negotiate_locale
from flask import Flask, Response, g, request
from flask import session as signed
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from matchmaker import language
from matchmaker.inputs.uploads import MOST

log = structlog.get_logger(__name__)
COOKIE = "language"
_OF_PROFILE = "profile_language"
"""Where the signed cookie keeps the profile's language, for pages that must do without the database."""
_FOR_ANYBODY = (None, "static", "start.alive")
"""Endpoints that do not ask who is there."""
TAKES_FILES = frozenset({"uploads.add", "partner.add_file"})
"""Endpoints to which a file is sent."""
MOST_WITH_FILE = MOST + 512 * 1024
"""Bytes of a request with a file: the file, and the fields beside it."""
MOST_FIELDS = 1000
"""Entries of a form or an address; the longest form of ours, with every box ticked, has fewer."""
_YEAR = 365 * 24 * 3600
_NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")


def _begin() -> None:
    """Give the request its number and its language."""
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if _NUMBER.fullmatch(given) else uuid4().hex
    g.began = perf_counter()
    g.surroundings = ExitStack()
    structlog.contextvars.bind_contextvars(request=g.request_id)
    g.surroundings.callback(structlog.contextvars.clear_contextvars)
    if request.endpoint in _FOR_ANYBODY:
        g.surroundings.enter_context(language.speaking(_chosen(None)))
        return
    kept = signed.get(_OF_PROFILE)
    g.surroundings.enter_context(language.speaking(_chosen(kept)))
    _refuse_too_many()
    if request.endpoint in TAKES_FILES:
        request.max_content_length = MOST_WITH_FILE  # read as a stream: what is longer than a form lies in a file
    found = _of_profile()
    if found not in (None, kept):
        signed[_OF_PROFILE] = found
        g.surroundings.enter_context(language.speaking(_chosen(found)))


def _refuse_too_many() -> None:
    """No form or address of ours has so many entries; they are counted before any is read."""
    sent = request.get_data() if request.mimetype == "application/x-www-form-urlencoded" else b""
    if max(sent.count(b"&"), request.query_string.count(b"&")) >= MOST_FIELDS:
        raise RequestEntityTooLarge


def _chosen(of_profile: str | None) -> str:
    """The reader's language: asked for now, chosen before, the profile's, the browser's, else English."""
    for code in (request.args.get("lang"), request.cookies.get(COOKIE), of_profile):
        if code in language.LANGUAGES:
            return str(code)
    wanted = [tag.replace("-", "_") for tag in request.accept_languages.values()]
    return negotiate_locale(wanted, list(language.LANGUAGES)) or language.SOURCE


def _of_profile() -> str | None:
    """The language of whoever is logged in; behind a demo log-in may be anybody."""
    if not current_user.is_authenticated or current_user.user.is_demo:
        return None
    language_of_profile: str = current_user.user.language
    return language_of_profile


def _finish(response: Response) -> Response:
    """Say number and language in the headers, keep a chosen language, forbid storing what is personal; write the line."""
    response.headers["X-Request-ID"] = g.request_id
    if request.endpoint != "static":
        response.headers["Content-Language"] = language.current()
        response.vary.update(["Accept-Language", "Cookie"])
        response.headers.setdefault("Cache-Control", "no-store")
    asked = request.args.get("lang")
    if asked in language.LANGUAGES:
        response.set_cookie(COOKIE, asked, max_age=_YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    milliseconds = round((perf_counter() - g.began) * 1000)
    log.info("answered", method=request.method, path=_logged(), status=response.status_code, ms=milliseconds)
    return response


def _logged() -> str:
    """The path, without what a partner's link carries."""
    return "/l/…" if request.path.startswith("/l/") else request.path


def _end(error: BaseException | None) -> None:
    """Leave the surroundings."""
    surroundings: ExitStack | None = g.pop("surroundings", None)
    if surroundings is not None:
        surroundings.close()


def init_app(app: Flask) -> None:
    """Begin first, finish last."""
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_end)
