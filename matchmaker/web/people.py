"""Who acts for an organisation, as its owners decide, and leaving it."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from matchmaker.inputs.colleagues import Succession
from matchmaker.language import N_
from matchmaker.permissions import may
from matchmaker.services import organisations, people
from matchmaker.web.forms import Asked, Choice, Form
from matchmaker.web.session import somebody
from matchmaker.web.toasts import SAVED, done, done_undoably
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("people", __name__, url_prefix="/organisations/<int:organisation_id>")


def asked_of(others: Sequence[Choice]) -> tuple[Asked, ...]:
    """What is asked of an organisation's last owner, who leaves it to one of these."""
    missing = N_("Choose who owns the organisation after you")
    return (Asked("successor", N_("Who owns it after you?"), "radios", choices=lambda: others, missing=missing),)


@blueprint.post("/people/<int:membership_id>/role")
def give_role(organisation_id: int, membership_id: int) -> ResponseReturnValue:
    """Change what a person may do."""
    by = somebody()
    organisation = organisations.get_organisation(session(), organisation_id, by=by)
    role = request.form.get("role", "")
    before = people.give_role(writing(), organisation, membership_id, role, by=by)
    if before == role or not may(by, "organisation.people", organisation):  # who gave up their own role cannot take it back
        done(SAVED)
    else:
        where = {"organisation_id": organisation_id, "membership_id": membership_id}
        done_undoably(SAVED, "people.give_role", {"role": before}, **where)
    return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)


@blueprint.post("/people/<int:membership_id>/remove")
def remove(organisation_id: int, membership_id: int) -> ResponseReturnValue:
    """Let a person act for it no longer."""
    by = somebody()
    organisation = organisations.get_organisation(session(), organisation_id, by=by)
    people.remove_person(writing(), organisation, membership_id, by=by)
    flash(N_("This person no longer acts for your organisation."))
    return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)


@blueprint.route("/leave", methods=["GET", "POST"])
def leave(organisation_id: int) -> ResponseReturnValue:
    """Act for it no longer; its last owner names the next one."""
    by = somebody()
    organisation = organisations.get_organisation(session(), organisation_id, by=by)
    successors = people.list_successors(session(), organisation, by=by)
    choices = [Choice(str(one.id), one.user.name) for one in successors or ()]
    form = Form(Succession, asked_of(choices))
    if form.sent:
        with form:
            successor = form.parsed().successor if successors else ""
            people.leave(writing(), organisation, successor, by=by)
            logout_user()
            flash(N_("You no longer act for this organisation, and are logged out everywhere. Your account stays."))
            return redirect(url_for("accounts.log_in"), 303)
    return form.page("organisations/leave.html", organisation=organisation, successors=successors)
