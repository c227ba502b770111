"""Who acts for an organisation, as its owners decide."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.language import N_
from matchmaker.permissions import may
from matchmaker.services import organisations, people
from matchmaker.web.session import somebody
from matchmaker.web.toasts import SAVED, done, done_undoably
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("people", __name__, url_prefix="/organisations/<int:organisation_id>/people/<int:membership_id>")


@blueprint.post("/role")
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


@blueprint.post("/remove")
def remove(organisation_id: int, membership_id: int) -> ResponseReturnValue:
    """Let a person act for it no longer."""
    by = somebody()
    organisation = organisations.get_organisation(session(), organisation_id, by=by)
    people.remove_person(writing(), organisation, membership_id, by=by)
    flash(N_("This person no longer acts for your organisation."))
    return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)
