"""The ledger of who was shown, and what an organisation sees of itself: shown, invited, joined, how fast it answers."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Final, NamedTuple

from sqlalchemy import Date, and_, case, delete, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from matchmaker.models import Consortium, HistoryEntry, Idea, Invitation, Organisation, Showing, User
from matchmaker.permissions import require
from matchmaker.services import rounds, surroundings
from matchmaker.services.surroundings import BRUSSELS

LATELY: Final = 90
"""Days that count where those who were shown least go first."""
A_YEAR: Final = 365
KEPT: Final = 400
"""Days after which what was shown is forgotten."""
_ANSWERS: Final = ("invitation.interested", "invitation.join", "invitation.decline")


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened to an organisation in the last `days` days.

    shown: among the suggestions for an idea, each idea once a day. invited: invitations sent in these days, and of them
    answered (yes or no), joined, and missed (the time ran out). Practice with closed calls counts nowhere here.
    """

    days: int
    shown: int
    invited: int
    answered: int
    joined: int
    missed: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """How an organisation was seen and asked. by_call: call -> times shown in the last year, the most first.

    by_month: the first day of each month that the last year touches -> times shown in that part of it.
    practised: times it was shown to people who practise with a closed call. answer_time: half of the first answers of the
    last year came at least so fast; None without any. answers: how many these are.
    """

    lately: Figures
    year: Figures
    by_call: Mapping[str, int]
    by_month: Mapping[date, int]
    practised: int
    answer_time: timedelta | None
    answers: int


@dataclass(frozen=True, slots=True)
class _Invited:
    """An invitation as it is counted: whom it went to, when it was sent, when it was answered first, what became of it."""

    organisation_id: int
    state: str
    sent_at: datetime
    first_answer: datetime | None


class _Shown(NamedTuple):
    """For how many ideas it was shown on a day, for a call; whether their round was over."""

    call_id: str
    day: date
    number: int
    is_practice: bool


def record_shown(session: Session, idea: Idea, keys: Iterable[str], *, by: User) -> None:
    """Do as `note_shown` does, for who may suggest."""
    require(by, "idea.suggest", idea)
    note_shown(session, idea, keys)


def note_shown(session: Session, idea: Idea, keys: Iterable[str]) -> None:
    """Note that organisations with these keys were suggested for an idea today; a second time on one day changes nothing."""
    told = (Organisation.id, literal(idea.id), literal(surroundings.today(session), Date), literal(idea.call_id))
    shown = select(*told).where(Organisation.key.in_(sorted(set(keys))), Organisation.id != idea.organisation_id)
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    names = ["organisation_id", "idea_id", "day", "call_id"]
    session.execute(dialect.insert(Showing).from_select(names, shown).on_conflict_do_nothing())


def counts(session: Session, call_id: str | None = None, *, days: int = LATELY, besides: str | None = None) -> dict[str, int]:
    """Key -> for how many ideas an organisation was shown in the last days (each once a day), for one call or for all.

    besides: key of who asks now. What it was shown itself is left out, so that looking again does not change the answer.
    """
    shown = select(Organisation.key, func.count()).join(Showing, Showing.organisation_id == Organisation.id)
    shown = shown.where(Showing.day > _since(session, days)).group_by(Organisation.key)
    if call_id is not None:
        shown = shown.where(Showing.call_id == call_id)
    if besides is not None:
        own = select(Idea.id).join(Idea.organisation).where(Organisation.key == besides)
        shown = shown.where(Showing.idea_id.not_in(own))
    return dict(session.execute(shown).all())


def prune(session: Session) -> None:
    """Forget what was shown more than 400 days ago."""
    session.execute(delete(Showing).where(Showing.day <= _since(session, KEPT)))


def get_exposure(session: Session, organisation: Organisation, *, by: User) -> Exposure:
    """How an organisation was seen and asked, for those who act for it. Raises `Forbidden` to others."""
    require(by, "organisation.exposure", organisation)
    shown, invited = _shown(session, organisation), _invited(session, [organisation.id])
    calls, practised, since = Counter[str](), 0, _since(session, A_YEAR)
    for one in shown:
        if one.day > since and one.is_practice:
            practised += one.number
        elif one.day > since:
            calls[one.call_id] += one.number
    real = [(one.day, one.number) for one in shown if not one.is_practice]
    asked = [one for one in invited if _day(one.sent_at) > since]
    times = _times(asked)
    return Exposure(
        lately=_figures(session, LATELY, real, invited),
        year=_figures(session, A_YEAR, real, invited),
        by_call=dict(calls.most_common()),
        by_month=_by_month(real, since, surroundings.today(session)),
        practised=practised,
        answer_time=_half(times) if times else None,
        answers=len(times),
    )


