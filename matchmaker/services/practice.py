"""Practice with a closed call reaches nobody: nobody is asked, no mail leaves, and what was sent before that was so ends."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Refused
from matchmaker.language import N_, say
from matchmaker.models import Consortium, Invitation
from matchmaker.services import deadlines, history, members, rounds
from matchmaker.services.versions import lock, touch
from matchmaker.workflow import OPEN_INVITATION


def is_practice(session: Session, consortium: Consortium) -> bool:
    """Whether the deadline of its round has passed and it was not submitted in time.

    Of a call that an operator took away nobody knows that.
    """
    return deadlines.has_passed(session, consortium) and not deadlines.was_in_time(session, consortium)


def was_begun(session: Session, consortium: Consortium) -> bool:
    """Whether it was practice from the beginning: its round had closed before it was made."""
    country = next((one.organisation.country for one in consortium.members if one.role == "coordinator"), None)
    return rounds.was_over(session, consortium.call_id, consortium.round, country, consortium.created_at)


def find_refusal(session: Session, consortium: Consortium) -> Refused | None:
    """Why nobody is asked where one only practises: that never reaches anybody else's desk. None where it is in earnest."""
    if not is_practice(session, consortium):
        return None
    sentence = N_("The call of this consortium is closed: one can practise with it, and nobody is asked.")
    return Refused(say(sentence), say(N_("Describe the idea for a call that is open; then you can invite.")))


def refuse(session: Session, consortium: Consortium) -> None:
    """Raise `Refused` where one only practises."""
    refusal = find_refusal(session, consortium)
    if refusal is not None:
        raise refusal


def list_due(session: Session) -> list[int]:
    """The numbers of the open invitations that were sent after the deadline of their round."""
    row = select(Invitation.id, Invitation.sent_at, Consortium.call_id, Consortium.round, rounds.led_from())
    listed = row.join(Invitation.consortium).where(Invitation.state.in_(OPEN_INVITATION)).order_by(Invitation.id)
    return [
        number
        for number, sent_at, call_id, its_round, country in session.execute(listed)
        if rounds.was_over(session, call_id, its_round, country, sent_at)
    ]


def end(session: Session, number: int) -> None:
    """Take one of them back, silently. One that was answered meanwhile stays as it is."""
    invitation = session.get(Invitation, number)
    if invitation is None:
        return
    consortium = invitation.consortium
    lock(session, consortium)
    lock(session, invitation)
    if invitation.state not in OPEN_INVITATION:
        return
    members.end_invitation(session, consortium, invitation, "withdraw")
    touch(session, consortium)
    history.record(session, None, "invitation.end_practice", consortium=consortium, organisation=invitation.organisation)
