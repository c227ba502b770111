"""Which other calls a consortium could apply to, and taking it along to one of them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.inputs.parsing import parse
from matchmaker.inputs.workspace import Destination
from matchmaker.language import N_
from matchmaker.models import Consortium
from matchmaker.services import consortia, elsewhere, passed, rounds
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
    return _to(elsewhere.take(writing(), consortium, _wanted(), by=by))


@blueprint.post("/next-round")
def go_on(consortium_id: int) -> ResponseReturnValue:
    """Its round has passed: it goes on as a draft for another, and is given up here."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    return _to(passed.go_on(writing(), consortium, _wanted(), by=by))


def _wanted() -> Destination:
    return parse(Destination, {"call": request.form.get("call", ""), "round": request.form.get("round") or None})


def _to(made: Consortium) -> ResponseReturnValue:
    flash(N_("This is the draft for the other call. Its members are planned: look through it, then invite them."))
    return redirect(url_for("consortia.show", consortium_id=made.id), 303)
