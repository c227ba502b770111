"""Who is asking: a user of ours as Flask-Login wants to see one, and routes that are closed unless they are listed."""

from urllib.parse import urlsplit

from flask import Flask, Response, request, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user

from matchmaker.models import User
from matchmaker.services import accounts
from matchmaker.web.transactions import session

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
        "calls.list_",
        "calls.show",
        "organisations.list_",
        "organisations.show",
    }
)
"""Endpoints that need no account; every other one does."""


class Visitor(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A user who is logged in; the id in the cookie ends with the version that “log out everywhere” raises."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.name = user.name
        """Kept apart from the row, which a rollback would expire."""

    def get_id(self) -> str:
        """What the signed cookie carries."""
        return f"{self.user.id}.{self.user.session_version}"


def person() -> User | None:
    """Whoever is logged in, or None."""
    return current_user.user if current_user.is_authenticated else None


def somebody() -> User:
    """Whoever is logged in; for routes that need an account."""
    user: User = current_user.user
    return user


def enter(user: User) -> None:
    """Log this user in."""
    login_user(Visitor(user))


def is_local() -> bool:
    """Whether the request comes from this very machine: the peer's own address, and no proxy spoke for somebody else."""
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded"))
    return request.remote_addr in ("127.0.0.1", "::1") and not forwarded


def safe_target(target: str | None) -> str | None:
    """A path of this site to go to, or None: no other host, no scheme, no backslashes, no control characters."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target or not target.isprintable():
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def _load(identity: str) -> Visitor | None:
    """The user of a cookie, unless the sessions were ended since."""
    number, _, version = identity.partition(".")
    if not (number.isdecimal() and version.isdecimal()):
        return None
    user = accounts.get_user(session(), int(number), int(version))
    return Visitor(user) if user else None


def _unauthorised() -> Response:
    """To the log-in page, and back afterwards if that was a page to look at."""
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    if request.headers.get("HX-Request"):
        return Response(status=204, headers={"HX-Redirect": url_for("accounts.log_in")})
    return Response(status=303, headers={"Location": url_for("accounts.log_in", next=target)})


def _closed() -> Response | None:
    """Routes are closed unless they are listed."""
    if request.endpoint is None or request.endpoint in OPEN or current_user.is_authenticated:
        return None
    return _unauthorised()


def init_app(app: Flask) -> None:
    """Load the user from the signed cookie, and close the routes."""
    manager = LoginManager(app)
    manager.user_loader(_load)
    manager.unauthorized_handler(_unauthorised)
    app.before_request(_closed)
