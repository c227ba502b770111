"""What organisations offer as partners."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from matchmaker.errors import Invalid, NotFound
from matchmaker.inputs.offers import OfferForm
from matchmaker.language import N_, say
from matchmaker.models import Offer, OfferTerm, Organisation, User
from matchmaker.permissions import require
from matchmaker.services import history, surroundings
from matchmaker.services.lookup import LARGEST
from matchmaker.services.versions import begin, touch

KEPT: Final = timedelta(days=1)
"""How long an offer that has ended can be put back."""
AS_PARTNER: Final = ("partner", "coordinator")
"""Roles in which an organisation can be suggested; who coordinates is one of the partners."""


def put(session: Session, organisation: Organisation, form: OfferForm, *, by: User, offer: Offer | None = None) -> Offer:
    """Write an offer of the organisation: a new one, or `offer` anew. Raises `Invalid` for an unknown call or a past day."""
    begin(session, "offer.write", offer or organisation, by=by)
    problems: dict[str, object] = {}
    if form.until is not None and form.until < surroundings.today(session):
        problems["until"] = say(N_("lies in the past"))
    strange = [call for call in form.calls if call not in surroundings.guide(session).calls]
    if strange:
        problems["calls"] = say(N_("there is no call “%(id)s”"), id=strange[0])
    if problems:
        raise Invalid(problems)
    if offer is None:
        offer = Offer(created_at=surroundings.now(session))
        organisation.offers.append(offer)
    offer.summary, offer.must_know, offer.until = form.summary, form.must_know, form.until
    named = [("call", form.calls), ("role", form.roles), ("expertise", form.expertise)]
    offer.terms.clear()
    session.flush()
    offer.terms = [OfferTerm(vocabulary=vocabulary, code=code) for vocabulary, codes in named for code in codes]
    touch(session, organisation)
    history.record(session, by, "offer.put", organisation=organisation)
    return offer


def get_offer(session: Session, organisation: Organisation, number: int, *, by: User) -> Offer:
    """An offer of the organisation, also one that has ended. Raises `NotFound` where there is none (any more)."""
    require(by, "offer.write", organisation)
    mine = select(Offer).where(Offer.id == number, Offer.organisation_id == organisation.id)
    found = session.scalar(mine) if 0 < number <= LARGEST else None
    if found is None:
        raise NotFound(say(N_("There is no such offer any more.")))
    return found


def end(session: Session, offer: Offer, *, by: User) -> None:
    """Take an offer away; for a day it can be put back. Twice is once."""
    _set(session, offer, surroundings.now(session), "offer.end", by=by)


def put_back(session: Session, offer: Offer, *, by: User) -> None:
    """Let an offer that has ended stand as it was."""
    _set(session, offer, None, "offer.put_back", by=by)


def prune(session: Session) -> None:
    """Forget what ended long ago."""
    session.execute(delete(Offer).where(Offer.ended_at < surroundings.now(session) - KEPT))


def _set(session: Session, offer: Offer, ended_at: datetime | None, verb: str, *, by: User) -> None:
    begin(session, "offer.write", offer, by=by)
    organisation = offer.organisation
    if (offer.ended_at is None) == (ended_at is None):
        return
    offer.ended_at = ended_at
    touch(session, organisation)
    session.flush()
    session.expire(organisation, ["offers"])
    history.record(session, by, verb, organisation=organisation)


def list_refusing(session: Session, call_id: str, roles: Iterable[str] = AS_PARTNER) -> list[str]:
    """The keys of those that write offers, but have none at present for the call in one of these roles.

    An offer that names no call or no role stands for all. Who writes no offers refuses nothing.
    """
    current = or_(Offer.until.is_(None), Offer.until >= surroundings.today(session))
    writing = select(Offer.organisation_id).where(Offer.ended_at.is_(None))
    covering = writing.where(current, _covers("call", [call_id]), _covers("role", roles))
    keys = select(Organisation.key).where(Organisation.id.in_(writing), Organisation.id.not_in(covering))
    return list(session.scalars(keys.order_by(Organisation.id)))


def _covers(vocabulary: str, codes: Iterable[str]) -> ColumnElement[bool]:
    """Whether the offer names one of the codes, or nothing of this kind."""
    named = select(OfferTerm.id).where(OfferTerm.offer_id == Offer.id, OfferTerm.vocabulary == vocabulary)
    return or_(~named.exists(), named.where(OfferTerm.code.in_(tuple(codes))).exists())
