"""Where one's organisation is needed: open requests of others in which it would close something."""

from collections.abc import Iterable

from flask import Blueprint, render_template, request

from matchmaker.inputs.request import Seat
from matchmaker.services import openings, organisations
from matchmaker.web.limits import EXPENSIVE, limiter
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session

blueprint = Blueprint("openings", __name__, url_prefix="/organisations/<int:organisation_id>/openings")


@blueprint.get("")
@limiter.limit(EXPENSIVE)
def show(organisation_id: int) -> str:
    """The requests, those first in which most of what is missing would be filled; for the desk the first of them alone."""
    by = somebody()
    organisation = organisations.get_organisation(session(), organisation_id, by=by)
    needs = openings.list_needs(session(), organisation, by=by)
    is_part = "HX-Request" in request.headers
    return render_template("openings/show.html", organisation=organisation, needs=needs, is_part=is_part, wanted=_wanted)


def _wanted(seats: Iterable[Seat]) -> list[str]:
    """Seats as an address names them: `sector:HED`."""
    named = (
        ("sector", one.sector) if one.sector else ("class", one.actor_class) if one.actor_class else ("kind", one.kind)
        for one in seats
    )
    return [f"{condition}:{code}" for condition, code in named]
