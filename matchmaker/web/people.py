"""Who acts for an organisation, as its owners decide."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.language import N_
from matchmaker.services import organisations, people
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("people", __name__, url_prefix="/organisations/<int:organisation_id>/people")


@blueprint.post("")
def add(organisation_id: int) -> ResponseReturnValue:
    """Let a person who has registered act for the organisation."""
    by = somebody()
    organisation = organisations.get_organisation(session(), organisation_id, by=by)
    people.add_person(writing(), organisation, request.form.get("email", ""), request.form.get("role", ""), by=by)
    flash(N_("This person may act for your organisation now."))
    return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)


@blueprint.post("/<int:membership_id>/remove")
def remove(organisation_id: int, membership_id: int) -> ResponseReturnValue:
    """Let a person act for it no longer."""
    by = somebody()
    organisation = organisations.get_organisation(session(), organisation_id, by=by)
    people.remove_person(writing(), organisation, membership_id, by=by)
    flash(N_("This person acts for your organisation no longer."))
    return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)
