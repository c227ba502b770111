"""Who was suggested for the invented ideas, so that the ledger of the demo is not empty."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.demo.population import Invented
from matchmaker.demo.stories import on
from matchmaker.models import Idea, User
from matchmaker.services import exposure, surroundings

DAYS_AN_IDEA, FITTING, PARTNERS_A_DAY = 5, 24, 9
"""On so many days at most somebody looked at the suggestions for an idea; of those who fit best so many were among them."""


def look(session: Session, invented: Sequence[Invented], people: Mapping[str, User], seed: int) -> None:
    """Let people look at suggestions on a few days since they described their ideas; `people` act for them, by id.

    Suggested are organisations of other countries that list most of the fields and topics an idea asks for.
    """
    rng = Random(seed)
    now = surroundings.now(session)
    for idea in session.scalars(select(Idea).options(selectinload(Idea.terms), joinedload(Idea.organisation)).order_by(Idea.id)):
        asked = {term.code for term in idea.terms if term.vocabulary in ("field", "topic")}
        abroad = [one.facts for one in invented if one.facts.country != idea.organisation.country]
        by_fit = sorted(abroad, key=lambda one: (-len(asked.intersection(one.fields + one.topics)), rng.random()))
        passed = (now - idea.created_at).days
        for days in sorted(rng.sample(range(passed + 1), min(DAYS_AN_IDEA, passed + 1))):
            shown = [one.id for one in rng.sample(by_fit[:FITTING], min(PARTNERS_A_DAY, len(by_fit)))]
            with on(session, idea.created_at + timedelta(days=days)):
                exposure.record_shown(session, idea, shown, by=people[idea.organisation.key])
