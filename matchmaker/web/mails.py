"""Which mails one gets: chosen in the account, or ended out of a mail, by its reader or by the mail program (RFC 8058)."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.language import N_
from matchmaker.services import wanted
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("mails", __name__)


@blueprint.post("/account/mails")
def choose() -> ResponseReturnValue:
    """The topics that are ticked, and no others."""
    wanted.choose(writing(), request.form.getlist("topics"), by=somebody())
    flash(N_("Your choice of mails is saved."))
    return redirect(url_for("accounts.show"), 303)


@blueprint.get("/mails/stop")
def ask() -> str:
    """Where the link in a mail leads: looking ends nothing, since mail programs look at links too."""
    _, about = wanted.whose(session(), _link(), secret=_secret())
    return render_template("accounts/stop.html", about=about, link=_link(), is_done=False)


@blueprint.post("/mails/stop")
def stop() -> str:
    """No more mails of this kind; pressed on that page or by a mail program, which has neither a session nor a token of ours."""
    about = wanted.stop(writing(), _link(), secret=_secret())
    return render_template("accounts/stop.html", about=about, link=_link(), is_done=True)


def _link() -> str:
    return request.args.get("link", "")


def _secret() -> str:
    secret: str = current_app.extensions["settings"].secret_key.get_secret_value()
    return secret
