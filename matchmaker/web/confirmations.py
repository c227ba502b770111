"""Confirming one's e-mail address through the link that was mailed to it."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.config import Settings
from matchmaker.language import N_
from matchmaker.models import User
from matchmaker.services import confirmations
from matchmaker.web.limits import mails_to
from matchmaker.web.session import person, somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("confirmations", __name__, url_prefix="/account/confirm")


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Where the link leads, once one is logged in: looking confirms nothing, since mail programs look at links too."""
    by, link = somebody(), request.args.get("link", "")
    if by.confirmed_at is not None:
        flash(N_("Your e-mail address is confirmed."))
        return redirect(url_for("start.home"), 303)
    fits = confirmations.is_for(session(), link, secret=_secret(), by=by)
    return render_template("accounts/confirm.html", user=by, link=link if fits else None)


@blueprint.post("")
def confirm() -> ResponseReturnValue:
    """It is mine."""
    confirmations.confirm(writing(), request.form.get("link", ""), secret=_secret(), by=somebody())
    flash(N_("Your e-mail address is confirmed."))
    return redirect(url_for("start.home"), 303)


@blueprint.post("/send")
@mails_to(lambda: somebody().email)
def send() -> ResponseReturnValue:
    """Send the link once more."""
    by = somebody()
    if by.confirmed_at is None:
        ask(by)
        flash(N_("The mail with the link is on its way."))
    return redirect(url_for("start.home"), 303)


def ask(user: User) -> None:
    """Mail the link."""
    confirmations.send(writing(), user, secret=_secret())


def to_confirm() -> dict[str, str] | None:
    """For the strip above each page: the address that is to be confirmed, and the link where no mail can bring it; or None."""
    user = person()
    if user is None or user.confirmed_at is not None:
        return None
    link = "" if _settings().smtp_url.get_secret_value() else confirmations.link(session(), user, secret=_secret())
    return {"address": user.email, "link": link}


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _secret() -> str:
    return _settings().secret_key.get_secret_value()
