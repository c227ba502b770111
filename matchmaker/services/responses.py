"""How likely an organisation is to answer: estimated from what became of its invitations and its last confirmation."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from matchmaker.language import N_, Message, nN_, nsay, say
from matchmaker.matching.population import UNKNOWN_RESPONSIVENESS
from matchmaker.models import Consortium, Invitation, Organisation
from matchmaker.services import rounds, surroundings

DOUBT: Final = 2.0
"""The value that is assumed before anything happened counts like so many invitations."""
DAYS_OF_AN_ANSWER: Final = 365
"""After so many days what became of an invitation counts half, after twice as many a quarter."""
DAYS_OF_A_CONFIRMATION: Final = 90
"""The same for the last confirmation: people are asked for a new one after so many days."""

Moment = datetime | str
"""An aware moment, or one as SQLite keeps it: a text, in UTC."""


_ANSWERED = nN_("answered %(answered)s of %(n)s invitation", "answered %(answered)s of %(n)s invitations")
_CONFIRMED = nN_("confirmed its profile %(n)s day ago", "confirmed its profile %(n)s days ago")


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
        """What is known, and the estimate that is made of it, on one line."""
        if self.estimate is None:
            return say(N_("not known yet, so it counts as one half"))
        return say(
            N_("%(known)s; in the score that counts as %(share)s %%"),
            share=round(100 * self.estimate),
            known=tuple(self._known()),
        )

    @property
    def short(self) -> Message:
        """The most telling of what is known, in a few words."""
        return next(self._known(), say(N_("not asked yet")))

    def _known(self) -> Iterator[Message]:
        if self.answers:
            yield nsay(*_ANSWERED, self.asked, answered=self.answered)
        if self.confirmed == 0:
            yield say(N_("confirmed its profile today"))
        elif self.confirmed is not None:
            yield nsay(*_CONFIRMED, self.confirmed)
        if self.stated is not None:
            yield say(N_("answers %(share)s %% of requests, according to public records"), share=round(100 * self.stated))


@dataclass(frozen=True, slots=True)
class Answers:
    """What became of the invitations of some organisations by today; key -> `Record.answers` of those it is known of."""

    today: date
    by_key: Mapping[str, tuple[tuple[bool, int], ...]]

    def record(self, key: str, stated: float | None, confirmed_at: Moment | None) -> Record:
        """What is known of how an organisation answers; the latter two as its row has them."""
        confirmed = None if confirmed_at is None else _days_since_hour(self.today, _hour(confirmed_at))
        return Record(stated, self.by_key.get(key, ()), confirmed)

    def estimate(self, key: str, stated: float | None, confirmed_at: Moment | None) -> float | None:
        """The estimate alone: quick for thousands, of whom few were ever invited."""
        if key in self.by_key:
            return self.record(key, stated, confirmed_at).estimate
        return _unasked(stated, None if confirmed_at is None else _days_since_hour(self.today, _hour(confirmed_at)))


def read(session: Session, which: ColumnElement[bool] | None = None) -> Answers:
    """What became of the invitations of those organisations `which` is true of; None = of all.

    Answered is who is interested, joined or declined, also when the invitation was taken back later. Not answered are those
    that expired, also after interest: somebody waited in vain. Others do not count: they wait, or were taken back before.
    """
    row, today = Invitation, surroundings.today(session)
    its_round = (Consortium.call_id, Consortium.round, rounds.led_from())
    columns = (Organisation.key, row.state, row.sent_at, row.answered_at, row.expires_at, *its_round)
    clear = or_(row.answered_at.is_not(None), row.state == "expired")
    sent = select(*columns).join(row.organisation).join(row.consortium).where(clear).order_by(row.id)
    found: defaultdict[str, list[tuple[bool, int]]] = defaultdict(list)
    for key, state, sent_at, answered_at, expires_at, call_id, number, country in session.execute(
        sent if which is None else sent.where(which)
    ):
        if not rounds.was_over(session, call_id, number, country, sent_at):
            answered = state != "expired"
            found[key].append((answered, _days(today, answered_at if answered and answered_at else expires_at)))
    return Answers(today, {key: tuple(those) for key, those in found.items()})


def estimates(session: Session) -> dict[str, float]:
    """Key -> estimate of everybody of whom something is known.

    As of today in Brussels: the values fall or rise a little from day to day, as what happened grows old.
    """
    answers, row = read(session), Organisation
    rows = session.execute(select(row.key, row.responsiveness, row.confirmed_at))
    found = {key: answers.estimate(key, stated, confirmed_at) for key, stated, confirmed_at in rows}
    return {key: estimate for key, estimate in found.items() if estimate is not None}


def get_record(session: Session, organisation: Organisation) -> Record:
    """What is known of how one organisation answers."""
    answers = read(session, Organisation.id == organisation.id)
    return answers.record(organisation.key, organisation.responsiveness, organisation.confirmed_at)


def _days(today: date, moment: datetime) -> int:
    """Days from the moment's date in Brussels to today, none for what lies ahead."""
    return max(0, (today - moment.astimezone(surroundings.BRUSSELS).date()).days)


def _hour(moment: Moment) -> Moment:
    """The hour of a moment: there are few, and it is enough to know the date in Brussels."""
    return moment[:13] if isinstance(moment, str) else moment.replace(minute=0, second=0, microsecond=0)


@lru_cache(maxsize=65536)
def _days_since_hour(today: date, hour: Moment) -> int:
    moment = datetime.fromisoformat(hour).replace(tzinfo=UTC) if isinstance(hour, str) else hour
    return _days(today, moment)


@lru_cache(maxsize=65536)
def _unasked(stated: float | None, confirmed: int | None) -> float | None:
    """The estimate of an organisation that was never invited."""
    return Record(stated, (), confirmed).estimate


def _half_after(days: int, passed: int) -> float:
    return float(2.0 ** (-passed / days))
