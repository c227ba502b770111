"""What an organisation offers as a partner."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from matchmaker.inputs.offers import OfferForm
from matchmaker.language import N_
from matchmaker.models import Offer
from matchmaker.services import offers, organisations
from matchmaker.web.forms import Form
from matchmaker.web.organisations import OFFER, shown
from matchmaker.web.session import somebody
from matchmaker.web.toasts import done, done_undoably
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
    offers.end(writing(), _offer(organisation_id, offer_id), by=somebody())
    done_undoably(N_("The offer has ended."), "offers.put_back", organisation_id=organisation_id, offer_id=offer_id)
    return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)


@blueprint.post("/organisations/<int:organisation_id>/offers/<int:offer_id>/put-back")
def put_back(organisation_id: int, offer_id: int) -> ResponseReturnValue:
    """Let it stand again."""
    offers.put_back(writing(), _offer(organisation_id, offer_id), by=somebody())
    done(N_("Your offer is on your page again."))
    return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)


def _offer(organisation_id: int, offer_id: int) -> Offer:
    organisation = organisations.get_organisation(session(), organisation_id, by=somebody())
    return offers.get_offer(session(), organisation, offer_id, by=somebody())
