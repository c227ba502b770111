"""Having one's own account erased."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from matchmaker.errors import Invalid, Refused
from matchmaker.inputs.accounts import Erasure
from matchmaker.language import N_, whole
from matchmaker.services import erasure
from matchmaker.web.forms import Asked, Form
from matchmaker.web.limits import KNOCK, limiter
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing
from matchmaker.web.tries import one_try

blueprint = Blueprint("erasure", __name__)

ERASURE = (
    Asked(
        "present", N_("Your password"), "password", autocomplete="current-password", missing=N_("Type your password"),
    ),
    Asked("even_alone", N_("Delete my account even so; these organisations may be paused"), "check"),
)  # fmt: skip


@blueprint.route("/account/delete", methods=["GET", "POST"])
def erase() -> ResponseReturnValue:
    """Ask once more, with the password, and name what would be without owner."""
    by = somebody()
    form = Form(Erasure, ERASURE)
    if form.sent:
        with form:
            _erase(form)
            logout_user()
            flash(N_("Your account is deleted."))
            return redirect(url_for("start.page"), 303)
    return form.page("accounts/erase.html", user=by, alone=erasure.list_left_alone(session(), by))


@limiter.limit(KNOCK)
def _erase(form: Form[Erasure]) -> None:
    said, by = form.parsed(), somebody()
    try:
        with one_try(by.email, "present"):
            erasure.erase_mine(writing(), said, by=by)
    except Refused as refusal:
        raise Invalid({"": whole(refusal)}) from None
