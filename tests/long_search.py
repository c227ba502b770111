"""What makes a search long: many organisations that each offer a few of many kinds of expertise, of which few may be chosen."""

from random import Random
from typing import Any

from sqlalchemy.orm import Session

from matchmaker.models import Idea, OrganisationTerm
from matchmaker.programme.expertise import EXPERTISE
from matchmaker.services import surroundings
from tests import factories
from tests.factories import Actor

SLUGS = sorted(EXPERTISE)[:30]
WISHES = {"expertise": SLUGS, "size_min": 9, "size_max": 9, "applicant": "we"}


def crowd(session: Session, number: int = 80) -> None:
    """So many members of the service, no two of them alike."""
    random, now = Random("crowd"), surroundings.now(session)
    for one in range(number):
        offered = random.sample(SLUGS, 4)
        factories.known_only(
            session,
            f"crowd-{one}",
            f"Guest house {one}",
            country=random.choice(("DE", "FR", "ES", "IT", "AT", "CZ")),
            type=random.choice(("EPLUS-EDU-VOC-SEC", "EPLUS-EDU-HEI", "EPLUS-ENT-SME", "EPLUS-NGO")),
            responsiveness=round(random.random(), 3),
            joined_at=now,
            terms=[OrganisationTerm(vocabulary="expertise", code=slug) for slug in offered],
        )


def idea(session: Session, actor: Actor, **said: Any) -> Idea:
    """An idea whose search does not come to its end within a minute."""
    return factories.idea(session, actor, **(WISHES | said))
