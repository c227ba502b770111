"""Who acts for an organisation: several people for one, and one person for several."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from matchmaker.errors import Invalid, Over, Refused
from matchmaker.language import N_, say
from matchmaker.models import MEMBERSHIP_ROLES, ColleagueInvitation, Membership, Organisation, User
from matchmaker.permissions import require
from matchmaker.services import history
from matchmaker.services.versions import lock


def list_people(session: Session, organisation: Organisation, *, by: User) -> list[Membership]:
    """Who acts for the organisation, in the order in which they came, each with the person."""
    require(by, "organisation.people", organisation)
    acting = select(Membership).where(Membership.organisation_id == organisation.id).options(joinedload(Membership.user))
    return list(session.scalars(acting.order_by(Membership.id)))


def give_role(session: Session, organisation: Organisation, membership_id: int, role: str, *, by: User) -> str:
    """Change what a person may do; the role before. Raises `Invalid` for one that is none, `Refused` when no owner is left."""
    if role not in MEMBERSHIP_ROLES:
        raise Invalid({"role": say(N_("expected one of: %(expected)s"), expected=", ".join(MEMBERSHIP_ROLES))})
    membership = _membership(session, organisation, membership_id, by=by)
    _leave_an_owner(session, membership, becomes=role, by=by)
    before, membership.role = membership.role, role
    session.flush()
    history.record(session, by, "organisation.change_person", organisation=organisation)
    return before


def remove_person(session: Session, organisation: Organisation, membership_id: int, *, by: User) -> None:
    """Let a person no longer act for the organisation; whom that person has asked is asked no longer.

    Raises `Refused` when no owner would be left.
    """
    membership = _membership(session, organisation, membership_id, by=by)
    _leave_an_owner(session, membership, becomes=None, by=by)
    person = membership.user
    person.memberships.remove(membership)
    asked = (ColleagueInvitation.organisation_id == organisation.id) & (ColleagueInvitation.sent_by_id == person.id)
    session.execute(update(ColleagueInvitation).where(asked, ColleagueInvitation.state == "sent").values(state="withdrawn"))
    session.flush()
    history.record(session, by, "organisation.remove_person", organisation=organisation)


def _membership(session: Session, organisation: Organisation, membership_id: int, *, by: User) -> Membership:
    """Somebody who acts for the organisation, which is locked. Raises `Refused` when it is nobody (any more)."""
    require(by, "organisation.people", organisation)
    lock(session, organisation)
    found = next((one for one in list_people(session, organisation, by=by) if one.id == membership_id), None)
    if found is None:
        sentence = N_("This person no longer acts for the organisation.")
        raise Over(say(sentence), say(N_("Invite them again if they should.")))
    return found


def _leave_an_owner(session: Session, membership: Membership, *, becomes: str | None, by: User) -> None:
    """Somebody must be able to say who acts for the organisation."""
    owners = [one for one in list_people(session, membership.organisation, by=by) if one.role == "owner"]
    if membership.role == "owner" and becomes != "owner" and len(owners) == 1:
        raise Refused(say(N_("An organisation needs an owner.")), say(N_("Make somebody else an owner first.")))
