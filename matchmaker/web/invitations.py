"""Invitations: written with four specifics, read with the fit, answered in two acts."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from matchmaker import workflow
from matchmaker.eligibility.explanations import checked, left_open
from matchmaker.eligibility.providers import providers
from matchmaker.inputs.invitations import Declining, InvitationForm, Joining
from matchmaker.inputs.threads import Writing
from matchmaker.language import N_, gettext_
from matchmaker.models import Consortium, Invitation, Member
from matchmaker.permissions import may, require
from matchmaker.services import consortia, contacts, deadlines, desk, endings, invitations, paper, practice, rounds, threads
from matchmaker.services.members import member_of
from matchmaker.web import names
from matchmaker.web.forms import Asked, Choice, Form, values_of
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing
from matchmaker.workflow import INVITATION, STANDING

blueprint = Blueprint("invitations", __name__)


def roles() -> list[Choice]:
    """As what an organisation is asked."""
    return [
        Choice("partner", gettext_("Partner")),
        Choice("coordinator", gettext_("Coordinator (applicant)")),
        Choice("associated", gettext_("Associated partner: supports the project, receives no money and counts for no rule")),
    ]


SPECIFICS = (
    Asked("role", N_("As what?"), "radios", choices=roles),
    Asked(
        "task",
        N_("The task"),
        "area",
        N_("What should this organisation do?"),
        missing=N_("Say what this organisation should do"),
    ),
    Asked("field", N_("The field"), hint=N_("In which field or trade?"), missing=N_("Name the field or trade")),
    Asked(
        "time_needed",
        N_("The time"),
        hint=N_("How much time, from when to when? For example: 20 days a year for two years."),
        missing=N_("Say how much time it takes, and when"),
    ),
    Asked(
        "why_you",
        N_("Why exactly you?"),
        "area",
        N_("What made you think of this organisation? A text sent to many is not answered."),
        missing=N_("Say why you ask exactly this organisation"),
    ),
)
ALIKE = tuple(one for one in SPECIFICS if one.name in ("task", "field", "time_needed"))
"""What several may be asked alike."""
LATE = (Asked("past_deadline", N_("I know that the answer may come after our internal deadline"), "check"),)
JOINING = (
    Asked("name", N_("Your name"), autocomplete="name", missing=N_("Give your name")),
    Asked(
        "function",
        N_("Your function"),
        hint=N_("For example: head of school."),
        autocomplete="organization-title",
        missing=N_("Give your function"),
    ),
    Asked(
        "authority",
        N_("On what authority?"),
        hint=N_("For example: legal representative; or a decision of the governing body, with its date."),
        missing=N_("Say on what authority you decide this"),
    ),
    Asked("confirmed", N_("I may say this for my organisation"), "check"),
)
WRITING = (Asked("text", N_("Your message"), "area", rows=4, missing=N_("Write something first")),)
DECLINING = (Asked("reason", N_("A reason, if you like"), "area", rows=2),)


@blueprint.route("/consortia/<int:consortium_id>/members/<int:member_id>/invitation", methods=["GET", "POST"])
def send(consortium_id: int, member_id: int) -> ResponseReturnValue:
    """Ask a member-to-be to join; whoever has not joined the service gets a letter to copy instead."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    require(by, "consortium.invite", consortium)
    member = member_of(consortium, member_id)
    missed = deadlines.find_missed(session(), consortium)
    form = Form(InvitationForm, SPECIFICS + LATE if missed else SPECIFICS, _first_values(consortium, member))
    if form.sent:
        with form:
            said = form.parsed()
            if member.organisation.joined_at is None and not member.organisation.is_guest:
                letter = paper.letter(consortium, member, said)
                return form.page("invitations/letter.html", consortium=consortium, member=member, letter=letter)
            invitations.send(writing(), consortium, member_id, said, by=by)
            if member.organisation.is_guest:
                return redirect(url_for("guests.letter", consortium_id=consortium_id, member_id=member_id), 303)
            flash(N_("The invitation is on its way."))
            return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)
    refusal = None
    if member.organisation.joined_at is not None or member.organisation.is_guest:
        refusal = practice.find_refusal(session(), consortium)
        refusal = refusal or invitations.find_refusal(session(), consortium, member.organisation)
    return form.page(
        "invitations/send.html",
        consortium=consortium,
        member=member,
        refusal=refusal,
        by=deadlines.answer_by(session(), consortium, invitations.FOR_INTEREST),
        internal=missed,
    )


def _first_values(consortium: Consortium, member: Member) -> dict[str, object]:
    """What is known already: the role; what it was asked before, else what it is to contribute and the field of the idea."""
    before = next((one for one in reversed(consortium.invitations) if one.organisation_id == member.organisation_id), None)
    if before is not None:
        return {**values_of(before, InvitationForm), "role": member.role}
    return {"role": member.role, "task": member.contribution, **_field(consortium)}


def said_before(consortium: Consortium, organisation_id: int | None = None) -> dict[str, object]:
    """What is asked alike, as the organisation's last invitation says, else the newest; before the first the idea's field."""
    theirs = [one for one in consortium.invitations if one.organisation_id == organisation_id] or consortium.invitations
    return {one.name: getattr(theirs[-1], one.name) for one in ALIKE} if theirs else _field(consortium)


