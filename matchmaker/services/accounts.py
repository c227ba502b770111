"""Registering, logging in, and what a person may change about the account."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from matchmaker.errors import Invalid, NotFound, Refused
from matchmaker.inputs.accounts import Credentials, Registration
from matchmaker.inputs.addresses import known_as
from matchmaker.language import LANGUAGES, N_, say
from matchmaker.models import Membership, User
from matchmaker.services import organisations, passwords, surroundings, visits
from matchmaker.services.versions import lock_person

_WRONG = say(N_("The e-mail address or the password is not right."))


class Taken(Invalid):
    """The address has an account: whoever registers is told so, which an edge must not let anybody ask without end."""


def register(session: Session, form: Registration) -> User:
    """A new person and their organisation, which they own. Raises `Taken` when the address has an account."""
    hashed = surroundings.of(session).passwords.hash(form.password.get_secret_value())  # which takes long: before the lock
    taken = Taken({"email": say(N_("This address cannot be used for a new account. If it is yours, log in."))})
    if session.scalar(select(User.id).where(User.email == form.email)) is not None:
        raise taken
    now = surroundings.now(session)
    user = User(
        email=form.email,
        name=form.person_name,
        password_hash=hashed,
        session_version=1,
        language=form.language,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError:  # somebody took it at the same moment
        raise taken from None
    organisations.register(session, form, by=user)
    return user


def authenticate(session: Session, credentials: Credentials, *, loopback: bool) -> User:
    """Whose address and password these are; nothing is written.

    Raises `Wrong` with one sentence; an unknown address takes as long as a wrong password.
    loopback: the request comes from this very machine; only there demo log-ins are accepted, else `Refused`.
    """
    password = credentials.password.get_secret_value()
    user = session.scalar(select(User).where(User.email == credentials.address).options(selectinload(User.memberships)))
    if not passwords.is_right(session, user, password) or user is None:
        raise passwords.Wrong(_WRONG)
    if user.is_demo and not loopback:
        sentence = N_("The demo log-ins work only on the computer the service runs on.")
        raise Refused(say(sentence), say(N_("Register an account of your own.")))
    return user


def log_in(session: Session, user: User, credentials: Credentials, *, right: str) -> None:
    """Note that the person came, and hash the password anew when it is hashed in an old way.

    right: the hash that the password was found right for. Raises `Refused` when there is another password since.
    """
    lock_person(session, user)
    if user.password_hash != right:
        raise passwords.Wrong(_WRONG)
    hasher = surroundings.of(session).passwords
    if hasher.check_needs_rehash(user.password_hash):
        user.password_hash = hasher.hash(credentials.password.get_secret_value())
    user.last_seen_at = surroundings.now(session)
    session.flush()


def end_sessions(session: Session, *, by: User) -> None:
    """Log this person out everywhere."""
    by.session_version += 1
    visits.end_all(session, by)
    session.flush()


def change_language(session: Session, language: str, *, by: User) -> None:
    """The language in which this person reads pages and mails."""
    if language not in LANGUAGES:
        raise Invalid({"language": say(N_("expected one of: %(expected)s"), expected=", ".join(LANGUAGES))})
    by.language = language
    session.flush()


def list_demo(session: Session) -> list[User]:
    """The demo log-ins with what they act for, in the order in which they were made."""
    acting = selectinload(User.memberships).joinedload(Membership.organisation)
    return list(session.scalars(select(User).where(User.is_demo).options(acting).order_by(User.id)))


def give_standing(session: Session, address: str, standing: str) -> User:
    """Say what a person may do for the service as a whole; only who runs it may. Raises `NotFound` for an unknown address."""
    user = session.scalar(select(User).where(User.email == known_as(address)).with_for_update())
    if user is None:
        raise NotFound(say(N_("No account has this e-mail address.")))
    user.standing = standing
    session.flush()
    return user
