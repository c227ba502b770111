"""What the cards of suggested organisations tell besides the reasons: what they say of themselves, and their experience."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.models import Organisation, Participation, PastProject
from matchmaker.services.facts import is_erasmus
from matchmaker.services.projects import Experience

MOST_SHOWN = 3


@dataclass(slots=True)
class Card:
    """An organisation with its past projects: how many it led and joined, and the newest of them."""

    organisation: Organisation
    led: int = 0
    joined: int = 0
    newest: list[Experience] = field(default_factory=list)


def list_cards(session: Session, keys: Collection[str]) -> dict[str, Card]:
    """The cards of the organisations with these keys, in as many queries for thirty as for one."""
    rows = session.scalars(select(Organisation).where(Organisation.key.in_(keys)).options(selectinload(Organisation.terms)))
    cards = {row.id: Card(row) for row in rows}
    took_part = (
        select(Participation)
        .join(Participation.project)
        .where(Participation.organisation_id.in_(cards))
        .options(joinedload(Participation.project, innerjoin=True))
        .order_by(PastProject.year.desc().nulls_last(), PastProject.key)
    )
    for one in session.scalars(took_part):
        card, led = cards[one.organisation_id], one.role == "coordinator"
        card.led, card.joined = card.led + led, card.joined + (not led)
        if len(card.newest) < MOST_SHOWN:
            card.newest.append(Experience(one.project, led, is_erasmus(one.project.call)))
    return {card.organisation.key: card for card in cards.values()}
