"""Jobs that went wrong: tried again with growing pauses, put aside after a while, shown to operators without anybody's words."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matchmaker.models import Trouble
from matchmaker.services import surroundings

PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
"""How long a thing waits after its first try, its second one ...; after one more it is put aside."""
LONGEST: Final = timedelta(hours=1)
"""So long a whole job waits at most. It is never put aside: what stands in its way seldom lies in it."""
WHOLE: Final = 0
"""In the place of a row's number: the whole job."""


def list_resting(session: Session, job: str) -> set[int]:
    """The numbers of those that are not to be tried now, because they wait or were put aside."""
    now = surroundings.now(session)
    found = session.execute(select(Trouble.number, Trouble.due_at).where(Trouble.job == job))
    return {number for number, due_at in found if due_at is None or due_at > now}


def note(session: Session, job: str, number: int, kind: str) -> None:
    """A job, or the row with this number in it, went wrong."""
    now = surroundings.now(session)
    trouble = session.scalar(select(Trouble).where(Trouble.job == job, Trouble.number == number).with_for_update())
    if trouble is None:
        trouble = Trouble(job=job, number=number, tries=0, first_at=now)
        session.add(trouble)
    trouble.tries += 1
    trouble.kind, trouble.last_at, trouble.due_at = kind[:60], now, None
    if trouble.tries <= len(PAUSES):
        trouble.due_at = now + PAUSES[trouble.tries - 1]
    if number == WHOLE:
        trouble.due_at = min(trouble.due_at or now + LONGEST, now + LONGEST)
    session.flush()


def is_noted(session: Session, job: str, *, besides: set[int]) -> bool:
    """Whether anything of the job is in trouble but for these numbers."""
    return not besides.issuperset(session.scalars(select(Trouble.number).where(Trouble.job == job)))


def forget(session: Session, job: str, *, besides: set[int]) -> None:
    """Nothing of the job is in trouble any more but for these numbers: it went well, or there is nothing to do about it."""
    session.execute(delete(Trouble).where(Trouble.job == job, Trouble.number.not_in(sorted(besides))))
