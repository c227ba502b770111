"""Which other calls a consortium could apply to, and taking it along to one of them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.inputs.parsing import parse
from matchmaker.inputs.workspace import Destination
from matchmaker.language import N_
from matchmaker.services import consortia, elsewhere, rounds
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("elsewhere", __name__, url_prefix="/consortia/<int:consortium_id>")
FEW = 6
"""So many that need somebody more are shown at once."""


@blueprint.get("/calls")
def show(consortium_id: int) -> str:
    """The consortium under every call that is open or to come, and the other rounds of its own."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    groups = elsewhere.list_groups(session(), consortium, by=by)
    return render_template(
        "elsewhere/show.html",
        consortium=consortium,
        call=rounds.call_of(session(), consortium),
        may_apply=[one for one in groups if not one.first.failing],
        lacking=[one for one in groups if one.first.failing],
        few=FEW,
        taken=elsewhere.list_taken(session(), consortium),
    )


@blueprint.post("/take")
def take(consortium_id: int) -> ResponseReturnValue:
    """Make a draft of it for another call or round."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    wanted = parse(Destination, {"call": request.form.get("call", ""), "round": request.form.get("round") or None})
    made = elsewhere.take(writing(), consortium, wanted, by=by)
    flash(N_("This is the draft for the other call. Its members are planned: look through it, then invite them."))
    return redirect(url_for("consortia.show", consortium_id=made.id), 303)
