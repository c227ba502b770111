"""What operators see: the calls of their folder, jobs that went wrong and mails that could not be sent, to be tried again."""

from typing import Final

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matchmaker.language import N_
from matchmaker.services import guide_folder, operation
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("operator", __name__, url_prefix="/operator")

JOBS: Final = {
    "calls": N_("Go on with the calls that were put in force"),
    "idea rules": N_("Check ideas again whose call has changed"),
    "consortium rules": N_("Check consortia again whose call has changed"),
    "snapshot rules": N_("Check finalised documents again whose call has changed"),
    "invitations": N_("End invitations that nobody answered"),
    "reminders": N_("Remind of invitations that end soon"),
    "addresses": N_("Ask for addresses to be confirmed"),
    "attempts": N_("Forget wrong passwords"),
    "drafts": N_("Forget drafts of ideas that nobody went on with"),
    "offers": N_("Forget offers that ended long ago"),
    "submissions": N_("Let earlier applications count when no new version was submitted in time"),
    "passed": N_("Ask what became of a consortium whose round closed, and give it up in the end"),
    "personal data": N_("Erase the personal data and the files of consortia that are over"),
    "practice": N_("Withdraw invitations that were practice"),
    "reserves": N_("Call the reserves of places that fell empty"),
    "silent members": N_("Remind members who joined and are silent"),
    "silence": N_("Tell members that their coordinator is silent"),
    "reports": N_("Forget reports that were closed long ago"),
    "threads": N_("Forget messages of what ended long ago"),
    "sent mails": N_("Forget mails that were sent long ago"),
    "exposure": N_("Forget who was suggested long ago"),
    "searches": N_("End lost searches"),
    "searching": N_("Begin the searches that wait"),
    "colleagues": N_("End invitations to colleagues that nobody answered"),
    "seen": N_("Write down when people were last here"),
    "sent forms": N_("Forget forms that were sent"),
    "visits": N_("End sessions that nobody uses"),
    "partner links": N_("End sessions of partners that nobody uses, and forget their old links"),
    "changes": N_("Forget old changes"),
    "files": N_("Take away files that belong to nothing"),
    "missing files": N_("Look whether every uploaded file is there"),
    "populations": N_("Read the organisations to suggest"),
    "mails": N_("Send mails"),
}
"""What the jobs do; one that an earlier version had is shown by its own name."""
_AGAIN: Final = N_("It is tried again now.")


@blueprint.get("")
def show() -> str:
    """How the calls of the folder stand; what went wrong, when, how often, and when it is tried again."""
    by = somebody()
    calls = guide_folder.get_calls(session(), current_app.extensions["settings"].guide_dir, by=by)
    troubles, outbox = operation.list_troubles(session(), by=by), operation.get_outbox(session(), by=by)
    return render_template("operator/show.html", calls=calls, troubles=troubles, outbox=outbox, jobs=JOBS, shown=operation.SHOWN)


@blueprint.post("/troubles/<int:number>/again")
def try_again(number: int) -> ResponseReturnValue:
    """Try a job again now."""
    operation.try_again(writing(), number, by=somebody())
    return _back()


@blueprint.post("/mails/<int:number>/again")
def send_again(number: int) -> ResponseReturnValue:
    """Try to send a mail again now."""
    operation.send_again(writing(), number, by=somebody())
    return _back()


@blueprint.post("/mails/again")
def send_all_again() -> ResponseReturnValue:
    """Try to send all mails again that were put aside."""
    operation.send_again(writing(), by=somebody())
    return _back()


def _back() -> ResponseReturnValue:
    flash(_AGAIN)
    return redirect(url_for("operator.show"), 303)
