"""The calls: their rules in words, dates, sources, and what about them is not verified."""

from flask import Blueprint, render_template, url_for

from matchmaker.eligibility import explanations
from matchmaker.programme import sentences, wording
from matchmaker.services import surroundings
from matchmaker.web.transactions import session

blueprint = Blueprint("calls", __name__, url_prefix="/calls")


@blueprint.get("")
def list_() -> str:
    """All calls: those that are open, those to come, the closed; the newest first."""
    by_state = surroundings.guide(session()).by_state(surroundings.now(session()))
    return render_template("calls/list.html", by_state=by_state, link=lambda call: url_for("calls.show", call_id=call.id))


@blueprint.get("/<call_id>")
def show(call_id: str) -> str:
    """One call."""
    call = surroundings.guide(session()).call(call_id)
    return render_template(
        "calls/show.html", call=call, rules=sentences.of(call), open_points=explanations.not_checked(call), wording=wording
    )