def answer_times(session: Session, organisations: Collection[int]) -> dict[int, timedelta]:
    """Within which time half of the first answers of the last year came, by the number of each organisation that gave any."""
    found: dict[int, list[_Invited]] = {}
    for one in _invited(session, organisations):
        if _day(one.sent_at) > _since(session, A_YEAR):
            found.setdefault(one.organisation_id, []).append(one)
    return {number: _half(times) for number, those in found.items() if (times := _times(those))}


def _half(times: Iterable[timedelta]) -> timedelta:
    return timedelta(seconds=median(one.total_seconds() for one in times))


def _times(invited: Iterable[_Invited]) -> list[timedelta]:
    return [one.first_answer - one.sent_at for one in invited if one.first_answer]


def _by_month(shown: Iterable[tuple[date, int]], since: date, today: date) -> dict[date, int]:
    """Month -> how often in it, from the day after `since` to today; a month without any counts 0."""
    days = (since + timedelta(days=n) for n in range(1, (today - since).days + 1))
    found = dict.fromkeys((day.replace(day=1) for day in days), 0)
    for day, number in shown:
        if day > since:
            found[day.replace(day=1)] += number
    return found


def _figures(session: Session, days: int, shown: Sequence[tuple[date, int]], invited: Sequence[_Invited]) -> Figures:
    since = _since(session, days)
    sent = [one for one in invited if _day(one.sent_at) > since]
    return Figures(
        days=days,
        shown=sum(number for day, number in shown if day > since),
        invited=len(sent),
        answered=sum(one.first_answer is not None and one.state != "expired" for one in sent),
        joined=sum(one.state == "joined" for one in sent),
        missed=sum(one.state == "expired" for one in sent),
    )


def _shown(session: Session, organisation: Organisation) -> list[_Shown]:
    """For how many ideas it was shown, by call, day, and what tells which round they were for."""
    leads = case((Idea.applicant == "find", None), else_=Organisation.country)
    columns = (Showing.call_id, Showing.day, Idea.round, leads)
    rows = select(*columns, func.count()).join(Idea, Idea.id == Showing.idea_id).join(Idea.organisation)
    rows = rows.where(Showing.organisation_id == organisation.id).group_by(*columns).order_by(*columns[:2])
    return [
        _Shown(call_id, day, often, rounds.was_over(session, call_id, number, country, _begin(day)))
        for call_id, day, number, country, often in session.execute(rows)
    ]


def _invited(session: Session, organisations: Collection[int]) -> list[_Invited]:
    """Their invitations but for practice. The first answer stands in the history: joining overwrites it in the invitation."""
    row, entry = Invitation, HistoryEntry
    said = and_(
        entry.organisation_id == row.organisation_id,
        entry.consortium_id == row.consortium_id,
        entry.verb.in_(_ANSWERS),
        entry.at.between(row.sent_at, row.answered_at),
    )
    first = func.coalesce(func.min(entry.at), row.answered_at)
    its_round = (Consortium.call_id, Consortium.round, rounds.led_from())
    columns = (row.organisation_id, row.state, row.sent_at, first)
    rows = select(*columns, *its_round).join(row.consortium).outerjoin(entry, said)
    rows = rows.where(row.organisation_id.in_(organisations)).group_by(row.id, Consortium.id).order_by(row.id)
    return [
        _Invited(organisation_id, state, sent_at, answered_at)
        for organisation_id, state, sent_at, answered_at, call_id, number, country in session.execute(rows)
        if not rounds.was_over(session, call_id, number, country, sent_at)
    ]


def _begin(day: date) -> datetime:
    """The moment a day begins in Brussels: who was shown on the day of a deadline was not shown to practise."""
    return datetime.combine(day, time(), BRUSSELS)


def _since(session: Session, days: int) -> date:
    """The last day that does not count any more."""
    return surroundings.today(session) - timedelta(days=days)


def _day(moment: datetime) -> date:
    return moment.astimezone(BRUSSELS).date()
