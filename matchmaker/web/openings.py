"""Where one's organisation is needed: open requests of others in which it would close something."""

from flask import Blueprint, render_template, request

from matchmaker.services import openings, organisations
from matchmaker.web.limits import EXPENSIVE, limiter
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session

blueprint = Blueprint("openings", __name__, url_prefix="/organisations/<int:organisation_id>/openings")


@blueprint.get("")
@limiter.limit(EXPENSIVE)
def show(organisation_id: int) -> str:
    """The requests, those first in which most rules would be closed; for the desk, which asks for the first of them, no more."""
    by = somebody()
    organisation = organisations.get_organisation(session(), organisation_id, by=by)
    needs = openings.list_needs(session(), organisation, by=by)
    is_part = "HX-Request" in request.headers
    return render_template("openings/show.html", organisation=organisation, needs=needs, is_part=is_part)
