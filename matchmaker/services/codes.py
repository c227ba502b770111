"""The code of six digits that whoever answers with a partner's link has from its mail: one at a time, for ten minutes."""

from datetime import timedelta
from secrets import randbelow
from typing import Final

from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Invalid, NotFound, Refused
from matchmaker.inputs.sheets import CodeAsked
from matchmaker.language import N_, say
from matchmaker.models import Membership, PartnerLink, User
from matchmaker.services import mails, surroundings
from matchmaker.services.versions import lock, lock_link

VALID_FOR: Final = timedelta(minutes=10)
TRIES: Final = 5
_DIGITS: Final = 6


def can_change_address(link: PartnerLink) -> bool:
    """Whether whoever holds the link says where its codes go: that of a letter, until a code has come back from there."""
    guest = link.organisation.guest
    return not link.address or (guest is not None and guest.agreed_at is None)


def send(session: Session, link: PartnerLink, form: CodeAsked | None, *, language: str) -> None:
    """Mail a new code; the one before counts no more. form: where to, for a letter's link. language: of whoever reads the page.

    Raises `Invalid` where an address is needed and was not given, or it was not said that we may write there.
    """
    _lock(session, link)
    if can_change_address(link):
        if form is None:
            raise Invalid({"email": say(N_("Say where the code is to go"))})
        if not form.agreed:
            raise Invalid({"agreed": say(N_("Say that we may write to this address"))})
        _refuse_who_asks(session, link, form.email)
        link.address = form.email
    code = f"{randbelow(10**_DIGITS):0{_DIGITS}}"
    link.code_hash = surroundings.of(session).passwords.hash(code)
    link.code_made_at, link.code_tries, link.language = surroundings.now(session), 0, language
    session.flush()
    subject = say(N_("Your code for “%(title)s”: %(code)s"), title=link.consortium.title, code=code)
    what = say(N_("This code confirms what you do for %(name)s: %(code)s"), name=link.organisation.name, code=code)
    why = say(N_("You get this mail because somebody typed this address on the page of %(name)s."), name=link.organisation.name)
    if can_change_address(link):  # nobody has shown that it is theirs: a stranger gets no words of others
        subject = say(N_("Your code at Matchmaker: %(code)s"), code=code)
        what = say(N_("This code confirms what you do on the page of an organisation: %(code)s"), code=code)
        why = say(N_("You get this mail because somebody typed this address on a page of Matchmaker."))
    mails.write(
        session,
        link.address,
        subject,
        what,
        say(N_("It works once, within ten minutes. Give it to nobody: we never ask for it by phone or mail.")),
        say(N_("If you did not ask for it, you need not do anything.")),
        language=language,
        why=why,
    )


def count(session: Session, number: int) -> None:
    """One more try at the code of the link with this number; in a unit of work of its own, before the code is looked at.

    Raises `Refused` when there is none to try at, it is too old, or was tried too often.
    """
    link = session.scalar(select(PartnerLink).where(PartnerLink.id == number).with_for_update())
    if link is None:
        raise NotFound(say(N_("There is no such page, or it is not for you.")))
    made = link.code_made_at
    if not link.code_hash or made is None:
        raise Refused(say(N_("There is no code to try.")), _ANOTHER)
    if made + VALID_FOR <= surroundings.now(session):
        raise Refused(say(N_("This code is older than ten minutes.")), _ANOTHER)
    if link.code_tries >= TRIES:
        raise Refused(say(N_("Five codes were not right.")), _ANOTHER)
    link.code_tries += 1
    session.flush()


def use(session: Session, link: PartnerLink, code: str) -> None:
    """The code, if it is the right one, is used up: whoever typed it reads the mails of the address, and agreed to get them.

    The try was counted before. Raises `Invalid` for another code.
    """
    _lock(session, link)
    try:
        surroundings.of(session).passwords.verify(link.code_hash, code)
    except (VerificationError, InvalidHashError):
        raise Invalid({"code": say(N_("is not the code that was mailed last"))}) from None
    link.code_hash = ""
    guest = link.organisation.guest
    if guest is not None and guest.agreed_at is None:
        guest.agreed_at = surroundings.now(session)
    session.flush()


def _refuse_who_asks(session: Session, link: PartnerLink, address: str) -> None:
    """Raise `Invalid` for the address of somebody who acts for those who ask: nobody answers in a partner's place."""
    asking = (link.consortium.holder_id, link.consortium.initiator_id)
    acts = select(Membership.id).join(User).where(Membership.organisation_id.in_(asking), User.email == address)
    if session.scalar(acts.limit(1)) is not None:
        raise Invalid({"email": say(N_("belongs to somebody who acts for those who ask; give an address of the partner"))})


_ANOTHER: Final = say(N_("Have a new code sent to you."))


def _lock(session: Session, link: PartnerLink) -> None:
    """The consortium first, as whoever ends the link does."""
    lock(session, link.consortium)
    lock_link(session, link)
