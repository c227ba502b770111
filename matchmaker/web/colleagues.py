"""Asking a colleague to act for one's organisation, and answering that."""

from flask import Blueprint, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from matchmaker.config import Settings
from matchmaker.inputs.colleagues import ColleagueForm
from matchmaker.language import N_
from matchmaker.models import ColleagueInvitation
from matchmaker.permissions import require
from matchmaker.services import colleagues, organisations
from matchmaker.web.forms import Asked, Form
from matchmaker.web.limits import mails_to
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("colleagues", __name__)

COLLEAGUE = (
    Asked("email", N_("E-mail address"), "email", missing=N_("Give the e-mail address of your colleague")),
    Asked("role", N_("May"), "select", missing=N_("Choose what this person may do")),
)


@blueprint.post("/organisations/<int:organisation_id>/people")
def invite(organisation_id: int) -> ResponseReturnValue:
    """Ask whoever has an address; the answer is the same whether there is an account with it or not."""
    by = somebody()
    organisation = organisations.get_organisation(session(), organisation_id, by=by)
    require(by, "organisation.people", organisation)
    _invite(organisation_id, Form(ColleagueForm, COLLEAGUE).parsed())
    if _settings().smtp_url.get_secret_value():
        flash(N_("The invitation is on its way."))
    else:
        flash(
            N_("No mail server is set here: the mail is in a folder of this computer, the invitation on the desk of that person.")
        )
    return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)


@mails_to()
def _invite(organisation_id: int, form: ColleagueForm) -> None:
    by = somebody()
    organisation = organisations.get_organisation(writing(), organisation_id, by=by)
    colleagues.invite(writing(), organisation, form, by=by)


@blueprint.post("/colleagues/<int:invitation_id>/withdraw")
def withdraw(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    invitation = _invitation(invitation_id)
    colleagues.withdraw(writing(), invitation, by=somebody())
    flash(N_("The invitation is taken back."))
    return redirect(url_for("organisations.show", organisation_id=invitation.organisation_id), 303)


@blueprint.post("/colleagues/<int:invitation_id>/accept")
def accept(invitation_id: int) -> ResponseReturnValue:
    """Yes, I act for this organisation."""
    invitation = _invitation(invitation_id)
    colleagues.accept(writing(), invitation, by=somebody())
    flash(N_("You may act for this organisation now."))
    return redirect(url_for("organisations.show", organisation_id=invitation.organisation_id), 303)


@blueprint.post("/colleagues/<int:invitation_id>/decline")
def decline(invitation_id: int) -> ResponseReturnValue:
    """No, thank you."""
    colleagues.decline(writing(), _invitation(invitation_id), by=somebody())
    flash(N_("You have declined."))
    return redirect(url_for("start.home"), 303)


def _invitation(number: int) -> ColleagueInvitation:
    return colleagues.get_invitation(session(), number, by=somebody())


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
