"""Who takes requests, and how many consortia of one round of a call an organisation can still join."""

from typing import Final

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from matchmaker.models import Consortium, Member, Organisation
from matchmaker.services import rounds

TAKES_NO_PLACE: Final = ("draft", "rejected", "withdrawn")
"""States of a consortium in which its members are free for another one; in a draft nobody was asked yet."""


def is_full(session: Session, organisation: Organisation, call_id: str, number: int | None, *, beside: int | None = None) -> bool:
    """Whether the organisation already sits in as many consortia of that round of the call as it said it can.

    number: None = of all rounds. beside: the number of a consortium that is not counted.
    """
    if organisation.capacity is None:
        return False
    seated = _seated(session, call_id, number).where(Member.organisation_id == organisation.id)
    if beside is not None:
        seated = seated.where(Consortium.id != beside)
    return (session.scalar(select(func.count()).select_from(seated.subquery())) or 0) >= organisation.capacity


def takes_requests(organisation: Organisation) -> bool:
    """Whether it may be asked: it says so, and somebody owns it."""
    return organisation.open_to_requests and organisation.ownerless_since is None


def list_unavailable(session: Session, call_id: str, number: int | None) -> list[str]:
    """The keys of those that joined and are not to be suggested for that round: they take no requests, as paused, or are full."""
    seated = _seated(session, call_id, number).subquery()
    taken = select(seated.c.organisation_id, func.count().label("places")).group_by(seated.c.organisation_id).subquery()
    closed = or_(
        Organisation.open_to_requests.is_(False),
        Organisation.ownerless_since.is_not(None),
        Organisation.capacity == 0,
        Organisation.capacity <= taken.c.places,
    )
    keys = select(Organisation.key).outerjoin(taken, taken.c.organisation_id == Organisation.id)
    return list(session.scalars(keys.where(Organisation.joined_at.is_not(None), closed).order_by(Organisation.id)))


def _seated(session: Session, call_id: str, number: int | None) -> Select[int]:
    """One row, the organisation's number, for each place that is taken in a consortium of that round."""
    places = select(Member.organisation_id).join(Member.consortium).where(Member.joined_at.is_not(None))
    return places.where(rounds.are_in(session, call_id, number), Consortium.state.not_in(TAKES_NO_PLACE))
