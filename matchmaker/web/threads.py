"""Writing to the other side of an invitation, and saying that one has read what is there."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.errors import Invalid, Refused
from matchmaker.inputs.threads import Writing
from matchmaker.language import N_, whole
from matchmaker.services import invitations, threads
from matchmaker.web.forms import Form
from matchmaker.web.invitations import WRITING, page
from matchmaker.web.numbers import whole as number
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("threads", __name__)


@blueprint.post("/invitations/<int:invitation_id>/messages")
def write(invitation_id: int) -> ResponseReturnValue:
    """Write to the other side; what was typed stays there when it cannot be sent."""
    by = somebody()
    form = Form(Writing, WRITING)
    with form:
        invitation = invitations.get_invitation(session(), invitation_id, by=by)
        said = form.parsed()
        try:
            threads.write(writing(), invitation, said, by=by)
        except Refused as refusal:
            raise Invalid({"": whole(refusal)}) from None
        flash(N_("Your message is on its way."))
        return redirect(url_for("invitations.show", invitation_id=invitation_id, _anchor="thread"), 303)
    return page(invitation_id, message=form)


@blueprint.post("/invitations/<int:invitation_id>/messages/read")
def mark_read(invitation_id: int) -> ResponseReturnValue:
    """One has read up to the message that the page showed last; with scripts the page says so by itself."""
    by = somebody()
    invitation = invitations.get_invitation(session(), invitation_id, by=by)
    threads.mark_read(writing(), invitation, number(request.form.get("until", "")) or 0, by=by)
    if request.headers.get("HX-Request"):
        return ""
    return redirect(url_for("invitations.show", invitation_id=invitation_id, _anchor="thread"), 303)
