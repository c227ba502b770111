"""Who acts for an organisation: several people for one, and one person for several."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from matchmaker.errors import Invalid, Over, Refused
from matchmaker.language import N_, say
from matchmaker.models import MEMBERSHIP_ROLES, ColleagueInvitation, Membership, Organisation, User
from matchmaker.permissions import require
from matchmaker.services import history, mails, ownership, visits
from matchmaker.services.versions import begin


def list_people(session: Session, organisation: Organisation, *, by: User) -> list[Membership]:
    """Who acts for the organisation, in the order in which they came, each with the person."""
    require(by, "organisation.people", organisation)
    return list_acting(session, organisation)


def give_role(session: Session, organisation: Organisation, membership_id: int, role: str, *, by: User) -> str:
    """Change what a person may do; the role before. Raises `Invalid` for one that is none, `Refused` when no owner is left."""
    if role not in MEMBERSHIP_ROLES:
        raise Invalid({"role": say(N_("expected one of: %(expected)s"), expected=", ".join(MEMBERSHIP_ROLES))})
    membership = _membership(session, organisation, membership_id, by=by)
    if role != "owner" and is_last_owner(session, membership):
        raise Refused(say(N_("An organisation needs an owner.")), say(N_("Make somebody else an owner first.")))
    before, membership.role = membership.role, role
    session.flush()
    ownership.settle(session, organisation)
    history.record(session, by, "organisation.change_person", organisation=organisation)
    return before


def remove_person(session: Session, organisation: Organisation, membership_id: int, *, by: User) -> None:
    """Let a person no longer act for the organisation, who is told so; whom that person has asked is asked no longer.

    Raises `Refused` when no owner would be left.
    """
    membership = _membership(session, organisation, membership_id, by=by)
    if is_last_owner(session, membership):
        raise Refused(say(N_("An organisation needs an owner.")), say(N_("Make somebody else an owner first.")))
    person = membership.user
    take_off(session, membership)
    history.record(session, by, "organisation.remove_person", organisation=organisation)
    if person is not by:
        mails.tell_person(
            session,
            person,
            say(N_("You no longer act for %(organisation)s"), organisation=organisation.name),
            say(N_("%(name)s has taken you off. You were logged out everywhere; your account stays."), name=by.name),
        )


def list_successors(session: Session, organisation: Organisation, *, by: User) -> list[Membership] | None:
    """Who could own the organisation when this person leaves it; None while another owner stays."""
    require(by, "organisation.leave", organisation)
    acting = list_acting(session, organisation)
    mine = next(one for one in acting if one.user_id == by.id)
    return [one for one in acting if one is not mine] if is_last_owner(session, mine) else None


def leave(session: Session, organisation: Organisation, successor: str = "", *, by: User) -> None:
    """Act for the organisation no longer. successor: the number of the membership of who owns it then, from its last owner.

    Raises `Invalid` when the last owner names nobody, `Refused` when there is nobody else to name.
    """
    begin(session, "organisation.leave", organisation, by=by)
    successors = list_successors(session, organisation, by=by)
    if successors is not None:
        if not successors:
            instead = N_("Ask a colleague first; or delete your account, and the organisation is without owner and paused.")
            raise Refused(say(N_("You are the only one who acts for this organisation.")), say(instead))
        named = next((one for one in successors if str(one.id) == successor), None)
        if named is None:
            raise Invalid({"successor": say(N_("Choose who owns the organisation after you"))})
        named.role = "owner"
        history.record(session, by, "organisation.change_person", organisation=organisation)
        mails.tell_person(
            session,
            named.user,
            say(N_("You own %(organisation)s at Matchmaker now"), organisation=organisation.name),
            say(N_("%(name)s has left and made you its owner: you say who else acts for it."), name=by.name),
        )
    take_off(session, next(one for one in by.memberships if one.organisation_id == organisation.id))
    history.record(session, by, "organisation.leave_person", organisation=organisation)


def is_last_owner(session: Session, membership: Membership) -> bool:
    """Whether nobody else owns the organisation. It is locked where that must stay so."""
    people = list_acting(session, membership.organisation)
    return membership.role == "owner" and not any(one.role == "owner" and one is not membership for one in people)


def take_off(session: Session, membership: Membership) -> None:
    """Let a person no longer act for the organisation, which is locked: what they asked and where they are logged in ends."""
    person, organisation = membership.user, membership.organisation
    person.memberships.remove(membership)
    asked = (ColleagueInvitation.organisation_id == organisation.id) & (ColleagueInvitation.sent_by_id == person.id)
    session.execute(update(ColleagueInvitation).where(asked, ColleagueInvitation.state == "sent").values(state="withdrawn"))
    visits.end_all(session, person)
    session.flush()
    ownership.settle(session, organisation)


def _membership(session: Session, organisation: Organisation, membership_id: int, *, by: User) -> Membership:
    """Somebody who acts for the organisation, which is locked. Raises `Refused` when it is nobody (any more)."""
    begin(session, "organisation.people", organisation, by=by)
    found = next((one for one in list_acting(session, organisation) if one.id == membership_id), None)
    if found is None:
        sentence = N_("This person no longer acts for the organisation.")
        raise Over(say(sentence), say(N_("Invite them again if they should.")))
    return found


def list_acting(session: Session, organisation: Organisation) -> list[Membership]:
    """Who acts for it as the database has it now, whatever was read of them before, in the order in which they came."""
    session.flush()
    acting = select(Membership).where(Membership.organisation_id == organisation.id).options(joinedload(Membership.user))
    return list(session.scalars(acting.order_by(Membership.id).execution_options(populate_existing=True)))
