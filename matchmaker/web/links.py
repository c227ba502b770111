"""A partner's link, as it was mailed or copied: looking at it shows nothing, pressing a button opens the partner's page."""

from typing import Final

from flask import Blueprint, current_app, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matchmaker.config import Settings
from matchmaker.services import partner_access
from matchmaker.web.limits import DOOR, address, counter, is_refused, limiter
from matchmaker.web.transactions import writing

blueprint = Blueprint("links", __name__, url_prefix="/l")
COOKIE: Final = "partner"
"""Of its own, so that it neither ends nor begins anybody's log-in."""
PATH: Final = "/partner"
"""The only pages that it is sent to."""


@blueprint.get("/<secret>")
def show(secret: str) -> ResponseReturnValue:
    """The same for every link, whether it works or not: programs that look at mails open nothing and learn nothing."""
    return render_template("partner/door.html", secret=secret)


@blueprint.post("/<secret>")
@limiter.limit(DOOR, key_func=lambda: counter(f"links {address()}"), deduct_when=is_refused)
def enter(secret: str) -> ResponseReturnValue:
    """Exchange it for a session, and go where no address holds it."""
    token = partner_access.open_(writing(), secret)
    settings: Settings = current_app.extensions["settings"]
    response = make_response(redirect(url_for("partner.show"), 303))
    is_secure = settings.env == "production"
    response.set_cookie(COOKIE, token, path=PATH, httponly=True, samesite="Strict", secure=is_secure)
    return response
