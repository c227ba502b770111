"""How likely an organisation is to answer: estimated from what became of its invitations and its last confirmation."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from matchmaker.language import N_, Message, nsay, say
from matchmaker.matching.population import UNKNOWN_RESPONSIVENESS
from matchmaker.models import Consortium, Invitation, Organisation
from matchmaker.services import surroundings
from matchmaker.services.imports_register import portions

DOUBT: Final = 2.0
"""The value that is assumed before anything happened counts like so many invitations."""
DAYS_OF_AN_ANSWER: Final = 365
"""After so many days what became of an invitation counts half, after twice as many a quarter."""
DAYS_OF_A_CONFIRMATION: Final = 90
"""The same for the last confirmation: people are asked for a new one after so many days."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of how an organisation answers.

    stated: the value it was imported with, 0..1. answers: for each invitation that counts whether it was answered, and how
    many days ago that was clear. confirmed: days since somebody said that the profile still holds. None: not known, never.
    """

    stated: float | None = None
    answers: tuple[tuple[bool, int], ...] = ()
    confirmed: int | None = None

    @property
    def asked(self) -> int:
        """Invitations that count."""
        return len(self.answers)

    @property
    def answered(self) -> int:
        """Those of them that were answered, yes or no."""
        return sum(answered for answered, _ in self.answers)

    @property
    def estimate(self) -> float | None:
        """The estimate, 0..1 with two decimals; None while nothing is known, and a value that was only imported as it was.

        (2 * begin + answered + confirmed) / (2 + asked + confirmed): `begin` the imported value, else 0.5; `answered` and
        `asked` sums of 2 ** (-days / 365) over the invitations; `confirmed` 2 ** (-days / 90). It is the mean of a Beta
        distribution that begins with two observations; `docs/score.md` explains it.
        """
        if not self.answers and self.confirmed is None:
            return self.stated
        begin = UNKNOWN_RESPONSIVENESS if self.stated is None else self.stated
        weights = [(answered, _half_after(DAYS_OF_AN_ANSWER, days)) for answered, days in self.answers]
        confirmed = 0.0 if self.confirmed is None else _half_after(DAYS_OF_A_CONFIRMATION, self.confirmed)
        good = DOUBT * begin + sum(weight for answered, weight in weights if answered) + confirmed
        return round(good / (DOUBT + sum(weight for _, weight in weights) + confirmed), 2)

    @property
    def sentence(self) -> Message:
        """The estimate and what it is made of, on one line."""
        if self.estimate is None:
            return say(N_("not known yet, so it counts as one half"))
        return say(N_("%(share)s %% likely to answer: %(known)s"), share=round(100 * self.estimate), known=tuple(self._known()))

    def _known(self) -> Iterator[Message]:
        if self.answers:
            text = (N_("answered %(answered)s of %(n)s invitation"), N_("answered %(answered)s of %(n)s invitations"))
            yield nsay(*text, self.asked, answered=self.answered)
        if self.confirmed == 0:
            yield say(N_("confirmed its profile today"))
        elif self.confirmed is not None:
            yield nsay(N_("confirmed its profile %(n)s day ago"), N_("confirmed its profile %(n)s days ago"), self.confirmed)
        if self.stated is not None:
            yield say(N_("imported with %(share)s %%"), share=round(100 * self.stated))


def estimates(session: Session, ids: Collection[int] | None = None) -> dict[int, float]:
    """Number of an organisation -> its estimate; of these (None = of all), and only those of whom something is known.

    As of today in Brussels: the values fall or rise a little from day to day, as what happened grows old.
    """
    found = records(session, ids).items()
    return {number: estimate for number, record in found if (estimate := record.estimate) is not None}


def records(session: Session, ids: Collection[int] | None = None) -> dict[int, Record]:
    """Number of an organisation -> what is known of how it answers; those of whom nothing is known are left out."""
    if ids is not None:
        return {number: record for some in portions(sorted(ids)) for number, record in _records(session, some).items()}
    return _records(session, None)


def get_record(session: Session, organisation: Organisation) -> Record:
    """What is known of how one organisation answers."""
    return records(session, [organisation.id]).get(organisation.id, Record())


def was_practice(session: Session, call_id: str, at: datetime) -> bool:
    """Whether the call was closed at that moment. People practised then, no mail left, and it counts for nobody."""
    call = surroundings.guide(session).calls.get(call_id)
    return call is not None and call.is_closed(at)


def _records(session: Session, ids: Collection[int] | None) -> dict[int, Record]:
    today = surroundings.today(session)
    answers = _answers(session, ids, today)
    row = Organisation
    something = or_(row.responsiveness.is_not(None), row.confirmed_at.is_not(None))
    if ids is not None:
        something &= row.id.in_(ids)
    found = {
        number: Record(stated, tuple(answers.pop(number, ())), _days(today, confirmed) if confirmed else None)
        for number, stated, confirmed in session.execute(select(row.id, row.responsiveness, row.confirmed_at).where(something))
    }
    return found | {number: Record(answers=tuple(those)) for number, those in answers.items()}


def _answers(session: Session, ids: Collection[int] | None, today: date) -> dict[int, list[tuple[bool, int]]]:
    """What became of the invitations: answered is who is interested, joined or declined, also when it was taken back later.

    Not answered are those that expired, also after interest: somebody waited in vain. Others do not count: they still wait,
    or were taken back before an answer.
    """
    row = Invitation
    columns = (row.organisation_id, row.state, row.sent_at, row.answered_at, row.expires_at, Consortium.call_id)
    clear = or_(row.answered_at.is_not(None), row.state == "expired")
    if ids is not None:
        clear &= row.organisation_id.in_(ids)
    found: defaultdict[int, list[tuple[bool, int]]] = defaultdict(list)
    sent = select(*columns).join(row.consortium).where(clear).order_by(row.id)
    for number, state, sent_at, answered_at, expires_at, call_id in session.execute(sent):
        if not was_practice(session, call_id, sent_at):
            answered = state != "expired"
            found[number].append((answered, _days(today, answered_at if answered and answered_at else expires_at)))
    return found


def _days(today: date, moment: datetime) -> int:
    """Days from the moment's date in Brussels to today, none for what lies ahead."""
    return max(0, (today - moment.astimezone(surroundings.BRUSSELS).date()).days)


def _half_after(days: int, passed: int) -> float:
    return float(2.0 ** (-passed / days))
