"""Reporting something to the moderators, and what they see of it."""

from typing import Final

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matchmaker.inputs.reports import Closing, ReportForm
from matchmaker.language import N_, current, render
from matchmaker.services import reports
from matchmaker.web.forms import Asked, Choice, Form
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("reports", __name__)

KINDS: Final = {
    "organisation": N_("Profile"),
    "invitation": N_("Invitation"),
    "message": N_("Message"),
}


def _reasons() -> list[Choice]:
    return [Choice(reason, render(words, current())) for reason, words in reports.REASONS.items()]


REPORT: Final = (
    Asked("reason", N_("What is wrong?"), "radios", choices=_reasons, missing=N_("Choose what is wrong")),
    Asked("words", N_("In your own words"), "area", N_("What should the moderators know?")),
)
CLOSING: Final = (
    Asked("note", N_("What came of it"), "area", N_("Only moderators read this."), missing=N_("Say what came of it")),
)


@blueprint.route("/report/<kind>/<int:number>", methods=["GET", "POST"])
def report(kind: str, number: int) -> ResponseReturnValue:
    """Say what is wrong with a profile, an invitation or a message."""
    by = somebody()
    thing = reports.find_thing(session(), kind, number, by=by)
    if thing.invitation:
        back = url_for("invitations.show", invitation_id=thing.invitation)
    else:
        back = url_for("organisations.show", organisation_id=thing.organisation.id)
    form = Form(ReportForm, REPORT)
    if form.sent:
        with form:
            said = form.parsed()
            reports.report(writing(), kind, number, said, by=by)
            flash(N_("Thank you. The moderators look at it; whoever you reported is not told by whom."))
            return redirect(back, 303)
    return form.page("reports/report.html", thing=thing, kind=KINDS[kind], back=back)


@blueprint.get("/moderation")
def list_() -> str:
    """What was reported: those that wait first."""
    by = somebody()
    waiting, closed = reports.list_reports(session(), by=by), reports.list_reports(session(), closed=True, by=by)
    return render_template(
        "reports/list.html", waiting=waiting, closed=closed, kinds=KINDS, reasons=reports.REASONS, kept_for=reports.KEPT_FOR
    )


@blueprint.get("/moderation/<int:number>")
def show(number: int) -> ResponseReturnValue:
    """One report: what, who, when, and what came of it."""
    return _page(number, Form(Closing, CLOSING))


@blueprint.post("/moderation/<int:number>/see")
def see(number: int) -> ResponseReturnValue:
    """I look into it."""
    by = somebody()
    reports.see(writing(), reports.get_report(session(), number, by=by), by=by)
    return redirect(url_for("reports.show", number=number), 303)


@blueprint.post("/moderation/<int:number>/close")
def close(number: int) -> ResponseReturnValue:
    """This came of it."""
    by = somebody()
    form = Form(Closing, CLOSING)
    with form:
        said = form.parsed()
        reports.close(writing(), reports.get_report(session(), number, by=by), said, by=by)
        flash(N_("The report is closed."))
        return redirect(url_for("reports.list_"), 303)
    return _page(number, form)


def _page(number: int, form: Form[Closing]) -> ResponseReturnValue:
    found = reports.get_report(session(), number, by=somebody())
    return form.page("reports/show.html", report=found, kind=KINDS[found.kind], reason=reports.REASONS[found.reason])
