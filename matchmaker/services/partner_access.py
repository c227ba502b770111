"""The links of partners as rows: made, found by what they carry, opened, ended. Only a hash of what they carry is kept.

Whoever holds one answers for one partner of one consortium (`permissions.Actor`). It is exchanged for a session of its own, so
that no address of a page holds it.
"""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

from sqlalchemy import ColumnElement, Select, delete, exists, not_, or_, select, update
from sqlalchemy.orm import Session, joinedload

from matchmaker.errors import Over
from matchmaker.language import N_, say
from matchmaker.models import Consortium, Guest, LinkVisit, Membership, Organisation, PartnerLink, PartnerSheet, User
from matchmaker.services import deadlines, surroundings
from matchmaker.services.versions import lock, lock_link

AFTER_DEADLINE: Final = timedelta(days=30)
"""So long after the call's deadline a link works."""
WITHOUT_DEADLINE: Final = timedelta(days=90)
"""How long it works while no deadline is known, or that has passed."""
UNUSED_FOR: Final = timedelta(hours=12)
"""After so long without sending a form the link has to be opened again."""


def mint(
    session: Session, consortium: Consortium, organisation: Organisation, *, address: str, language: str, by: User | None
) -> str:
    """A new link of this partner; what it carries, 256 bits that nobody guesses. address: where it goes, empty for a letter."""
    secret, now = token_urlsafe(32), surroundings.now(session)
    last = deadlines.applying(session, consortium)
    ends = now + WITHOUT_DEADLINE if last is None or last < now else last + AFTER_DEADLINE
    session.add(
        PartnerLink(
            consortium=consortium,
            organisation=organisation,
            secret_sha256=_hashed(secret),
            address=address,
            language=language,
            made_by_id=by.id if by else None,
            made_at=now,
            expires_at=ends,
        )
    )
    session.flush()
    return secret


def path(secret: str) -> str:
    """Where the link leads; at the address of the settings, and of no request."""
    return f"/l/{secret}"


def open_(session: Session, secret: str) -> str:
    """Exchange a link for a session; what its cookie is to carry. Raises `Over`, the same for whatever does not work."""
    link = session.scalar(_links().where(PartnerLink.secret_sha256 == _hashed(secret), _is_theirs()))
    if link is None:
        raise Over(say(N_("This link does not work, or no longer.")), say(N_("Ask whoever sent it to you for a new one.")))
    lock(session, link.consortium)
    lock_link(session, link)
    token, now = token_urlsafe(32), surroundings.now(session)
    link.opened_at = link.opened_at or now
    session.add(LinkVisit(link=link, token_sha256=_hashed(token), began_at=now, seen_at=now))
    session.flush()
    return token


def find(session: Session, token: str) -> PartnerLink | None:
    """The link of a session's cookie, with its consortium and partner; None when the session or the link has ended."""
    now = surroundings.now(session)
    visit = exists().where(
        LinkVisit.link_id == PartnerLink.id, LinkVisit.token_sha256 == _hashed(token), LinkVisit.seen_at > now - UNUSED_FOR
    )
    return session.scalar(_links().where(visit, _works(session), _is_theirs()))


def seen(session: Session, link: PartnerLink, token: str) -> None:
    """A form was sent in this session of the link, which goes on for as long as if it had begun now.

    The consortium is locked before, as by whoever ends the link.
    """
    lock(session, link.consortium)
    visit = update(LinkVisit).where(LinkVisit.token_sha256 == _hashed(token))
    session.execute(visit.values(seen_at=surroundings.now(session)))


def close(session: Session, token: str) -> None:
    """End this session; the link can be opened again."""
    session.execute(delete(LinkVisit).where(LinkVisit.token_sha256 == _hashed(token)))


def current(session: Session, consortium: Consortium, organisation: Organisation) -> PartnerLink | None:
    """The newest link of a partner that works, or None."""
    theirs = _of(consortium, organisation).where(_works(session))
    return session.scalar(theirs.order_by(PartnerLink.id.desc()).limit(1))


