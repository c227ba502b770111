"""Which version of an application counts once it was opened again, and the end of all that is under way then."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from matchmaker import workflow
from matchmaker.language import N_, say
from matchmaker.models import Consortium, User
from matchmaker.services import deadlines, handover, history, letters, members, notices
from matchmaker.services.versions import begin, lock, touch
from matchmaker.workflow import CONSORTIUM, OPEN_INVITATION, UNSUBMITTED

_OPENED: Final = tuple(sorted(UNSUBMITTED - {"finalised"}))
"""States of what was opened again and has no new version."""


def stand(session: Session, consortium: Consortium, *, by: User) -> None:
    """Say that the new version was not submitted: what had been submitted before counts."""
    begin(session, "consortium.report", consortium, by=by)
    if consortium.state != "finalised" or consortium.submitted_number is None:
        sentence = say(N_("Nothing was submitted before that could count instead."))
        raise workflow.refused(CONSORTIUM, consortium.state, sentence)
    _stand(session, consortium, by)


def list_due(session: Session) -> list[int]:
    """The numbers of the consortia that were opened again after they were submitted, and have no new version at the deadline.

    One that was finalised again may have been submitted in time: its holder says so, or lets the earlier version count.
    """
    opened = select(Consortium).where(Consortium.submitted_number.is_not(None), Consortium.state.in_(_OPENED))
    listed = session.scalars(opened.options(defer(Consortium.suggestion)).order_by(Consortium.id))
    return [one.id for one in listed if _is_due(session, one)]


def stand_when_due(session: Session, number: int) -> None:
    """Let what was submitted count, now that nothing else can be. Others stay as they are."""
    consortium = session.get(Consortium, number)
    if consortium is None:
        return
    lock(session, consortium)
    if _is_due(session, consortium):
        _stand(session, consortium, None)


def end_what_is_open(session: Session, consortium: Consortium, subject: str) -> None:
    """End the invitations and the offer that await an answer, and tell those who were asked to join."""
    asked = [one for one in consortium.invitations if one.state in OPEN_INVITATION]
    for invitation in asked:
        members.end_invitation(session, consortium, invitation, "withdraw")
    handover.drop(session, consortium)
    for invitation in asked:
        about = say(subject, title=consortium.title)
        notices.tell(session, consortium, invitation.organisation, about, leads=(letters.page_of(invitation),), topic="consortia")


def _is_due(session: Session, consortium: Consortium) -> bool:
    is_open = consortium.submitted_number is not None and consortium.state in _OPENED
    return is_open and deadlines.has_passed(session, consortium)


def _stand(session: Session, consortium: Consortium, by: User | None) -> None:
    """What is under way ends, and the state is again that of what was submitted."""
    consortium.state = workflow.move(CONSORTIUM, consortium.state, "stand")
    subject = N_("“%(title)s”: what was submitted before counts")
    end_what_is_open(session, consortium, subject)
    touch(session, consortium)
    history.record(session, by, "outcome.stand", consortium=consortium, number=consortium.submitted_number)
    about = say(subject, title=consortium.title)
    notices.tell_everybody(session, consortium, about, about, topic="consortia")
