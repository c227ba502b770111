"""What the organisations of a consortium are told by mail. With a closed call one practises: nobody is asked, no mail leaves."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from matchmaker.errors import Refused
from matchmaker.language import N_, Message, say
from matchmaker.models import Consortium, Organisation
from matchmaker.services import deadlines, mails
from matchmaker.services.mails import Fact, Lead
from matchmaker.services.wanted import Topic


def is_practice(session: Session, consortium: Consortium) -> bool:
    """Whether the deadline of its round has passed and it was not submitted in time.

    Of a call that an operator took away nobody knows that.
    """
    return deadlines.has_passed(session, consortium) and not deadlines.was_in_time(session, consortium)


def find_practice(session: Session, consortium: Consortium) -> Refused | None:
    """Why nobody is asked where one only practises: that never reaches anybody else's desk. None where it is in earnest."""
    if not is_practice(session, consortium):
        return None
    sentence = N_("The call of this consortium is closed: one can practise with it, and nobody is asked.")
    return Refused(say(sentence), say(N_("Describe the idea for a call that is open; then you can invite.")))


def refuse_practice(session: Session, consortium: Consortium) -> None:
    """Raise `Refused` where one only practises."""
    refusal = find_practice(session, consortium)
    if refusal is not None:
        raise refusal


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
