"""Practice with a closed call reaches nobody: invitations that were sent when it still did are ended, and no mail says so."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.models import Consortium, Invitation
from matchmaker.services import history, members, rounds
from matchmaker.services.versions import expect, lock, touch
from matchmaker.workflow import OPEN_INVITATION


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
    expect(session, consortium, None)
    lock(session, invitation)
    if invitation.state not in OPEN_INVITATION:
        return
    members.end_invitation(session, consortium, invitation, "withdraw")
    touch(session, consortium)
    history.record(session, None, "invitation.end_practice", consortium=consortium, organisation=invitation.organisation)
