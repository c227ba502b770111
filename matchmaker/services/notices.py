"""What the organisations of a consortium are told by mail; none leaves for practice."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from matchmaker.language import N_, Message, say
from matchmaker.models import Consortium, Organisation
from matchmaker.services import mails
from matchmaker.services.mails import Fact, Lead
from matchmaker.services.practice import is_practice
from matchmaker.services.wanted import Topic


def tell_everybody(
    session: Session, consortium: Consortium, subject: Message, *body: Message | Fact, topic: Topic | None = None
) -> None:
    """Write to those who act for who started it, who holds it, or a member that has joined: once to each person."""
    joined = (one.organisation for one in consortium.members if one.joined_at is not None)
    if not is_practice(session, consortium):
        everybody = {one.id: one for one in (consortium.initiator, consortium.holder, *joined)}
        mails.tell_all(session, everybody.values(), subject, *body, leads=(page_of(consortium),), topic=topic)


def tell_members(session: Session, consortium: Consortium, subject: Message, *body: Message | Fact, topic: Topic) -> None:
    """Write to those who act for a member that has joined, but for whoever holds it: once to each person."""
    joined = [one.organisation for one in consortium.members if one.joined_at is not None]
    others = [one for one in joined if one.id != consortium.holder_id]
    if not is_practice(session, consortium):
        mails.tell_all(session, others, subject, *body, leads=(page_of(consortium),), topic=topic)


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
    if not is_practice(session, consortium):
        mails.tell(session, organisation, subject, *body, leads=leads or (page_of(consortium),), topic=topic)


def page_of(consortium: Consortium) -> Lead:
    """To the consortium as it is now."""
    return Lead(say(N_("To the consortium")), f"/consortia/{consortium.id}")
