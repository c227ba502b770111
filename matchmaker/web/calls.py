"""The calls: their rules in words, dates, sources, and what about them is not verified."""

from flask import Blueprint, render_template

from matchmaker.eligibility import explanations
from matchmaker.programme import sentences, wording
from matchmaker.services import surroundings
from matchmaker.web.transactions import session

blueprint = Blueprint("calls", __name__, url_prefix="/calls")


@blueprint.get("")
def list_() -> str:
    """All calls, the newest first."""
    return render_template("calls/list.html", calls=list(surroundings.guide(session()).calls.values()))


@blueprint.get("/<call_id>")
def show(call_id: str) -> str:
    """One call."""
    call = surroundings.guide(session()).call(call_id)
    return render_template(
        "calls/show.html", call=call, rules=sentences.of(call), open_points=explanations.not_checked(call), wording=wording
    )