def _field(consortium: Consortium) -> dict[str, object]:
    return {"field": ", ".join(names.terms(consortium.idea, "field"))[:200]}


@blueprint.post("/invitations/<int:invitation_id>/withdraw")
def withdraw(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    by = somebody()
    invitation = invitations.get_invitation(session(), invitation_id, by=by)
    invitations.withdraw(writing(), invitation, by=by)
    return redirect(url_for("consortia.show", consortium_id=invitation.consortium_id), 303)


@blueprint.get("/invitations/<int:invitation_id>")
def show(invitation_id: int) -> ResponseReturnValue:
    """What one is asked for, by whom, and how it fits."""
    return page(invitation_id)


def page(
    invitation_id: int,
    joining: Form[Joining] | None = None,
    declining: Form[Declining] | None = None,
    message: Form[Writing] | None = None,
) -> Response:
    """The invitation with both answers and its thread, one of them perhaps sent."""
    joining, declining = joining or Form(Joining, JOINING), declining or Form(Declining, DECLINING)
    message = message or Form(Writing, WRITING)
    invitation = invitations.get_invitation(session(), invitation_id, by=somebody())
    if invitation.state not in STANDING:
        return _ended_page(invitation, next((one for one in (message, declining) if one.problems), joining))
    consortium = invitation.consortium
    call = rounds.call_of(session(), consortium)
    known = {member.organisation.key: member.organisation.name or "" for member in consortium.members}
    shown: Form[Any] = next((one for one in (message, declining) if one.problems), joining)
    return shown.page(
        "invitations/show.html",
        invitation=invitation,
        consortium=consortium,
        call=call,
        verdicts=desk.check_twice(session(), consortium),
        providers=lambda finding: providers(finding, known, call.year),
        checked=checked(call),
        not_checked=left_open(call),
        sender=contacts.list_contacts(session(), consortium, by=somebody()).get(consortium.holder_id),
        joining=joining,
        declining=declining,
        **_thread(invitation, message),
    )


def _thread(invitation: Invitation, message: Form[Writing]) -> dict[str, object]:
    """What was written, the form to write more, and why that cannot be now."""
    by = somebody()
    writes = may(by, "invitation.message", invitation)
    return {
        "messages": threads.list_messages(session(), invitation, by=by),
        "message": message,
        "closed": threads.find_refusal(session(), invitation, by=by) if writes else None,
    }


def _ended_page(invitation: Invitation, form: Form[Any]) -> Response:
    """What the invitation itself says, and what was frozen when it ended."""
    ending = endings.ending_of(invitation)
    return form.page(
        "invitations/ended.html",
        invitation=invitation,
        ending=ending,
        sender=invitations.sender_of(invitation),
        frozen_providers=lambda one: one.providers,
        **_thread(invitation, Form(Writing, WRITING)),
    )


@blueprint.post("/invitations/<int:invitation_id>/interest")
def show_interest(invitation_id: int) -> ResponseReturnValue:
    """The first act: we are interested."""
    by = somebody()
    invitation = invitations.get_invitation(session(), invitation_id, by=by)
    invitations.show_interest(writing(), invitation, by=by)
    flash(N_("Thank you. The sender knows that you are interested."))
    return redirect(url_for("invitations.show", invitation_id=invitation_id), 303)


@blueprint.post("/invitations/<int:invitation_id>/join")
def join(invitation_id: int) -> ResponseReturnValue:
    """The second act: we join."""
    by = somebody()
    form = Form(Joining, JOINING)
    with form:
        invitation = invitations.get_invitation(session(), invitation_id, by=by)
        said = form.parsed()
        invitations.join(writing(), invitation, said, by=by)
        flash(N_("You have joined. You will find the consortium on your desk."))
        return redirect(url_for("consortia.show", consortium_id=invitation.consortium_id), 303)
    return page(invitation_id, joining=form)


@blueprint.get("/invitations/<int:invitation_id>/decline")
def ask_to_decline(invitation_id: int) -> ResponseReturnValue:
    """Where *No, thanks* of the mail leads: looking declines nothing, it is asked once more."""
    invitation = invitations.get_invitation(session(), invitation_id, by=somebody())
    if not (may(somebody(), "invitation.answer", invitation) and workflow.allows(INVITATION, invitation.state, "decline")):
        return redirect(url_for("invitations.show", invitation_id=invitation_id), 303)
    return Form(Declining, DECLINING).page("invitations/decline.html", invitation=invitation, consortium=invitation.consortium)


@blueprint.post("/invitations/<int:invitation_id>/decline")
def decline(invitation_id: int) -> ResponseReturnValue:
    """No, thank you."""
    by = somebody()
    form = Form(Declining, DECLINING)
    with form:
        invitation = invitations.get_invitation(session(), invitation_id, by=by)
        said = form.parsed()
        invitations.decline(writing(), invitation, said, by=by)
        flash(N_("You have declined. You will not be asked again for this consortium."))
        return redirect(url_for("start.home"), 303)
    return page(invitation_id, declining=form)
