"""What was suggested, kept for its page: at once, or by a search that takes longer than a request may and can be called off."""

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import Session, defer

from matchmaker.errors import NotFound, Refused
from matchmaker.inputs.request import Request, request_json
from matchmaker.language import N_, say
from matchmaker.matching import Answer
from matchmaker.matching.clock import Progress
from matchmaker.matching.documents import Unreadable, digest, keep, kept
from matchmaker.models import Idea, Search, User
from matchmaker.permissions import require
from matchmaker.services import changes, exposure, surroundings

SECONDS: Final = 60.0
"""So long a search goes on at most."""
AT_ONCE: Final = 2
"""Searches of one person, for different ideas, that go on at the same time."""
IN_LINE: Final = 8
"""Searches of everybody that may wait for their turn."""
SILENT: Final = timedelta(seconds=20)
"""A search that gave no sign of life for so long is lost: its process has died."""
PATIENCE: Final = timedelta(seconds=SECONDS * IN_LINE)
"""A search that did not begin for so long is lost: the process that was to begin it has died."""
KEPT: Final = timedelta(days=30)
"""So long an answer can be returned to, unless the same is asked again."""
MOST_KEPT: Final = 12
"""Answers of one person for one idea that are kept, some fifty kilobytes each; it is asked in few ways."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched for. known: those only known from public records are looked at too."""

    request: Request
    known: bool

    @property
    def document(self) -> dict[str, Any]:
        """The question in plain JSON."""
        return {"request": request_json(self.request), "known": self.known}

    @property
    def digest(self) -> str:
        """By which it is found again."""
        return digest(self.document)


def newest_change(session: Session) -> int:
    """The sequence of the newest change; asked before a search, so that it is not younger than what was searched."""
    return changes.span(session).newest


def find_search(session: Session, idea: Idea, question: Question, *, by: User) -> Search | None:
    """The search of this person for this question, whether it goes on or has ended; None if there is none."""
    require(by, "idea.suggest", idea)
    theirs = session.scalars(_theirs(idea, by).order_by(Search.id.desc()).options(defer(Search.answer)))
    return next((one for one in theirs if asks(session, one, question)), None)


def asks(session: Session, search: Search, question: Question) -> bool:
    """Whether a search is for this question; of what a request could not say yet when it was asked, the default holds."""
    if search.digest == question.digest:
        return True
    said = question_of(search)
    if said.request.call != question.request.call:
        return False
    call = surroundings.guide(session).call(said.request.call)
    return Question(said.request.for_call(call), said.known).digest == question.digest


def find_latest(session: Session, idea: Idea, *, by: User) -> Search | None:
    """The last search of this person for the idea, whatever was asked; without its answer."""
    return session.scalar(_theirs(idea, by).order_by(Search.id.desc()).limit(1).options(defer(Search.answer)))


def get_search(session: Session, idea: Idea, number: int, *, by: User) -> Search:
    """A search for the idea, without its answer. Raises `NotFound`, also to those who may not suggest for it."""
    require(by, "idea.suggest", idea)
    found = session.get(Search, number, options=[defer(Search.answer)]) if 0 < number < 2**31 else None
    if found is None or found.idea_id != idea.id:
        raise NotFound(say(N_("There is no such page, or it is not for you.")))
    return found


def begin(session: Session, idea: Idea, question: Question, answer: Answer, sequence: int, *, by: User) -> Search:
    """Keep an answer; where more time could make it better, a search goes on from it. The one under way if there is one already.

    sequence: of `newest_change` before the answer was made. Another search of this person for the same idea is called off
    when one goes on: the question has changed. Raises `Refused` when as many go on as may.
    """
    require(by, "idea.suggest", idea)
    session.execute(select(User.id).where(User.id == by.id).with_for_update())  # two pages at once begin one search
    _end_lost(session)
    open_ = session.scalars(select(Search).where(Search.ended_at.is_(None)).options(defer(Search.answer))).all()
    mine = [one for one in open_ if one.user_id == by.id]
    here = [one for one in mine if one.idea_id == idea.id]
    if same := [one for one in here if asks(session, one, question)]:
        return same[0]
    if answer.complete:
        return _store(session, idea, question, answer, sequence, state="done", by=by)
    if len(mine) - len(here) >= AT_ONCE:
        sentence = N_("Two of your searches are still going on.")
        raise Refused(say(sentence), say(N_("When one of them has ended, this one can go on, too.")))
    if sum(one.state == "waiting" for one in open_ if one not in here) >= IN_LINE:
        raise Refused(say(N_("Many searches are going on just now.")), say(N_("Try again in a few minutes.")))
    for one in here:
        _call_off(session, one)
    return _store(session, idea, question, answer, sequence, state="waiting", by=by)


def settle(session: Session, idea: Idea, question: Question, answer: Answer, sequence: int, *, by: User) -> Search:
    """Keep an answer as far as it came, when no search may go on from it."""
    require(by, "idea.suggest", idea)
    return _store(session, idea, question, answer, sequence, state="stopped", by=by)


def call_off(session: Session, idea: Idea, search: Search, *, by: User) -> None:
    """End the search with the best that it has found; once ended, that changes nothing."""
    require(by, "idea.suggest", idea)
    _call_off(session, search)


def state_of(session: Session, search: Search) -> str:
    """Its state; `failed` also for one that is lost, which nobody has written down yet."""
    silent = surroundings.now(session) - search.beat_at
    is_lost = search.ended_at is None and silent > (PATIENCE if search.state == "waiting" else SILENT)
    return "failed" if is_lost else search.state


def question_of(search: Search) -> Question:
    """What is searched for."""
    return Question(Request.model_validate(search.question["request"]), search.question["known"])


