"""Who is asking: a visit of a user as Flask-Login wants to see one, and routes that are closed unless they are listed."""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user

from matchmaker.config import Settings
from matchmaker.models import User, Visit
from matchmaker.services import visits
from matchmaker.web.transactions import session, writing

PARTNER = (
    *("show", "code", "show_interest", "join", "decline", "save", "confirm", "confirm_coordinator", "claim", "leave", "object_"),
    *("erase", "close", "add_file", "read_file", "delete_file"),
)
"""Endpoints of a partner's page, which a link opens (`partner.py`)."""
OPEN = frozenset(
    {
        "static",
        "start.page",
        "start.about",
        "start.alive",
        "start.ready",
        "start.fields",
        "accounts.register",
        "accounts.log_in",
        "passwords.ask",
        "passwords.renew",
        "mails.ask",
        "mails.stop",
        "calls.list_",
        "calls.show",
        "organisations.list_",
        "organisations.show",
        "styleguide.show",
        "links.show",
        "links.enter",
        *(f"partner.{name}" for name in PARTNER),
    }
)
"""Endpoints that need no account; every other one does."""
LONGEST_TARGET = 2000
"""Characters of an address to go to after the log-in; ours are shorter."""
_TOKENS = frozenset({"csrf_token", "once"})
"""The fields of a form in which nothing was typed."""
_FORWARDING = ("x-forwarded-", "x-real-ip", "forwarded", "via")
"""How the headers begin by which a proxy that nobody told us of gives itself away."""


_FAMILIES = {"Edg": "Edge", "OPR/": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox", "FxiOS": "Firefox",
             "Chrome": "Chrome", "CriOS": "Chrome", "Safari": "Safari"}  # fmt: skip
_SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS X": "macOS",
            "CrOS": "ChromeOS", "Linux": "Linux"}  # fmt: skip
"""What a browser says of itself, and what that is called; the first that is found counts."""


class Visitor(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A user who is logged in. The cookie carries what only its own visit has, which ends with that."""

    def __init__(self, user: User, token: str) -> None:
        self.user = user
        self.token = token
        self.name = user.name
        """Kept apart from the row, which a rollback would expire."""

    def get_id(self) -> str:
        """What the signed cookie carries."""
        return self.token


def person() -> User | None:
    """Whoever is logged in, or None."""
    return current_user.user if current_user.is_authenticated else None


def somebody() -> User:
    """Whoever is logged in; for routes that need an account."""
    user: User = current_user.user
    return user


def enter(user: User) -> None:
    """Log this user in at this browser."""
    login_user(Visitor(user, visits.begin(writing(), user, _browser())))


def this_visit() -> Visit | None:
    """The visit of this request, or None when it has ended."""
    return visits.find(session(), current_user.token) if current_user.is_authenticated else None


def _browser() -> str:
    """Family and system of the browser, as far as it says them; coarse on purpose."""
    said = request.user_agent.string
    found = (next((name for sign, name in signs.items() if sign in said), "") for signs in (_FAMILIES, _SYSTEMS))
    return ", ".join(filter(None, found))


def is_local() -> bool:
    """Whether the request comes from this very machine: no proxy stands in front, and none speaks for somebody else."""
    settings: Settings = current_app.extensions["settings"]
    forwarded = any(name.lower().startswith(_FORWARDING) for name, _ in request.headers)
    return settings.proxies == 0 and request.remote_addr in ("127.0.0.1", "::1") and not forwarded


def safe_target(target: str | None) -> str | None:
    """A path of this site to go to, or None: no other host, no scheme, no backslashes, no control characters."""
    if (
        not target
        or len(target) > LONGEST_TARGET
        or not target.startswith("/")
        or target.startswith("//")
        or "\\" in target
        or not target.isprintable()
    ):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def _load(token: str) -> Visitor | None:
    """The user of a cookie, unless the visit has ended."""
    visit = visits.find(session(), token)
    return Visitor(visit.user, token) if visit else None


def _unauthorised() -> Response:
    """To the log-in page, and back afterwards; what was sent goes along (`kept.py`)."""
    here = request.full_path.rstrip("?")
    if request.method == "POST" and any(name not in _TOKENS for name in request.form):
        return Response(status=307, headers={"Location": url_for("accounts.log_in", next=here)})
    if request.headers.get("HX-Request"):
        return Response(status=204, headers={"HX-Redirect": url_for("accounts.log_in")})
    return Response(status=303, headers={"Location": url_for("accounts.log_in", next=here if request.method == "GET" else None)})


def _closed() -> Response | None:
    """Routes are closed unless they are listed."""
    if request.endpoint is None or request.endpoint in OPEN or current_user.is_authenticated:
        return None
    return _unauthorised()


def init_app(app: Flask) -> None:
    """Load the user from the signed cookie, and close the routes."""
    manager = LoginManager(app, add_context_processor=False)  # which would load the user for every page, errors too
    manager.user_loader(_load)
    manager.unauthorized_handler(_unauthorised)
    app.before_request(_closed)
