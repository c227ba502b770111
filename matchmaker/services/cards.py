"""What the cards of suggested organisations tell besides the reasons: what they say of themselves, and their experience."""

import math
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.language import Message, nN_, nsay
from matchmaker.models import Organisation, Participation, PastProject
from matchmaker.programme.erasmus import is_erasmus
from matchmaker.services import exposure, responses
from matchmaker.services.projects import Experience
from matchmaker.services.responses import Record

MOST_SHOWN = 3
_WITHIN = nN_("answers within %(n)s day", "answers within %(n)s days")


@dataclass(slots=True)
class Card:
    """An organisation with how it answers, and its past projects: how many it led and joined, and the newest of them.

    answer_time: half of its first answers of the last year came at least so fast; None without any.
    """

    organisation: Organisation
    answering: Record
    answer_time: timedelta | None = None
    led: int = 0
    joined: int = 0
    newest: list[Experience] = field(default_factory=list)

    @property
    def days(self) -> int | None:
        """Within how many days it answers, at least 1; None when that is not known."""
        return None if self.answer_time is None else max(1, math.ceil(self.answer_time / timedelta(days=1)))

    @property
    def soon(self) -> Message:
        """How soon it answers, or else what is known of its answering, in a few words."""
        return self.answering.short if self.days is None else nsay(*_WITHIN, self.days)


def list_cards(session: Session, keys: Collection[str]) -> dict[str, Card]:
    """The cards of the organisations with these keys, in as many queries for thirty as for one."""
    these = Organisation.key.in_(keys)
    answers = responses.read(session, these)
    rows = session.scalars(select(Organisation).where(these).options(selectinload(Organisation.terms)))
    cards = {row.id: Card(row, answers.record(row.key, row.responsiveness, row.confirmed_at)) for row in rows}
    for number, within in exposure.answer_times(session, cards).items():
        cards[number].answer_time = within
    theirs, is_led = Participation.organisation_id.in_(cards), Participation.role == "coordinator"
    counted = select(Participation.organisation_id, func.count().filter(is_led), func.count()).where(theirs)
    for organisation_id, led, all_ in session.execute(counted.group_by(Participation.organisation_id)):
        cards[organisation_id].led, cards[organisation_id].joined = led, all_ - led
    for one in session.scalars(_newest(theirs)):
        shown = Experience(one.project, one.role == "coordinator", is_erasmus(one.project.call))
        cards[one.organisation_id].newest.append(shown)
    return {card.organisation.key: card for card in cards.values()}


def _newest(which: ColumnElement[bool]) -> Select[Participation]:
    """The newest participations of each organisation; some took part in a thousand projects."""
    newest_first = (PastProject.year.desc().nulls_last(), PastProject.key, Participation.role)
    place = func.row_number().over(partition_by=Participation.organisation_id, order_by=newest_first).label("place")
    placed = select(Participation.id, place).join(Participation.project).where(which).subquery()
    newest = select(Participation).join(placed, placed.c.id == Participation.id).where(placed.c.place <= MOST_SHOWN)
    whole = newest.options(joinedload(Participation.project, innerjoin=True))
    return whole.order_by(Participation.organisation_id, placed.c.place)
