"""A round that closed without an application: the holder is asked what became of it; unanswered, the consortium is given up."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from matchmaker import workflow
from matchmaker.errors import Refused
from matchmaker.inputs.workspace import Destination
from matchmaker.language import N_, nN_, nsay, say
from matchmaker.models import Consortium, User
from matchmaker.services import (
    deadlines,
    elsewhere,
    history,
    mails,
    notices,
    partner_access,
    personal_data,
    practice,
    submissions,
    surroundings,
)
from matchmaker.services.versions import begin, lock, touch
from matchmaker.workflow import CONSORTIUM, UNSUBMITTED

WAITS: Final = timedelta(days=30)
"""So long an answer is awaited."""
ROUND_PASSED: Final = N_("The round passed, and nobody noted an application.")
NEXT_ROUND: Final = N_("It goes on in another round or call.")
"""Why a consortium is given up by itself, or with the answer: ids of sentences, as they are stored."""
_WITHIN: Final = nN_(
    "If nobody says so within %(n)s day, the consortium is given up, everybody in it is told, and the places are free.",
    "If nobody says so within %(n)s days, the consortium is given up, everybody in it is told, and the places are free.",
)


def has_passed(session: Session, consortium: Consortium) -> bool:
    """Whether its round closed while it was in the making and in earnest, and nobody noted that it was ever submitted."""
    is_open = consortium.state in UNSUBMITTED and consortium.submitted_number is None
    return is_open and deadlines.has_passed(session, consortium) and not practice.was_begun(session, consortium)


def given_up_at(session: Session, consortium: Consortium) -> datetime | None:
    """When it is given up by itself; None where its round has not passed."""
    if not has_passed(session, consortium):
        return None
    return (_told_at(session, consortium) or surroundings.now(session)) + WAITS


def list_due(session: Session) -> list[int]:
    """The numbers of the consortia whose holder is to be asked, or was asked long ago and never answered."""
    unsubmitted = select(Consortium).where(Consortium.state.in_(UNSUBMITTED), Consortium.submitted_number.is_(None))
    listed = session.scalars(unsubmitted.options(defer(Consortium.suggestion)).order_by(Consortium.id))
    return [one.id for one in listed if _is_due(session, one)]


def see_to(session: Session, number: int) -> None:
    """Ask whoever holds it; or, where that was done long ago, give it up. What was answered meanwhile stays as it is."""
    consortium = session.get(Consortium, number)
    if consortium is None:
        return
    lock(session, consortium)
    if not _is_due(session, consortium):
        return
    if _told_at(session, consortium) is None:
        _ask(session, consortium)
    else:
        _give_up(session, consortium, ROUND_PASSED, None)


def go_on(session: Session, consortium: Consortium, form: Destination, *, by: User) -> Consortium:
    """Answer that it goes on in another round or call: as a draft there, and this one is given up.

    Raises `Refused` where its round has not passed, and like `elsewhere.take`.
    """
    begin(session, "consortium.withdraw", consortium, by=by)
    if not has_passed(session, consortium):
        sentence = say(N_("The round of this consortium has not passed without an application."))
        raise Refused(sentence, say(workflow.NEXT_STEP))
    made = elsewhere.take(session, consortium, form, by=by)
    _give_up(session, consortium, NEXT_ROUND, by)
    return made


def _is_due(session: Session, consortium: Consortium) -> bool:
    if not has_passed(session, consortium):
        return False
    told = _told_at(session, consortium)
    return told is None or told + WAITS <= surroundings.now(session)


def _told_at(session: Session, consortium: Consortium) -> datetime | None:
    """When it was asked about the round that it is in; what was asked about an earlier one is over."""
    told, last = consortium.passed_told_at, deadlines.applying(session, consortium)
    return told if told is not None and last is not None and told >= last else None


def _ask(session: Session, consortium: Consortium) -> None:
    consortium.passed_told_at = surroundings.now(session)
    history.record(session, None, "outcome.ask", consortium=consortium, organisation=consortium.holder)
    last = deadlines.applying(session, consortium)
    said = N_("The round closed on %(day)s, and nobody has noted that you applied. Was it submitted, does it go on in the next "
              "round, or is it given up?")  # fmt: skip
    mails.tell(
        session,
        consortium.holder,
        say(N_("“%(title)s”: what became of it?"), title=consortium.title),
        say(said, day=surroundings.day(last) if last else ""),
        nsay(*_WITHIN, WAITS.days),
        leads=(notices.page_of(consortium),),
        topic="consortia",
    )


def _give_up(session: Session, consortium: Consortium, because: str, by: User | None) -> None:
    """As when somebody gives it up, with the reason, and told to whoever holds it, too."""
    consortium.state = workflow.move(CONSORTIUM, consortium.state, "withdraw")
    consortium.withdrawn_because, consortium.ended_at = because, surroundings.now(session)
    subject = N_("“%(title)s” was given up")
    submissions.end_what_is_open(session, consortium, subject)
    touch(session, consortium)
    verb = "outcome.withdraw_by_itself" if by is None else "outcome.withdraw"
    history.record(session, by, verb, consortium=consortium, organisation=consortium.holder)
    about = say(subject, title=consortium.title)
    body = (say(because), personal_data.announced(consortium))
    if by is None:
        notices.tell_everybody(session, consortium, about, *body, topic="consortia")
    else:
        notices.tell_members(session, consortium, about, *body, topic="consortia")
    partner_access.end(session, consortium)
