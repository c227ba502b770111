"""Inviting several at once: one text for all, a line of its own for each, and who cannot be asked before anybody writes."""

from collections.abc import Sequence

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from matchmaker.inputs.invitations import WHY, Several, several
from matchmaker.language import N_, current, nN_, nsay, render
from matchmaker.matching.saying.addressing import to_them
from matchmaker.models import Consortium, User
from matchmaker.permissions import require
from matchmaker.services import alterations, batches, consortia, deadlines, invitations, practice
from matchmaker.services.batches import Guest
from matchmaker.web.forms import Asked, Form
from matchmaker.web.invitations import ALIKE, LATE, said_before
from matchmaker.web.session import somebody
from matchmaker.web.toasts import done
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("batches", __name__)

SAME_TEXT = Asked("same_text", N_("Send the same reasons all the same"), "check")
_SENT = nN_("%(n)s invitation is on its way.", "%(n)s invitations are on their way.")


@blueprint.route("/consortia/<int:consortium_id>/invitations", methods=["GET", "POST"])
def send(consortium_id: int) -> ResponseReturnValue:
    """Ask several members-to-be to join."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    require(by, "consortium.invite", consortium)
    guests = batches.list_guests(session(), consortium)
    form = _form(consortium, guests, by)
    if form.sent:
        with form:
            asked = {one.member.id: (one.organisation.name or "", one.member.role) for one in guests if one.member is not None}
            sent = batches.send(writing(), consortium, form.parsed().letters(asked), by=by)
            done(nsay(*_SENT, len(sent)))
            return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)
        guests = batches.list_guests(session(), consortium)
    return form.page(
        "invitations/several.html",
        consortium=consortium,
        able=[one for one in guests if one.refusal is None],
        unable=[one for one in guests if one.refusal is not None],
        left=invitations.count_left(session(), consortium.holder),
        by=deadlines.answer_by(session(), consortium, invitations.FOR_INTEREST),
        internal=deadlines.find_missed(session(), consortium),
        practice=practice.is_practice(session(), consortium),
        most=invitations.MOST_OPEN,
        why=WHY,
    )


def _form(consortium: Consortium, guests: Sequence[Guest], by: User) -> Form[Several]:
    """With whoever can be asked chosen, and for each what speaks for it as a start."""
    numbers = [one.member.id for one in guests if one.member is not None]
    able = {one.organisation.key: one.member.id for one in guests if one.member is not None and one.refusal is None}
    form = Form(
        several(numbers),
        (
            Asked("whom", N_("Whom")),
            *ALIKE,
            *(Asked(f"{WHY}{number}", N_("Why exactly you?"), "area", rows=2) for number in numbers),
            SAME_TEXT,
            *LATE,
        ),
    )
    if form.sent:
        return form
    said = alterations.list_reasons(session(), consortium, [*able], by=by) if able else {}
    begun = {
        f"{WHY}{number}": " ".join(render(one, current()) for one in to_them(said.get(key, ()))) for key, number in able.items()
    }
    form.values = {"whom": [str(one) for one in able.values()], **said_before(consortium), **begun}
    return form
