"""A form that makes something makes it once: sent again, or twice at the same moment, it leads to what was made the first time.

Each such form carries a number of ours. Where it led is stored in one unit of work with what it made, for whoever sends it.
"""

import re
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

from flask import Flask, Response, g, redirect, request
from flask import session as cookie

from matchmaker.services import sent_forms, surroundings
from matchmaker.web.session import enter, person
from matchmaker.web.transactions import session, writes

LONGEST_TARGET: Final = 500
ENTERS_AGAIN: Final = timedelta(minutes=1)
"""So long a form that logged somebody in does so again: for two clicks, not for whoever sits there next."""
_NUMBER: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")


def number() -> str:
    """A new number for the hidden field `once`."""
    return token_urlsafe(9)


def again() -> Response | None:
    """The answer to a form that was sent before, or at the same moment by a request that came first; None for any other."""
    sent: tuple[str, str] | None = g.get("sent_form")
    found = sent_forms.find(session(), *sent) if sent else None
    if found is None:
        return None
    target = found.target
    if target == request.path:  # it led here with a 307: the browser sends on what it sent
        g.pop("sent_form")
        return None
    if found.user is not None and surroundings.now(session()) - found.at < ENTERS_AGAIN:
        enter(found.user)
    answer: Response = redirect(target, 303)  # type: ignore[assignment]  # of the application's own kind
    return answer


def note(response: Response) -> None:
    """Keep where the form led, before what it made is committed. Raises `IntegrityError` when another request came first."""
    sent: tuple[str, str] | None = g.get("sent_form")
    target = response.headers.get("Location", "")
    if sent and writes() and target and len(target) <= LONGEST_TARGET:
        enters = person() if sent[0].startswith("browser") else None
        sent_forms.note(session(), *sent, target, enters=enters)


def _begin() -> Response | None:
    """Nothing is done again for a form that has led somewhere."""
    sent = request.form.get("once", "") if request.method == "POST" else ""
    if not _NUMBER.fullmatch(sent):
        return None
    g.sent_form = (_sender(), sent)
    return again()


def _sender() -> str:
    """Whoever is logged in, else the browser by what only its signed cookie holds."""
    by = person()
    return f"user {by.id}" if by else f"browser {sha256(str(cookie.get('csrf_token')).encode()).hexdigest()}"


def init_app(app: Flask) -> None:
    """Look for forms that were sent before, once it is known who sends them."""
    app.before_request(_begin)
