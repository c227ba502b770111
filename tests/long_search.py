"""What makes a search long: organisations that each offer a few of many kinds of expertise, and many that do not go together."""

from itertools import combinations
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from matchmaker.models import Block, Idea, OrganisationTerm
from matchmaker.programme.expertise import EXPERTISE
from matchmaker.services import surroundings
from tests import factories
from tests.factories import Actor

SLUGS = sorted(EXPERTISE)[:30]
WISHES = {"expertise": SLUGS, "size_min": 11, "size_max": 11, "applicant": "we"}


def crowd(session: Session, number: int = 220) -> None:
    """So many members of the service, no two of them alike, a quarter of whose pairs do not want to sit together."""
    random, now = Random("crowd"), surroundings.now(session)
    made = [
        factories.known_only(
            session,
            f"crowd-{one}",
            f"Guest house {one}",
            country=random.choice(("DE", "FR", "ES", "IT", "AT", "CZ")),
            type=random.choice(("EPLUS-EDU-VOC-SEC", "EPLUS-EDU-HEI", "EPLUS-ENT-SME", "EPLUS-NGO")),
            responsiveness=round(random.random(), 3),
            joined_at=now,
            terms=[OrganisationTerm(vocabulary="expertise", code=slug) for slug in random.sample(SLUGS, 4)],
        )
        for one in range(number)
    ]
    session.flush()
    apart = [pair for pair in combinations([one.id for one in made], 2) if random.random() < 0.26]
    rows = [{"organisation_id": one, "blocked_id": other, "created_at": now} for one, other in apart]
    session.execute(insert(Block), rows)


def idea(session: Session, actor: Actor, **said: Any) -> Idea:
    """An idea to which a first answer is found within seconds, and whose search takes a minute."""
    return factories.idea(session, actor, **(WISHES | said))
