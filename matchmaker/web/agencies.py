"""Entering one's own National Agency, and what it says of priorities."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from matchmaker.inputs.agencies import OwnAgency
from matchmaker.language import N_
from matchmaker.permissions import require
from matchmaker.programme import agencies as known
from matchmaker.services import agencies, consortia, surroundings
from matchmaker.web import choices
from matchmaker.web.forms import Asked, Form, values_of, version
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("agencies", __name__, url_prefix="/consortia/<int:consortium_id>/agency")


@blueprint.route("", methods=["GET", "POST"])
def enter(consortium_id: int) -> ResponseReturnValue:
    """The form, and keeping what was entered."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    require(by, "consortium.change", consortium)
    call = surroundings.guide(session()).call(consortium.call_id)
    asked = (
        Asked("own_agency", N_("Name of the National Agency")),
        Asked("own_agency_website", N_("Its website"), hint=N_("For example https://www.agency.eu")),
        Asked(
            "national_priorities",
            N_("European priorities in the national context"),
            "checks",
            N_("Those that your National Agency announces for this call: a proposal that addresses one is highly relevant."),
            choices=lambda: choices.priorities_of(call),
        ),
        Asked("national_source", N_("The page where it announces them")),
    )
    form = Form(OwnAgency, asked, values_of(consortium, OwnAgency))
    if form.sent:
        with form:
            agencies.enter(writing(), consortium, form.parsed(), version=version(), by=by)
            flash(N_("Your changes are saved."))
            return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)
    return form.page("consortia/agency.html", consortium=consortium, call=call, address=known.LIST)
