"""The hand-over: offered to a member that may coordinate, answered by it; or the initiator applies itself."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.inputs.workspace import Note, Reason
from matchmaker.language import N_
from matchmaker.permissions import require
from matchmaker.programme import agencies, countries, wording
from matchmaker.services import candidates, consortia, desk, handover, practice, rounds, seats, silence
from matchmaker.services.members import find_member
from matchmaker.web.forms import Asked, Form
from matchmaker.web.numbers import whole
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("handover", __name__)

NOTE = (Asked("note", N_("A few words with it"), "area", rows=2),)


REASON = (
    Asked(
        "note",
        N_("Why"),
        "area",
        N_("All who are asked read it."),
        rows=3,
        missing=N_("Say why you hand the consortium on or back"),
    ),
)


def _number(name: str) -> int:
    """A number of the form; 0, which nothing has, when it is none."""
    return whole(request.form.get(name, "")) or 0


@blueprint.route("/consortia/<int:consortium_id>/hand-over", methods=["GET", "POST"])
def offer(consortium_id: int) -> ResponseReturnValue:
    """Who may coordinate and who may not, and why; then ask one of them."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    require(by, "consortium.offer", consortium)
    practice.refuse(session(), consortium)
    form = Form(Reason, REASON) if consortium.state == "handed_over" else Form(Note, NOTE)
    if form.sent:
        with form:
            said = form.parsed()
            handover.offer(writing(), consortium, _number("member"), said.note, by=by)
            flash(N_("The offer is on its way."))
            return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)
    call = rounds.call_of(session(), consortium)
    choice = candidates.choice(session(), consortium)
    chosen = _number("member") if form.sent else choice.first.member.id if choice.first else 0
    return form.page("handover/offer.html", consortium=consortium, call=call, choice=choice, chosen=chosen)


@blueprint.route("/consortia/<int:consortium_id>/hand-back", methods=["GET", "POST"])
def hand_back(consortium_id: int) -> ResponseReturnValue:
    """Give it back to whoever started it, with the reason."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    require(by, "consortium.offer", consortium)
    form = Form(Reason, REASON)
    if form.sent:
        with form:
            handover.hand_back(writing(), consortium, form.parsed().note, by=by)
            flash(N_("The consortium is back with whoever started it. You stay a member."))
            return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)
    return form.page("handover/back.html", consortium=consortium)


@blueprint.post("/consortia/<int:consortium_id>/copy")
def go_on(consortium_id: int) -> ResponseReturnValue:
    """Go on in a copy, for the coordinator is silent."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    made = silence.go_on(writing(), consortium, by=by)
    flash(N_("This is the copy. Its members are planned: invite them."))
    return redirect(url_for("consortia.show", consortium_id=made.id), 303)


@blueprint.post("/consortia/<int:consortium_id>/keep")
def keep(consortium_id: int) -> ResponseReturnValue:
    """We apply ourselves."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    handover.keep(writing(), consortium, by=by)
    return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)


@blueprint.get("/hand-overs/<int:handover_id>")
def show(handover_id: int) -> ResponseReturnValue:
    """An offer to coordinate."""
    found = handover.get_handover(session(), handover_id, by=somebody())
    consortium = consortia.get_consortium(session(), found.consortium_id, by=somebody())
    member = find_member(consortium, found.organisation_id)
    call = rounds.call_of(session(), consortium)
    return Form(Note, NOTE).page(
        "handover/show.html",
        handover=found,
        consortium=consortium,
        verdicts=desk.check_twice(session(), consortium),
        open_seats=len(seats.list_open(consortium)),
        call=call,
        agencies=agencies,
        wording=wording,
        responsible=agencies.responsible(countries.counts_as(found.organisation.country), call.field),
        report=consortia.what_if(session(), consortium, coordinator=member.id if member else None),
    )


@blueprint.post("/hand-overs/<int:handover_id>/accept")
def accept(handover_id: int) -> ResponseReturnValue:
    """Take over."""
    by = somebody()
    found = handover.get_handover(session(), handover_id, by=by)
    handover.accept(writing(), found, request.form.get("note", ""), by=by)
    flash(N_("You coordinate from now on. Change what is needed, then finalise."))
    return redirect(url_for("consortia.show", consortium_id=found.consortium_id), 303)


@blueprint.post("/hand-overs/<int:handover_id>/decline")
def decline(handover_id: int) -> ResponseReturnValue:
    """Do not take over."""
    by = somebody()
    found = handover.get_handover(session(), handover_id, by=by)
    handover.decline(writing(), found, request.form.get("note", ""), by=by)
    flash(N_("You have declined to take over. You stay a member."))
    return redirect(url_for("consortia.show", consortium_id=found.consortium_id), 303)


@blueprint.post("/hand-overs/<int:handover_id>/take-back")
def take_back(handover_id: int) -> ResponseReturnValue:
    """Take the offer back."""
    by = somebody()
    found = handover.get_handover(session(), handover_id, by=by)
    handover.take_back(writing(), found, by=by)
    return redirect(url_for("consortia.show", consortium_id=found.consortium_id), 303)
