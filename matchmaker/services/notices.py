"""What the organisations of a consortium are told by mail; none leaves for practice, but of the end of what was in earnest.

A guest has nobody with an account: its mails go to the address that the holder of its link agreed to, with a link of their own.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from matchmaker.language import N_, Message, say
from matchmaker.models import Consortium, Organisation
from matchmaker.services import mails, partner_access, practice
from matchmaker.services.mails import Fact, Lead
from matchmaker.services.wanted import Topic
from matchmaker.workflow import ENDED


def tell_everybody(
    session: Session, consortium: Consortium, subject: Message, *body: Message | Fact, topic: Topic | None = None
) -> None:
    """Write to those who act for who started it, who holds it, or a member that has joined: once to each person."""
    joined = (one.organisation for one in consortium.members if one.joined_at is not None)
    if not _is_silent(session, consortium):
        everybody = {one.id: one for one in (consortium.initiator, consortium.holder, *joined)}
        _tell(session, consortium, everybody.values(), subject, *body, leads=(page_of(consortium),), topic=topic)


def tell_members(session: Session, consortium: Consortium, subject: Message, *body: Message | Fact, topic: Topic) -> None:
    """Write to those who act for a member that has joined, but for whoever holds it: once to each person."""
    joined = [one.organisation for one in consortium.members if one.joined_at is not None]
    others = [one for one in joined if one.id != consortium.holder_id]
    if not _is_silent(session, consortium):
        _tell(session, consortium, others, subject, *body, leads=(page_of(consortium),), topic=topic)


def tell(
    session: Session,
    consortium: Consortium,
    organisation: Organisation,
    subject: Message,
    *body: Message | Fact,
    leads: Sequence[Lead] = (),
    topic: Topic | None = None,
) -> None:
    """Write to those who act for the organisation, unless this is practice. leads: else to the page of the consortium."""
    if not _is_silent(session, consortium):
        _tell(session, consortium, [organisation], subject, *body, leads=leads or (page_of(consortium),), topic=topic)


def tell_guest(
    session: Session,
    consortium: Consortium,
    organisation: Organisation,
    subject: Message,
    *body: Message | Fact,
    words: Message | None = None,
) -> None:
    """Write to a guest, where whoever holds its link agreed to that. words: what to press, if it is not its page as a whole."""
    known = partner_access.address_of(session, consortium, organisation)
    if known is None:
        return
    address, language = known.address, known.language
    leads: tuple[Lead, ...] = ()
    if consortium.state not in ENDED and any(one.organisation_id == organisation.id for one in consortium.members):
        secret = partner_access.mint(session, consortium, organisation, address=address, language=language, by=None)
        leads = (Lead(words or say(N_("Open your page")), partner_access.path(secret)),)
    why = say(N_("You get this mail because you agreed to it for %(name)s, with a link to Matchmaker."), name=organisation.name)
    mails.write(session, address, subject, *body, language=language, leads=leads, why=why)


def _tell(
    session: Session,
    consortium: Consortium,
    organisations: Iterable[Organisation],
    subject: Message,
    *body: Message | Fact,
    leads: Sequence[Lead],
    topic: Topic | None,
) -> None:
    listed = list(organisations)
    mails.tell_all(session, listed, subject, *body, leads=leads, topic=topic)
    for one in listed:
        tell_guest(session, consortium, one, subject, *body)


def page_of(consortium: Consortium) -> Lead:
    """To the consortium as it is now."""
    return Lead(say(N_("To the consortium")), f"/consortia/{consortium.id}")


def _is_silent(session: Session, consortium: Consortium) -> bool:
    """Whether nobody hears of it: practice. Who joined in earnest hears of the end, also when the round has closed by then."""
    if not practice.is_practice(session, consortium):
        return False
    return consortium.state not in ENDED or practice.was_begun(session, consortium)
