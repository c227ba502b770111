"""Who acts for an organisation: several people for one, and one person for several."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.errors import Invalid, Refused
from matchmaker.inputs.addresses import known_as
from matchmaker.language import N_, say
from matchmaker.models import MEMBERSHIP_ROLES, Membership, Organisation, User
from matchmaker.permissions import require
from matchmaker.services import history, surroundings
from matchmaker.services.versions import lock


def list_people(session: Session, organisation: Organisation, *, by: User) -> list[Membership]:
    """Who acts for the organisation, in the order in which they came, each with the person."""
    require(by, "organisation.people", organisation)
    acting = select(Membership).where(Membership.organisation_id == organisation.id).options(joinedload(Membership.user))
    return list(session.scalars(acting.order_by(Membership.id)))


def add_person(session: Session, organisation: Organisation, email: str, role: str, *, by: User) -> Membership:
    """Let a person who has an account act for the organisation, or change what that person may do.

    Raises `Invalid` for an address without an account or a role that is none, `Refused` when no owner would be left.
    """
    require(by, "organisation.people", organisation)
    lock(session, organisation)
    person = session.scalar(select(User).where(User.email == known_as(email)))
    if person is None:
        raise Invalid({"email": say(N_("nobody has registered with this address; ask the person to register first"))})
    if role not in MEMBERSHIP_ROLES:
        raise Invalid({"role": say(N_("expected one of: %(expected)s"), expected=", ".join(MEMBERSHIP_ROLES))})
    membership = next((one for one in list_people(session, organisation, by=by) if one.user_id == person.id), None)
    if membership is None:
        membership = Membership(user=person, organisation=organisation, role=role, created_at=surroundings.now(session))
        session.add(membership)
    else:
        _leave_an_owner(session, membership, becomes=role, by=by)
        membership.role = role
    session.flush()
    history.record(session, by, "organisation.add_person", organisation=organisation)
    return membership


def remove_person(session: Session, organisation: Organisation, membership_id: int, *, by: User) -> None:
    """Let a person no longer act for the organisation. Raises `Refused` when no owner would be left."""
    require(by, "organisation.people", organisation)
    lock(session, organisation)
    membership = next((one for one in list_people(session, organisation, by=by) if one.id == membership_id), None)
    if membership is None:
        raise Refused(say(N_("This person does not act for the organisation any more.")))
    _leave_an_owner(session, membership, becomes=None, by=by)
    membership.user.memberships.remove(membership)
    session.flush()
    history.record(session, by, "organisation.remove_person", organisation=organisation)


def _leave_an_owner(session: Session, membership: Membership, *, becomes: str | None, by: User) -> None:
    """Somebody must be able to say who acts for the organisation."""
    owners = [one for one in list_people(session, membership.organisation, by=by) if one.role == "owner"]
    if membership.role == "owner" and becomes != "owner" and len(owners) == 1:
        raise Refused(say(N_("An organisation needs an owner. Make somebody else an owner first.")))
