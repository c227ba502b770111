"""The past projects of organisations, as public records know them."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload

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


def count_joint(session: Session, organisations: Collection[int]) -> Mapping[tuple[int, int], int]:
    """Two of these organisations, the lower id first -> how many projects of Erasmus+ they did together, where there is any.

    As in the score, an associated partner did none.
    """
    one, other = aliased(Participation), aliased(Participation)
    together = (one.project_id == other.project_id) & (one.organisation_id < other.organisation_id)
    rows = (
        select(one.organisation_id, other.organisation_id, PastProject.call, func.count(one.project_id.distinct()))
        .join(other, together)
        .join(PastProject, PastProject.id == one.project_id)
        .where(one.organisation_id.in_(organisations), other.organisation_id.in_(organisations))
        .where(one.role != "associated", other.role != "associated")
        .group_by(one.organisation_id, other.organisation_id, PastProject.call)
    )
    found: Counter[tuple[int, int]] = Counter()
    for first, second, call, number in session.execute(rows):
        if is_erasmus(call):
            found[first, second] += number
    return found
