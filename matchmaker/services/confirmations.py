"""Addresses are confirmed through a link that comes to them: before, a person reaches nobody else (`permissions.CONFIRMED`).

The link alone confirms nothing: whoever follows it must be logged in. So somebody who registers with the address of another
gains nothing when the other opens the mail; and with a new password, set through a link that came by mail, the account is the
other's alone.
"""

from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Over
from matchmaker.inputs.addresses import is_canonical
from matchmaker.language import N_, say
from matchmaker.models import User
from matchmaker.services import links, mails, surroundings
from matchmaker.services.mails import Lead
from matchmaker.services.versions import lock_person

VALID_FOR: Final = timedelta(days=7)
"""How long a link works."""
AT_ONCE: Final = 100
_PURPOSE: Final = "confirm an address"


def link(session: Session, user: User, *, secret: str) -> str:
    """What the user's link carries."""
    return links.sign(session, _PURPOSE, [user.id, user.email], secret=secret)


def path(signed: str) -> str:
    """Where the link leads; at the address of the settings, and of no request."""
    return f"/account/confirm?link={signed}"


def send(session: Session, user: User, *, secret: str) -> None:
    """Mail the link to the user's address. secret: signs it."""
    user.asked_at = surroundings.now(session)
    mails.write(
        session,
        user.email,
        say(N_("Please confirm your e-mail address")),
        say(
            N_("There is an account at Matchmaker with this address. Confirm within a week that it is yours."),
        ),
        say(N_("Until then, nothing you write goes to others. Log in to confirm; without a password, ask for one there.")),
        say(N_("If you did not register, you need not do anything.")),
        language=user.language,
        name=user.name,
        leads=(Lead(say(N_("Confirm the address")), path(link(session, user, secret=secret))),),
    )
    session.flush()


def list_missing(session: Session) -> list[int]:
    """The numbers of some who had an account before addresses were confirmed, and were not asked yet."""
    never = select(User.id).where(User.confirmed_at.is_(None), User.asked_at.is_(None))
    return list(session.scalars(never.order_by(User.id).limit(AT_ONCE)))


def send_missing(session: Session, number: int, *, secret: str) -> None:
    """Mail the link to one of them, once."""
    never = select(User).where(User.id == number, User.confirmed_at.is_(None), User.asked_at.is_(None))
    user = session.scalar(never.with_for_update(skip_locked=True))
    if user is not None:
        user.asked_at = surroundings.now(session)
        if is_canonical(user.email):
            send(session, user, secret=secret)
        session.flush()


def is_for(session: Session, signed: str, *, secret: str, by: User) -> bool:
    """Whether the link confirms this person's address, and is neither too old nor used."""
    content = links.read(session, _PURPOSE, signed, secret=secret, valid_for=VALID_FOR)
    return content == [by.id, by.email] and by.confirmed_at is None


def confirm(session: Session, signed: str, *, secret: str, by: User) -> None:
    """The address is this person's. Raises `Refused` when the link is none of theirs, too old, or used."""
    lock_person(session, by)
    if not is_for(session, signed, secret=secret, by=by):
        raise Over(
            say(N_("This link does not work: it is for another account, older than a week, or was used already.")),
            say(N_("While your address is to be confirmed, each page offers at its top to send a new link.")),
        )
    by.confirmed_at = surroundings.now(session)
    session.flush()
