"""A consortium's workspace: who is in it, what the rules say, what may be done next, what was done."""

from collections.abc import Sequence

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker import agenda
from matchmaker.eligibility.explanations import checked, left_open
from matchmaker.eligibility.providers import providers
from matchmaker.inputs.outcomes import Submission
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.workspace import OwnDeadline, RoundChoice, VariantChoice
from matchmaker.language import N_
from matchmaker.models import Consortium, Organisation
from matchmaker.permissions import may
from matchmaker.programme import agencies, countries
from matchmaker.services import (
    alterations,
    applying,
    conflicts,
    consortia,
    contacts,
    coordinators,
    deadlines,
    desk,
    elsewhere,
    history,
    organisations,
    plan,
    projects,
    reviews,
    rounds,
    silence,
    standins,
    surroundings,
    threads,
    uploads,
)
from matchmaker.web import choices, steps
from matchmaker.web.actions import action_of
from matchmaker.web.forms import Asked, Form, version
from matchmaker.web.plan import asks_for_shares
from matchmaker.web.session import somebody
from matchmaker.web.toasts import SAVED, done_undoably
from matchmaker.web.transactions import session, writing
from matchmaker.workflow import IN_THE_MAKING

blueprint = Blueprint("consortia", __name__, url_prefix="/consortia")
SUBMISSION = (
    Asked(
        "agency",
        N_("Submitted to"),
        hint=N_("Which National Agency, or the Executive Agency in Brussels (EACEA)."),
        missing=N_("Say to which agency it was submitted"),
    ),
    Asked(
        "form_id", N_("Form ID"), hint=N_("As it stands on the submitted form."), missing=N_("Give the ID of the submitted form")
    ),
    Asked("submitted_by", N_("Submitted by"), hint=N_("Who pressed the button."), missing=N_("Say who submitted it")),
    Asked("submitted_on", N_("Submitted on"), "date", N_("Today, if you leave it empty.")),
)
FOUND = 6
"""How many organisations are offered when one looks for a member to add."""


@blueprint.get("/<int:consortium_id>")
def show(consortium_id: int) -> ResponseReturnValue:
    """The workspace; `find` looks for organisations to add."""
    return workspace(consortium_id)


def workspace(consortium_id: int, *, submission: Form[Submission] | None = None) -> Response:
    """The workspace; with a form that was sent and is shown again."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    words = request.args.get("find", "").strip()[:100]
    found, cut_to = _to_add(consortium, words)
    call = rounds.call_of(session(), consortium)
    verdicts = desk.check_twice(session(), consortium)
    agreed = contacts.list_contacts(session(), consortium, by=by)
    unseen = reviews.list_unseen(session(), consortium, by=by)
    standing = desk.standing(session(), consortium, verdicts.planned, has_changed=bool(unseen), by=by)
    listed = agenda.steps(standing)
    submission = submission or Form(Submission, SUBMISSION)
    undo = steps.undo_of(consortium)
    names = {member.organisation.key: member.organisation.name or "" for member in consortium.members}
    return submission.page(
        "consortia/show.html",
        consortium=consortium,
        own={one.organisation_id for one in by.memberships},
        call=call,
        agencies=agencies,
        responsible=agencies.responsible(applies_in(consortium), call.field),
        portal_ids=call.in_portal(one.organisation.country for one in consortium.members if one.role != "associated"),
        report=verdicts.planned,
        verdicts=verdicts,
        standing=standing,
        kinds={step.kind for step in listed},
        line=agenda.line_up(listed, finalises=consortium.state == "handed_over" and may(by, "consortium.finalise", consortium)),
        action_of=action_of,
        submission=submission,
        providers=lambda finding: providers(finding, names, call.year),
        checked=checked(call),
        not_checked=left_open(call),
        rounds=choices.rounds_of(call, rounds.usual_of(session(), consortium)),
        variants=choices.variants_of(surroundings.guide(session()).call(call.id)),
        last_steps=steps.query(undo),
        undoing=alterations.sentences(session(), [undo])[0],
        has_shares=asks_for_shares(call) and bool(agreed),
        budget=plan.budget_of(consortium),
        unread=threads.list_unread(session(), by=by),
        joint=projects.count_joint(session(), [member.organisation_id for member in consortium.members]),
        words=words,
        found=found,
        cut_to=cut_to,
        reviews=unseen,
        rechecked=reviews.latest(session(), consortium.snapshots),
        replaceable=standins.list_members(consortium),
        applying=deadlines.applying(session(), consortium),
        internal=deadlines.internal(session(), consortium),
        unsure=coordinators.list_to_confirm(consortium),
        applications=uploads.applications(session(), consortium),
        conflicts=conflicts.list_of(session(), consortium, by)
        if consortium.state in IN_THE_MAKING and not standing.given_up
        else (),
        next_round=elsewhere.find_next_round(session(), consortium) if standing.given_up else None,
        silent=silence.since(session(), consortium),
        copy=silence.find_copy(session(), consortium),
        is_late=deadlines.has_passed(session(), consortium),
        contacts=agreed,
        history=history.list_history(session(), consortium, reserves=may(by, "consortium.reserve", consortium)),
    )


def applies_in(consortium: Consortium) -> str:
    """The country whose National Agency is responsible: the coordinator's, as it counts."""
    return next((countries.counts_as(one.organisation.country) for one in consortium.members if one.role == "coordinator"), "")


@blueprint.post("/<int:consortium_id>/round")
def choose_round(consortium_id: int) -> ResponseReturnValue:
    """Apply in another round of the call."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    wanted = parse(RoundChoice, {"round": request.form.get("round", "")})
    before = str(consortium.round or "")
    applying.choose_round(writing(), consortium, wanted, version=version(), by=by)
    done_undoably(SAVED, "consortia.choose_round", {"round": before}, consortium_id=consortium_id)
    return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)


@blueprint.post("/<int:consortium_id>/deadline")
def set_deadline(consortium_id: int) -> ResponseReturnValue:
    """Until when everything is to be there, while the call's deadline is not known."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    wanted = parse(OwnDeadline, {"own_deadline": request.form.get("own_deadline") or None})
    before = str(consortium.own_deadline or "")
    applying.set_deadline(writing(), consortium, wanted, version=version(), by=by)
    done_undoably(SAVED, "consortia.set_deadline", {"own_deadline": before}, consortium_id=consortium_id)
    return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)


@blueprint.post("/<int:consortium_id>/variant")
def choose_variant(consortium_id: int) -> ResponseReturnValue:
    """Apply with another kind of project."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    wanted = parse(VariantChoice, {"variant": request.form.get("variant") or None})
    before = consortium.variant or ""
    applying.choose_variant(writing(), consortium, wanted, version=version(), by=by)
    done_undoably(SAVED, "consortia.choose_variant", {"variant": before}, consortium_id=consortium_id)
    return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)


def _to_add(consortium: Consortium, words: str) -> tuple[list[Organisation], Sequence[str]]:
    """Organisations that the words name and that are no members yet; and the words looked for, if there were too many."""
    if not words:
        return [], ()
    there = {member.organisation_id for member in consortium.members}
    found = organisations.list_public(session(), words=words)
    return [one for one in found.rows if one.id not in there][:FOUND], found.words if found.is_cut else ()
