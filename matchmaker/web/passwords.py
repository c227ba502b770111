"""A new password: for who knows the present one, and for who gets a link by mail."""

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.config import Settings
from matchmaker.errors import Refused
from matchmaker.inputs.accounts import Forgotten, NewPassword, PasswordChange
from matchmaker.language import N_, current, render, whole
from matchmaker.models import User
from matchmaker.services import passwords
from matchmaker.web.forms import Asked, Form
from matchmaker.web.limits import DOOR, KNOCK, limiter, mails_to
from matchmaker.web.session import enter, somebody
from matchmaker.web.transactions import session, writing
from matchmaker.web.tries import one_try

blueprint = Blueprint("passwords", __name__)

NEW = (
    Asked(
        "password",
        N_("The new password"),
        "password",
        N_("At least ten characters. Several words in a row are easy to keep in mind."),
        autocomplete="new-password",
        missing=N_("Choose a password"),
    ),
)
CHANGE = (
    Asked(
        "present",
        N_("Your present password"),
        "password",
        autocomplete="current-password",
        missing=N_("Type your present password"),
    ),
    *NEW,
)
FORGOTTEN = (Asked("email", N_("E-mail address"), "email", autocomplete="username", missing=N_("Give your e-mail address")),)


@blueprint.route("/account/password", methods=["GET", "POST"])
def change() -> ResponseReturnValue:
    """Change one's password; this session goes on, all others end."""
    form = Form(PasswordChange, CHANGE)
    if form.sent:
        with form:
            _change(form)
            enter(somebody())
            flash(N_("Your password is changed."))
            return redirect(url_for("accounts.show"), 303)
    return form.page("accounts/password.html")


@limiter.limit(KNOCK)
def _change(form: Form[PasswordChange]) -> None:
    said = form.parsed()
    with one_try(somebody().email, "present"):
        passwords.change(writing(), said, by=somebody())


@blueprint.route("/password", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Ask for a link by mail; the answer is the same whether the address has an account or not."""
    form = Form(Forgotten, FORGOTTEN)
    if form.sent:
        with form:
            _send_link(form)
            flash(N_("If this address has an account, a mail with a link is on its way to it."))
            return redirect(url_for("accounts.log_in"), 303)
    return form.page("accounts/forgotten.html")


@limiter.limit(DOOR)
@mails_to()
def _send_link(form: Form[Forgotten]) -> None:
    said = form.parsed()
    passwords.send_link(writing(), said, secret=_secret())


@blueprint.route("/password/new", methods=["GET", "POST"])
def renew() -> ResponseReturnValue:
    """Set a new password with the link; it stands in the query, which no log keeps."""
    link = request.values.get("link", "")
    form = Form(NewPassword, NEW)
    try:
        if form.sent:
            with form:
                enter(_renew(link, form))  # not through the log-in, which somebody who guesses may keep waiting
                flash(N_("Your password is changed."))
                return redirect(url_for("start.home"), 303)
        return form.page("accounts/renew.html", link=link, user=passwords.whose(session(), link, secret=_secret()))
    except Refused as refusal:
        flash(render(whole(refusal), current()))
        return redirect(url_for("passwords.ask"), 303)


@limiter.limit(DOOR)
def _renew(link: str, form: Form[NewPassword]) -> User:
    said = form.parsed()
    return passwords.renew(writing(), link, said, secret=_secret())


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _secret() -> str:
    return _settings().secret_key.get_secret_value()
