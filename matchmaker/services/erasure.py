"""Erasing one's account: name, address and log-ins go; what was done for an organisation stays, without who did it."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matchmaker.errors import NotFound, Refused
from matchmaker.inputs.accounts import Erasure
from matchmaker.inputs.addresses import known_as
from matchmaker.language import N_, say
from matchmaker.models import ColleagueInvitation, Mail, Membership, Organisation, User
from matchmaker.services import passwords, people
from matchmaker.services.versions import lock, lock_person


def list_left_alone(session: Session, user: User) -> list[Organisation]:
    """The organisations that nobody would own without this person."""
    return [one.organisation for one in _memberships(session, user) if people.is_last_owner(session, one)]


def erase_mine(session: Session, form: Erasure, *, by: User) -> None:
    """Erase one's own account. An organisation that nobody owns then is paused; that has to be said in the form.

    Raises `Wrong` for another password, `Refused` for a demo log-in and while an organisation would be left alone unsaid.
    """
    if by.is_demo:
        raise Refused(say(N_("Everybody uses the demo log-ins.")), say(N_("Register an account of your own.")))
    if not passwords.is_right(session, by, form.present.get_secret_value()):
        raise passwords.Wrong(say(N_("is not right")))
    _erase(session, by, even_alone=form.even_alone)


def erase(session: Session, address: str) -> int:
    """Erase the account with this address, as whoever runs the service may; its number. Raises `NotFound`."""
    user = session.scalar(select(User).where(User.email == known_as(address)))
    if user is None:
        raise NotFound(say(N_("No account has this e-mail address.")))
    number = user.id
    _erase(session, user, even_alone=True)
    return number


def _erase(session: Session, user: User, *, even_alone: bool) -> None:
    lock_person(session, user)  # after what they are doing in another window, and before anything else is locked
    for organisation in [one.organisation for one in _memberships(session, user)]:
        lock(session, organisation)
    session.expire(user, ["memberships"])
    alone = list_left_alone(session, user)
    if alone and not even_alone:
        sentence = N_("Nobody would own %(name)s any more.")
        instead = N_("Name another owner first, or say that it may be paused.")
        raise Refused(say(sentence, name=alone[0].name), say(instead))
    for membership in _memberships(session, user):
        people.take_off(session, membership)
    session.execute(delete(Mail).where(Mail.to == user.email))
    session.execute(delete(ColleagueInvitation).where(ColleagueInvitation.email == user.email))
    session.delete(user)
    session.flush()


def _memberships(session: Session, user: User) -> list[Membership]:
    """What the person acts for, in the order of the organisations, so that two never wait for each other."""
    acting = select(Membership).where(Membership.user_id == user.id).order_by(Membership.organisation_id)
    return list(session.scalars(acting))
