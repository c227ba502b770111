"""Each job, and each thing in it, tried by itself: whatever it raises stops none of the others, now or after a restart."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from traceback import extract_tb
from typing import TypeVar

import structlog
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.services import post, troubles

log = structlog.get_logger(__name__)
T = TypeVar("T")
GoesOn = Callable[[], bool]
"""Whether there is time for one thing more; to ask is a sign of life."""
Job = Callable[[GoesOn], set[int]]
"""Does what is due and gives the numbers of the rows with which it went wrong; asks before each whether to go on."""


def always() -> bool:
    """There is time."""
    return True


def try_all(database: Database, some: Mapping[str, Job], goes_on: GoesOn = always) -> None:
    """These jobs by name, each unless it rests."""
    for name, job in some.items():
        if not goes_on():
            return
        try:
            _do(database, name, job, goes_on)
        except Exception as error:  # not even the trouble could be written down: the database is at fault, not the job
            _log(error, name, troubles.WHOLE)


def each(
    database: Database,
    name: str,
    list_due: Callable[[Session], list[int]],
    work: Callable[..., None],
    goes_on: GoesOn,
) -> set[int]:
    """Do it to each row that is due, in a transaction of its own."""
    with database.session(reads=True) as session:
        due, resting = list_due(session), troubles.list_resting(session, name)
    failed = resting.intersection(due)
    for number in due:
        if number in resting:
            continue
        if not goes_on():
            break
        if not _try(database, name, number, partial(write, database, work, number)):
            failed.add(number)
    return failed


def whole(work: Callable[[], object], goes_on: GoesOn) -> set[int]:
    """A job without rows of its own."""
    work()
    return set()


def write(database: Database, work: Callable[..., T], *about: object) -> T:
    """Do it in a transaction of its own."""
    with database.unit_of_work() as session:
        return work(session, *about)


def kind(error: Exception) -> str:
    """What to call an error, without its words."""
    return error.kind if isinstance(error, post.Undelivered) else type(error).__name__


def _do(database: Database, name: str, job: Job, goes_on: GoesOn) -> None:
    """One job, unless it rests; what is in trouble no more is forgotten."""
    with database.session(reads=True) as session:
        if troubles.WHOLE in troubles.list_resting(session, name):
            return
    failed: set[int] = set()
    if not _try(database, name, troubles.WHOLE, lambda: failed.update(job(goes_on))):
        return
    with database.session(reads=True) as session:
        is_over = troubles.is_noted(session, name, besides=failed)
    if is_over:
        with database.unit_of_work() as session:
            troubles.forget(session, name, besides=failed)


def _try(database: Database, name: str, number: int, work: Callable[[], object]) -> bool:
    """Whether it went well; if not, that is written down. Raises what the database raises when that cannot be."""
    try:
        work()
    except Exception as error:
        _log(error, name, number)
        with database.unit_of_work() as session:
            troubles.note(session, name, number, kind(error))
        return False
    return True


def _log(error: Exception, name: str, number: int) -> None:
    """What went wrong and where, without the error's words: they may hold what people wrote."""
    where = extract_tb(error.__traceback__)[-1]
    log.error("job failed", job=name, number=number, kind=kind(error), where=f"{Path(where.filename).name}:{where.lineno}")
