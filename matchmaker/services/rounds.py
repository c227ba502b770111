"""In which round of its call, and as which of its kinds of project, an idea or a consortium applies; the call as seen there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, or_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.errors import NotFound
from matchmaker.matching.rounds import in_round
from matchmaker.models import Consortium, Idea, Member, Organisation
from matchmaker.programme import countries, plain, rounds
from matchmaker.programme.calls import Call
from matchmaker.services import surroundings


def call_of(session: Session, row: Idea | Consortium) -> Call:
    """The call, seen in the round and as the variant that is named. Raises `NotFound` when an operator has taken it away."""
    whole = surroundings.guide(session).call(row.call_id)
    call = plain.variant(whole, row.variant) or whole
    return in_round(call, _number(row, call, surroundings.today(session)))


def find_call(session: Session, row: Idea | Consortium) -> Call | None:
    """The same; None when it was taken away."""
    try:
        return call_of(session, row)
    except NotFound:
        return None


@contextmanager
def kept(session: Session, consortium: Consortium) -> Iterator[None]:
    """Let the consortium stay in its round, whoever coordinates after the block: what was usual so far is named then."""
    before = number_of(session, consortium)
    yield
    if number_of(session, consortium) != before:
        consortium.round = before


def number_of(session: Session, row: Idea | Consortium) -> int | None:
    """The number of the round; None where none is known, or where the call was taken away."""
    call = find_call(session, row)
    return None if call is None else call.seen_in


def usual_of(session: Session, row: Idea | Consortium) -> int | None:
    """The number of the round that counts where none is named. Raises `NotFound` when the call was taken away."""
    call = surroundings.guide(session).call(row.call_id)
    return rounds.usual(call, _country(row), surroundings.today(session))


def _number(row: Idea | Consortium, call: Call, today: date) -> int | None:
    # Where nobody has confirmed an optional round it does not matter where who coordinates is from.
    return rounds.chosen(call, row.round, _country(row) if call.confirmations else None, today)


def _country(row: Idea | Consortium) -> str | None:
    """Where who coordinates is from; None while nobody knows."""
    if isinstance(row, Idea):
        return None if row.applicant == "find" else row.organisation.country
    return next((one.organisation.country for one in row.members if one.role == "coordinator"), None)


def was_over(session: Session, call_id: str, number: int | None, country: str | None, at: datetime) -> bool:
    """Whether the deadline of the round had passed at that moment. People practised then: no mail left, it counts for nobody.

    number, country: of the round named, and of who coordinates, as far as they are known. Of a call that is not there any more
    nobody knows.
    """
    call = surroundings.guide(session).calls.get(call_id)
    if call is None:
        return False
    found = rounds.chosen(call, number, country, at.astimezone(surroundings.BRUSSELS).date())
    return any(one.round == found and one.at < at for one in call.deadlines)


def are_in(session: Session, call_id: str, number: int | None) -> ColumnElement[bool]:
    """Which consortia of the call apply in that round, by their own word or as is usual; number: None = in any."""
    theirs, call = Consortium.call_id == call_id, surroundings.guide(session).calls.get(call_id)
    if call is None or number is None:
        return theirs
    today, confirmed = surroundings.today(session), {one.country for one in call.confirmations}
    codes = [code for code in countries.ALL if countries.counts_as(code) in confirmed]
    here = [code for code in codes if rounds.usual(call, code, today) == number]
    if rounds.usual(call, None, today) == number:
        usually = ~_led_from([code for code in codes if code not in here])
    else:
        usually = _led_from(here)
    unnamed = or_(Consortium.round.is_(None), Consortium.round.not_in([one.round for one in call.rounds]))
    return and_(theirs, or_(Consortium.round == number, and_(unnamed, usually)))


def led_from() -> ScalarSelect[str]:
    """The country of who coordinates, beside a consortium in a query."""
    leads = aliased(Organisation)
    theirs = select(leads.country).join(Member, Member.organisation_id == leads.id)
    theirs = theirs.where(Member.consortium_id == Consortium.id, Member.role == "coordinator")
    return theirs.correlate(Consortium).scalar_subquery()


def _led_from(codes: Sequence[str]) -> ColumnElement[bool]:
    return Consortium.members.any(and_(Member.role == "coordinator", Member.organisation.has(Organisation.country.in_(codes))))
