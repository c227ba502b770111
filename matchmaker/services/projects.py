"""The past projects of organisations, as public records know them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.models import Organisation, Participation, PastProject
from matchmaker.programme.erasmus import is_erasmus

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Experience:
    """One past project of an organisation: whether it led it, and whether the project is one of Erasmus+."""

    project: PastProject
    led: bool
    erasmus: bool


def list_projects(session: Session, organisation: Organisation, limit: int = MOST_SHOWN) -> list[Experience]:
    """The organisation's projects, the newest first, at most `limit`. Those beside Erasmus+ are shown and not scored."""
    rows = (
        select(Participation)
        .join(Participation.project)
        .where(Participation.organisation_id == organisation.id)
        .options(joinedload(Participation.project, innerjoin=True))
        .order_by(PastProject.year.desc().nulls_last(), PastProject.key)
    )
    found = session.scalars(rows.limit(limit))
    return [Experience(one.project, one.role == "coordinator", is_erasmus(one.project.call)) for one in found]
