"""Passwords: checked, changed by who knows the present one, set anew through a link that came by mail."""

from datetime import timedelta
from typing import Final

from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Invalid, Over, Refused
from matchmaker.inputs.accounts import Forgotten, NewPassword, PasswordChange, weakness
from matchmaker.language import N_, SOURCE, say
from matchmaker.models import User
from matchmaker.services import attempts, links, mails, surroundings, visits
from matchmaker.services.mails import Lead

VALID_FOR: Final = timedelta(hours=1)
"""How long a link works."""
_PURPOSE: Final = "new password"


class Wrong(Refused):
    """This is not the person's password."""

    def __init__(self, message: object) -> None:
        super().__init__(message, say(N_("Try again, or have a link sent to you that sets a new password.")))


def is_right(session: Session, user: User | None, password: str) -> bool:
    """Whether this is the person's password; nobody has one, and it takes as long to say so."""
    hasher = surroundings.of(session).passwords
    try:
        return hasher.verify(user.password_hash if user else _stand_in(session), password) and user is not None
    except (VerificationError, InvalidHashError):
        return False


def change(session: Session, form: PasswordChange, *, by: User) -> None:
    """Another password for who knows the present one. Every session of theirs ends; the edge lets this one in again.

    Raises `Wrong` for another present one, `Invalid` for a new one that is easy to guess.
    """
    if by.is_demo:
        sentence = N_("The password of a demo log-in stays as the start page shows it.")
        raise Refused(say(sentence), say(N_("Register an account of your own.")))
    if not is_right(session, by, form.present.get_secret_value()):
        raise Wrong(say(N_("is not right")))
    _set(session, by, form)


def send_link(session: Session, form: Forgotten, *, secret: str) -> None:
    """Mail a link that sets a new password to whoever has this e-mail address; to nobody, and to a demo log-in, nothing.

    secret: signs the link.
    """
    user = session.scalar(select(User).where(User.email == form.email))
    # Whatever sets a password or ends the sessions raises the version, and with that the link is used up.
    about = [user.id, user.session_version] if user else [0, 0]
    mail = mails.write(
        session,
        form.email,
        say(N_("A new password for Matchmaker")),
        say(N_("Somebody, probably you, asked for a new password. The link works for an hour.")),
        say(N_("If it was not you, do nothing: your password stays as it is.")),
        language=user.language if user else SOURCE,
        name=user.name if user else "",
        leads=(Lead(say(N_("Set a new password")), f"/password/new?link={links.sign(session, _PURPOSE, about, secret=secret)}"),),
    )
    session.flush()
    if user is None or user.is_demo:
        # Written and taken back, so that the answer takes as long and does not tell who has an account.
        session.delete(mail)
        session.flush()


def whose(session: Session, signed: str, *, secret: str, to_renew: bool = False) -> User:
    """Whose new password the link sets, locked if it is to be set. Raises `Refused` for one none of ours, too old, or used."""
    content = links.read(session, _PURPOSE, signed, secret=secret, valid_for=VALID_FOR)
    number, version = content or (0, 0)
    user = session.get(User, number, populate_existing=True, with_for_update=to_renew)
    if user is None or user.session_version != version:
        raise Over(say(N_("This link no longer works: it is older than an hour, or was used.")), say(N_("Ask for a new link.")))
    return user


def renew(session: Session, signed: str, form: NewPassword, *, secret: str) -> User:
    """Keep the new password of whoever got the link, once; the link came to the address, which is confirmed by it.

    Whatever was tried before does not keep them waiting. Raises `Refused` as `whose` does, `Invalid` for one easy to guess.
    """
    user = whose(session, signed, secret=secret, to_renew=True)
    _set(session, user, form)
    user.confirmed_at = user.confirmed_at or surroundings.now(session)
    session.flush()
    attempts.clear(session, attempts.key_of(user.email, secret=secret))
    return user


def _set(session: Session, user: User, form: NewPassword) -> None:
    """Keep the new password, and end every session of this person."""
    password = form.password.get_secret_value()
    problem = weakness(password, user.email)
    if problem is not None:
        raise Invalid({"password": problem})
    user.password_hash = surroundings.of(session).passwords.hash(password)
    user.session_version += 1
    visits.end_all(session, user)
    session.flush()


def _stand_in(session: Session) -> str:
    """A hash of nothing, made as every other, for addresses that have no account."""
    kept = surroundings.of(session).kept
    if "stand-in password" not in kept:
        kept["stand-in password"] = surroundings.of(session).passwords.hash("")
    return str(kept["stand-in password"])
