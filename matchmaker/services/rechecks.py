"""Checking again what is open when its call changes: ideas, consortia and snapshots, each by itself."""

from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from matchmaker import eligibility
from matchmaker.documents import snapshot as snapshots
from matchmaker.documents.review import Opinion, Review, matters, review
from matchmaker.eligibility.alone import alone
from matchmaker.eligibility.facts import Consortium as Facts
from matchmaker.eligibility.findings import Finding, Verdict
from matchmaker.inputs.ideas import problems
from matchmaker.language import N_, Labelled, Message, say
from matchmaker.models import Consortium, Idea, Member, Organisation, Snapshot
from matchmaker.models import Review as Row
from matchmaker.programme.calls import Call
from matchmaker.programme.differences import Difference, differences
from matchmaker.programme.keeping import Unreadable, kept
from matchmaker.programme.versions import is_of
from matchmaker.services import adoption, facts, history, ideas, mails, notices, rounds, surroundings
from matchmaker.services.mails import Lead
from matchmaker.workflow import UNSUBMITTED

Checked = Idea | Consortium | Snapshot
_OPEN: Final = Consortium.state.in_(sorted(UNSUBMITTED))
_MADE_OF: Final = (
    selectinload(Consortium.members).joinedload(Member.organisation, innerjoin=True).selectinload(Organisation.terms),
)
_SIZES: Final = ("size_min", "size_max", "seats")
"""What of an idea the check does not look at."""
_OF_AN_IDEA: Final[dict[Verdict, Message]] = {
    "eligible": say(N_("What the call asks of you and of the project is met")),
    "ineligible": say(N_("Something that the call asks of you or of the project is not met")),
    "unknown": say(N_("Something that the call asks of you or of the project is not known yet")),
}
_PUBLISHED: Final = N_("We have read the guide for “%(call)s”. Until now we used the rules of the year before.")
_CHANGED: Final = N_("What we know of the rules for “%(call)s” has changed.")


class Open(NamedTuple):
    """How many ideas, consortia of which nobody has applied yet, and snapshots of such consortia."""

    ideas: int
    consortia: int
    snapshots: int


def list_due_ideas(session: Session) -> list[int]:
    """Open ideas that were last checked under another version of their call."""
    return _due(session, select(Idea.id).where(Idea.is_open), Idea.call_id, Idea.checked_version)


def list_due_consortia(session: Session) -> list[int]:
    """Consortia of which nobody has applied yet, that were last checked under another version of their call."""
    return _due(session, select(Consortium.id).where(_OPEN), Consortium.call_id, Consortium.checked_version)


def list_due_snapshots(session: Session) -> list[int]:
    """Snapshots of such consortia."""
    theirs = select(Snapshot.id).join(Snapshot.consortium).where(_OPEN)
    return _due(session, theirs, Consortium.call_id, Snapshot.checked_version)


def count_open(session: Session, call_ids: Collection[str]) -> Open:
    """How much is open on these calls."""
    theirs = _OPEN & Consortium.call_id.in_(call_ids)
    counts = (
        select(func.count()).select_from(Idea).where(Idea.is_open, Idea.call_id.in_(call_ids)),
        select(func.count()).select_from(Consortium).where(theirs),
        select(func.count()).select_from(Snapshot).join(Snapshot.consortium).where(theirs),
    )
    return Open(*(session.scalar(one) or 0 for one in counts))


def recheck_idea(session: Session, number: int) -> None:
    """Check an idea again, and write to those who act for its organisation where no consortium of theirs tells them."""
    details = (joinedload(Idea.organisation).selectinload(Organisation.terms), selectinload(Idea.terms), selectinload(Idea.seats))
    idea = session.scalar(select(Idea).where(Idea.id == number).options(*details).with_for_update(of=Idea))
    if idea is None or (found := _recheck(session, idea, idea.call_id, lambda call: _of_idea(session, idea, call))) is None:
        return
    history.record(session, None, "idea.recheck", idea=idea)
    made = select(Consortium.id).where(Consortium.idea_id == idea.id, _OPEN)
    call = rounds.call_of(session, idea)
    if session.scalar(made.limit(1)) is None and not call.is_closed(surroundings.now(session)):
        page = Lead(say(N_("See what differs")), f"/ideas/{idea.id}")
        mails.tell_all(session, [idea.organisation], *_letter(found, call, idea.title), leads=(page,), topic="rules")