def address_of(session: Session, consortium: Consortium, organisation: Organisation) -> PartnerLink | None:
    """The newest link of a guest whose holder agreed to be written to, with its address; None before that."""
    if not organisation.is_guest:
        return None
    agreed = exists().where(Guest.organisation_id == PartnerLink.organisation_id, Guest.agreed_at.is_not(None))
    theirs = _of(consortium, organisation).where(agreed, PartnerLink.address != "")
    return session.scalar(theirs.order_by(PartnerLink.id.desc()).limit(1))


def list_addresses(session: Session, consortium: Consortium, organisation: Organisation) -> list[str]:
    """The addresses that were given with the links of a partner, but for those of accounts here."""
    account = exists().where(User.email == PartnerLink.address)
    theirs = _of(consortium, organisation).where(PartnerLink.address != "", ~account)
    return sorted({one.address for one in session.scalars(theirs)})


def end(session: Session, consortium: Consortium, organisation: Organisation | None = None) -> None:
    """End the links of a partner, or of all: nothing is done with them any more. After the consortium was locked."""
    links = update(PartnerLink).where(PartnerLink.consortium_id == consortium.id, PartnerLink.revoked_at.is_(None))
    if organisation is not None:
        links = links.where(PartnerLink.organisation_id == organisation.id)
    session.execute(links.values(revoked_at=surroundings.now(session), code_hash=""))


def disown(session: Session, consortium: Consortium, organisation: Organisation) -> None:
    """End the links of a partner for good: whoever had given an address with one is no longer written to there."""
    end(session, consortium, organisation)
    theirs = (PartnerLink.consortium_id == consortium.id, PartnerLink.organisation_id == organisation.id)
    if organisation.is_guest:
        session.execute(update(PartnerLink).where(*theirs).values(address=""))
        session.execute(update(Guest).where(Guest.organisation_id == organisation.id).values(agreed_at=None))


def forget(session: Session, consortium: Consortium, organisation: Organisation) -> None:
    """Erase the links of a partner, with the addresses they went to, and what it said for this consortium."""
    for table in (PartnerLink, PartnerSheet):
        theirs = (table.consortium_id == consortium.id, table.organisation_id == organisation.id)
        session.execute(delete(table).where(*theirs))


def prune(session: Session) -> None:
    """Forget sessions that were not used for long, and links that ended long ago, with the addresses they went to."""
    now = surroundings.now(session)
    session.execute(delete(LinkVisit).where(LinkVisit.seen_at <= now - UNUSED_FOR))
    session.execute(delete(PartnerLink).where(or_(PartnerLink.expires_at <= now - WITHOUT_DEADLINE, not_(_is_theirs()))))


def _links() -> Select[PartnerLink]:
    return select(PartnerLink).options(
        joinedload(PartnerLink.consortium, innerjoin=True), joinedload(PartnerLink.organisation, innerjoin=True)
    )


def _of(consortium: Consortium, organisation: Organisation) -> Select[PartnerLink]:
    return select(PartnerLink).where(PartnerLink.consortium_id == consortium.id, PartnerLink.organisation_id == organisation.id)


def _works(session: Session) -> ColumnElement[bool]:
    return PartnerLink.revoked_at.is_(None) & (PartnerLink.expires_at > surroundings.now(session))


def _is_theirs() -> ColumnElement[bool]:
    """Whether whoever a link was mailed to acts for the organisation still; a guest has nobody who does."""
    guest = exists().where(Organisation.id == PartnerLink.organisation_id, Organisation.is_guest)
    acting = exists().where(
        Membership.organisation_id == PartnerLink.organisation_id,
        User.id == Membership.user_id,
        User.email == PartnerLink.address,
    )
    return or_(guest, acting)


def _hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
