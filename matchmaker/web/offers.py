"""What an organisation offers as a partner."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from matchmaker.errors import NotFound
from matchmaker.inputs.offers import OfferForm
from matchmaker.language import N_, say
from matchmaker.services import offers, organisations
from matchmaker.web.forms import Form
from matchmaker.web.organisations import OFFER, shown
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("offers", __name__)


@blueprint.post("/organisations/<int:organisation_id>/offers")
def put(organisation_id: int) -> ResponseReturnValue:
    """Write what the organisation offers."""
    by = somebody()
    form = Form(OfferForm, OFFER)
    with form:
        organisation = organisations.get_organisation(session(), organisation_id, by=by)
        said = form.parsed()
        offers.put(writing(), organisation, said, by=by)
        flash(N_("Your offer is on your page now."))
        return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)
    return shown(organisations.get_organisation(session(), organisation_id, by=by), form)


@blueprint.post("/organisations/<int:organisation_id>/offers/<int:offer_id>/end")
def end(organisation_id: int, offer_id: int) -> ResponseReturnValue:
    """Take an offer away."""
    by = somebody()
    organisation = organisations.get_organisation(session(), organisation_id, by=by)
    offer = next((one for one in organisation.offers if one.id == offer_id), None)
    if offer is None:
        raise NotFound(say(N_("There is no such offer any more.")))
    offers.end(writing(), offer, by=by)
    return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)