def recheck_consortium(session: Session, number: int) -> None:
    """Check a consortium again, and write once to each person who acts for whoever is in it."""
    asked = (
        select(Consortium)
        .where(Consortium.id == number)
        .options(*_MADE_OF, selectinload(Consortium.idea).selectinload(Idea.terms))
    )
    consortium = session.scalar(asked.with_for_update(of=Consortium))
    if consortium is None:
        return
    said = facts.consortium(consortium)
    found = _recheck(session, consortium, consortium.call_id, lambda call: _of_consortium(session, said, call))
    if found is not None:
        call = surroundings.guide(session).call(consortium.call_id)
        history.record(session, None, "consortium.recheck", consortium=consortium)
        notices.tell_everybody(session, consortium, *_letter(found, call, consortium.title), topic="rules")


def recheck_snapshot(session: Session, number: int) -> None:
    """Check a snapshot again; it stays what it was."""
    row = session.scalar(
        select(Snapshot).where(Snapshot.id == number).options(joinedload(Snapshot.consortium)).with_for_update(of=Snapshot)
    )
    if row is None:
        return
    said = snapshots.consortium_of(row.document)
    found = _recheck(session, row, row.consortium.call_id, lambda call: _of_consortium(session, said, call))
    if found is not None:
        history.record(session, None, "snapshot.recheck", consortium=row.consortium, number=row.number)


def _due(
    session: Session,
    open_: Select[int],
    call_id: InstrumentedAttribute[str],
    checked: InstrumentedAttribute[str | None] | InstrumentedAttribute[str],
) -> list[int]:
    """The numbers of those that are open and were last checked under another version of their call than is in force.

    A process that does not know the version in force leaves them to one that does.
    """
    calls, in_force = surroundings.guide(session).calls, adoption.versions(session)
    stale = [
        (call, version)
        for call, version in session.execute(open_.with_only_columns(call_id, checked).distinct())
        if call in calls and version != calls[call].version and in_force.get(call, calls[call].version) == calls[call].version
    ]
    numbers: list[int] = []
    for call, version in stale:
        last: ColumnElement[bool] = checked.is_(None) if version is None else checked == version
        numbers += session.scalars(open_.where(call_id == call, last))
    return sorted(numbers)


def _recheck(session: Session, row: Checked, call_id: str, judge: Callable[[Call], Opinion]) -> Review | None:
    """Note under which version it is checked now; the review, stored, where that may matter to somebody."""
    call = surroundings.guide(session).calls.get(call_id)
    checked = row.checked_version
    if call is None or checked == call.version:
        return None
    kind = type(row)
    # Not through the row: people who are changing the thing meanwhile need not look at it again for this.
    session.execute(update(kind).where(kind.id == row.id).values(checked_version=call.version))
    old = adoption.find_version(session, call_id, checked)
    if old is None or is_of(call, checked):
        return None
    before, after = None, judge(call)
    differing: tuple[Difference, ...] = ()
    with suppress(Unreadable):
        was = kept(old.document)
        before, differing = judge(was), differences(was, call)
    was_provisional = bool(old.document.get("provisional"))
    found = review(before, after, differing, call, was_provisional=was_provisional)
    if not (found.is_published or found.rules or matters(differing)):
        return None
    reviewed = {f"{kind.__name__.lower()}_id": row.id}
    session.add(Row(**reviewed, call_id=call_id, document=found.model_dump(mode="json"), at=surroundings.now(session)))
    return found


def _of_consortium(session: Session, said: Facts, call: Call) -> Opinion:
    report = eligibility.check(said, call, surroundings.today(session))
    return Opinion(report.verdict, report.summary, report.findings)


def _of_idea(session: Session, idea: Idea, call: Call) -> Opinion:
    """What the call says of whoever had the idea, of the project, and of the sizes and seats wished."""
    role = "coordinator" if idea.applicant == "we" else "partner"
    said = alone(facts.member(idea.organisation, role), facts.project(idea), call, surroundings.today(session), idea.round)
    wrong = problems(ideas.form_of(idea), call)
    wishes = tuple(Finding(name, "project", "fail", _sentence(wrong[name])) for name in _SIZES if name in wrong)
    statuses = {one.status for one in (*said, *wishes)}
    verdict: Verdict = "ineligible" if "fail" in statuses else "unknown" if "unknown" in statuses else "eligible"
    return Opinion(verdict, _OF_AN_IDEA[verdict], (*said, *wishes))


def _sentence(message: object) -> Message:
    return message if isinstance(message, Message) else Message(str(message))


def _letter(found: Review, call: Labelled, title: str) -> tuple[Message, ...]:
    """Subject and paragraphs; what differs rule by rule is on the page."""
    why = say(_PUBLISHED if found.is_published else _CHANGED, call=call)
    now = say(N_("“%(title)s” was checked again. Now: %(after)s."), title=title, after=found.after.summary)
    if found.before is not None:
        text = N_("“%(title)s” was checked again. Before: %(before)s. Now: %(after)s.")
        now = say(text, title=title, before=found.before.summary, after=found.after.summary)
    return say(N_("The rules of its call changed: “%(title)s”"), title=title), why, now
