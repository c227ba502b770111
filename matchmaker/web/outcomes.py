"""Finalising a consortium, and what became of it."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from matchmaker.inputs.outcomes import Finalising, Submission
from matchmaker.language import N_
from matchmaker.permissions import require
from matchmaker.services import consortia, finalising, outcomes, submissions
from matchmaker.web.consortia import SUBMISSION, workspace
from matchmaker.web.forms import Asked, Form, version
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("outcomes", __name__, url_prefix="/consortia/<int:consortium_id>")


FINALISING = (
    Asked(
        "reason",
        N_("Why you finalise it all the same"),
        "area",
        N_("All members read it; it stands in the finalised document."),
        missing=N_("Say why you finalise it all the same"),
    ),
)


def _done(consortium_id: int, verb: Callable[..., object], said: str, **more: object) -> ResponseReturnValue:
    """Do one verb and go back to the workspace."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    verb(writing(), consortium, by=by, **more)
    flash(said)
    return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)


@blueprint.route("/finalise", methods=["GET", "POST"])
def finalise(consortium_id: int) -> ResponseReturnValue:
    """What finalising means and what is open; then freeze everything into a snapshot, where something is open with a reason."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    require(by, "consortium.finalise", consortium)
    form = Form(Finalising, FINALISING)
    if form.sent:
        with form:
            said = form.parsed()
            outcomes.finalise(writing(), consortium, said, version=version(), by=by)
            flash(N_("The consortium is finalised. Download the document and keep it."))
            return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)
        consortium = consortia.get_consortium(session(), consortium_id, by=by)
    return form.page("outcomes/finalise.html", consortium=consortium, found=finalising.foresee(session(), consortium))


@blueprint.post("/reopen")
def reopen(consortium_id: int) -> ResponseReturnValue:
    """Change something after all; the old snapshot stays."""
    return _done(
        consortium_id, outcomes.reopen, N_("The consortium can be changed again. The finalised document stays as it was.")
    )


@blueprint.post("/submit")
def submit(consortium_id: int) -> ResponseReturnValue:
    """It was submitted."""
    by = somebody()
    form = Form(Submission, SUBMISSION)
    with form:
        consortium = consortia.get_consortium(session(), consortium_id, by=by)
        said = form.parsed()
        outcomes.submit(writing(), consortium, said, by=by)
        flash(N_("Noted: submitted. Good luck!"))
        return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)
    return workspace(consortium_id, submission=form)


@blueprint.post("/stand")
def stand(consortium_id: int) -> ResponseReturnValue:
    """What was submitted before counts."""
    return _done(consortium_id, submissions.stand, N_("Noted: what was submitted before counts."))


@blueprint.post("/grant")
def grant(consortium_id: int) -> ResponseReturnValue:
    """It was granted."""
    return _done(consortium_id, outcomes.grant, N_("Noted: granted. Congratulations!"))


@blueprint.post("/reject")
def reject(consortium_id: int) -> ResponseReturnValue:
    """It was rejected."""
    return _done(consortium_id, outcomes.reject, N_("Noted: rejected."))


@blueprint.post("/withdraw")
def withdraw(consortium_id: int) -> ResponseReturnValue:
    """It is given up."""
    return _done(consortium_id, outcomes.withdraw, N_("The consortium is withdrawn. Its members are free for others."))


@blueprint.get("/snapshots/<int:snapshot_id>")
def snapshot(consortium_id: int, snapshot_id: int) -> ResponseReturnValue:
    """The frozen document, byte for byte as it was hashed."""
    found = outcomes.get_snapshot(session(), snapshot_id, by=somebody())
    name = f"consortium-{found.consortium_id}-{found.number}.json"
    return Response(
        found.document.encode(),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "ETag": f'"{found.sha256}"'},
    )