def progress_of(search: Search) -> Progress:
    """How far it is."""
    return Progress(**search.progress)


def answer_of(search: Search) -> Answer | None:
    """The best found so far; None when this version of the software cannot read it."""
    try:
        return kept(search.answer)
    except Unreadable:
        return None


def take(session: Session, number: int) -> Question | None:
    """A worker begins; None when the search was called off before, or is gone."""
    search = session.get(Search, number, with_for_update=True)
    if search is None or search.state != "waiting":
        return None
    search.state, search.beat_at = "running", surroundings.now(session)
    search.progress = {**search.progress, "found": 0}
    session.flush()
    return question_of(search)


def list_waiting(session: Session) -> list[int]:
    """The numbers of those that nobody works at yet, the oldest first; the process that was to begin them may have died."""
    return list(session.scalars(select(Search.id).where(Search.state == "waiting").order_by(Search.id)))


def put_back(session: Session, number: int) -> None:
    """A worker ends before its search does: it waits again, for whoever serves next."""
    running = update(Search).where(Search.id == number, Search.state == "running")
    session.execute(running.values(state="waiting", beat_at=surroundings.now(session)))


def beat(session: Session, number: int, progress: Progress) -> bool:
    """A worker says how far it is; whether it is to go on."""
    running = (Search.id == number, Search.state == "running")
    said = {"beat_at": surroundings.now(session), "progress": _progress(progress)}
    session.execute(update(Search).where(*running).values(said))
    return session.scalar(select(Search.is_called_off).where(*running)) is False


def end(session: Session, number: int, answer: Answer, sequence: int) -> None:
    """A worker has ended: its answer is kept, unless what was found before is better.

    sequence: of `newest_change` before the answer was made.
    """
    search = session.get(Search, number, with_for_update=True)
    if search is None or search.state != "running":
        return
    before = answer_of(search)
    if before is None or answer.complete or _worth(answer) >= _worth(before):
        search.answer, search.sequence = keep(answer), sequence
    found = max(len(answer.proposals), len(before.proposals) if before else 0)
    search.progress = {**search.progress, "found": found}
    search.state = "stopped" if search.is_called_off and not answer.complete else "done"
    search.ended_at = search.beat_at = surroundings.now(session)
    session.flush()
    exposure.note_shown(session, session.get_one(Idea, search.idea_id), _partners(answer))


def lose(session: Session, number: int) -> None:
    """The process of a search has died, or the search went wrong: what was found before stays."""
    _lose(session, Search.id == number)


def tidy(session: Session) -> None:
    """Say of those that were lost that they ended, and forget those that ended long ago."""
    _end_lost(session)
    session.execute(delete(Search).where(Search.ended_at < surroundings.now(session) - KEPT))


def _call_off(session: Session, search: Search) -> None:
    """One that waits ends now, one that runs as soon as its process looks."""
    session.refresh(search, ["state", "ended_at"], with_for_update=True)
    search.is_called_off = True
    if search.state == "waiting":
        search.state, search.ended_at = "stopped", surroundings.now(session)
    session.flush()


def _end_lost(session: Session) -> None:
    now = surroundings.now(session)
    waiting = Search.state == "waiting"
    _lose(session, or_(waiting & (Search.beat_at < now - PATIENCE), ~waiting & (Search.beat_at < now - SILENT)))


def _lose(session: Session, which: Any) -> None:
    lost = update(Search).where(which, Search.ended_at.is_(None))
    session.execute(lost.values(state="failed", ended_at=surroundings.now(session)))


def _theirs(idea: Idea, by: User) -> Select[Search]:
    return select(Search).where(Search.idea_id == idea.id, Search.user_id == by.id)


def _store(session: Session, idea: Idea, question: Question, answer: Answer, sequence: int, *, state: str, by: User) -> Search:
    """A new row, in the place of earlier ones for the same question and of the oldest; those in it were shown by that."""
    now = surroundings.now(session)
    wanted = 0 if answer.status == "infeasible" else answer.request.limit
    search = Search(
        idea_id=idea.id,
        user_id=by.id,
        digest=question.digest,
        question=question.document,
        sequence=sequence,
        state=state,
        progress=_progress(Progress(len(answer.proposals), wanted, None, None, 0.0)),
        answer=keep(answer),
        created_at=now,
        beat_at=now,
        ended_at=None if state == "waiting" else now,
    )
    session.add(search)
    session.flush()
    _replace(session, search, _theirs(idea, by).where(Search.ended_at.is_not(None), Search.id != search.id))
    exposure.note_shown(session, idea, _partners(answer))
    return search


def _replace(session: Session, search: Search, ended: Select[Search]) -> None:
    """Forget what is in the place of the new one; after it is there, so that no number is given twice."""
    oldest = session.scalars(ended.with_only_columns(Search.id).order_by(Search.id.desc()).offset(MOST_KEPT - 1))
    replaced = or_(Search.digest == search.digest, Search.id.in_(oldest.all()))
    session.execute(delete(Search).where(Search.id.in_(ended.with_only_columns(Search.id)), replaced))


def _partners(answer: Answer) -> set[str]:
    return {one for proposal in answer.proposals for one in proposal.partners}


def _worth(answer: Answer) -> tuple[int, float, bool]:
    """More alternatives are better, then a better first one; where there is none, to know that there can be none."""
    return len(answer.proposals), answer.proposals[0].score if answer.proposals else 0.0, answer.status == "infeasible"


def _progress(report: Progress) -> dict[str, Any]:
    """In plain JSON, which knows no infinity."""
    finite = {name: value if value is not None and math.isfinite(value) else None
              for name, value in (("score", report.score), ("bound", report.bound))}  # fmt: skip
    return {"found": report.found, "wanted": report.wanted, "seconds": round(report.seconds, 1), **finite}
