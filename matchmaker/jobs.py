"""What has to be done without anybody asking: end what is due, send the mails that wait, forget, be ready to suggest.

Each job, and each thing in it, is tried by itself: whatever it raises stops none of the others, now or after a restart.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from traceback import extract_tb
from typing import Final, TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.services import (
    attempts,
    changes,
    colleagues,
    confirmations,
    drafts,
    exposure,
    invitations,
    mails,
    offers,
    populations,
    post,
    rechecks,
    searches,
    sent_forms,
    troubles,
    visits,
)

log = structlog.get_logger(__name__)
EVERY: Final = {"jobs": 60.0, "populations": 60.0, "mails": 15.0}
"""The threads that do them, and the seconds between two rounds when nobody wakes them.

Mails have a thread of their own, so that a mail server that answers slowly keeps nothing else from being done.
"""
WOKEN: Final = ("populations", "mails")
"""Those with something to do after a commit. The others write, and would compete with people for SQLite's one lock each time."""
STILL: Final = 300.0
"""Seconds without a sign of life after which a thread stands still: no single thing it does takes nearly as long."""
INSIST: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between the tries to write down that a mail was sent: what is not written down is sent once more."""
T = TypeVar("T")
Job = Callable[[Callable[[], bool]], set[int]]
"""Does what is due and gives the numbers of the rows with which it went wrong; asks before each whether to go on."""
TIDYING: Final = {
    "attempts": attempts.prune,
    "exposure": exposure.prune,
    "searches": searches.tidy,
    "sent forms": sent_forms.prune,
    "drafts": drafts.prune,
    "offers": offers.prune,
    "visits": visits.tidy,
    "colleagues": colleagues.tidy,
    "changes": changes.prune,
}
"""What is forgotten, or ended because nobody else will: each in a transaction of its own."""
RECHECKS: Final = {
    "idea rules": (rechecks.list_due_ideas, rechecks.recheck_idea),
    "consortium rules": (rechecks.list_due_consortia, rechecks.recheck_consortium),
    "snapshot rules": (rechecks.list_due_snapshots, rechecks.recheck_snapshot),
}
"""What is checked again when its call changed, row by row: which are due, and how."""
NOTHING: Final[Mapping[str, Callable[[], None]]] = {}
_due: Final = {name: Event() for name in EVERY}


def wake() -> None:
    """Something was committed that may have left work: do a round of `WOKEN` soon."""
    for name in WOKEN:
        _due[name].set()


def jobs(
    database: Database, settings: Settings, also: Mapping[str, Callable[[], None]] = NOTHING
) -> Mapping[str, Mapping[str, Job]]:
    """By thread, its jobs by name; `also`: what this process has to do besides."""
    secret = settings.secret_key.get_secret_value()
    ask = partial(confirmations.send_missing, secret=secret, base_url=settings.base_url)
    return {
        "jobs": {
            "calls": partial(_take_up, database),
            **{name: partial(_each, database, name, due, work) for name, (due, work) in RECHECKS.items()},
            "invitations": partial(_each, database, "invitations", invitations.list_due, invitations.expire),
            "addresses": partial(_each, database, "addresses", confirmations.list_missing, ask),
            **{name: partial(_tidy, database, work) for name, work in TIDYING.items()},
            **{name: partial(_besides, work) for name, work in also.items()},
        },
        "populations": {"populations": partial(_be_ready, database)},
        "mails": {"mails": partial(_send, database, settings)},
    }


def recheck(database: Database) -> None:
    """Check everything again whose call has changed, now."""
    for name, (due, work) in RECHECKS.items():
        _round(database, {name: partial(_each, database, name, due, work)}, lambda: True)


def round_(database: Database, settings: Settings, threads: Iterable[str] = EVERY) -> None:
    """Everything of these threads that is due now, but for what waits after it went wrong."""
    for name in threads:
        _round(database, jobs(database, settings)[name], lambda: True)


class Running:
    """The jobs of this process, done beside the requests until `over`."""

    def __init__(self, database: Database, settings: Settings, over: Event, also: Mapping[str, Callable[[], None]]) -> None:
        self._over = over
        self._lived = dict.fromkeys(EVERY, monotonic())
        self._threads = {
            name: Thread(target=self._work, args=(database, name, some), name=name, daemon=True)
            for name, some in jobs(database, settings, also).items()
        }
        for thread in self._threads.values():
            thread.start()

    def standing_still(self) -> list[str]:
        """The threads that have died, or have given no sign of life for too long."""
        now = monotonic()
        return [name for name, one in self._threads.items() if not one.is_alive() or now - self._lived[name] > STILL]

    def join(self, seconds: float | None = None) -> None:
        """Wait until they have ended, which they do after `over` and what is under way, or for so long with each."""
        for due in _due.values():
            due.set()
        for thread in self._threads.values():
            thread.join(seconds)

    def _work(self, database: Database, name: str, some: Mapping[str, Job]) -> None:
        while not self._over.is_set():
            _round(database, some, lambda: self._goes_on(name))
            _due[name].wait(EVERY[name])
            _due[name].clear()
            self._goes_on(name)

    def _goes_on(self, name: str) -> bool:
        """Whether there is time for one thing more; to ask is a sign of life."""
        self._lived[name] = monotonic()
        return not self._over.is_set()


def start(
    database: Database,
    settings: Settings,
    over: Event | None = None,
    *,
    also: Mapping[str, Callable[[], None]] = NOTHING,
) -> Running:
    """Do rounds beside the requests until `over`; in each also what this process has to do besides, by name."""
    return Running(database, settings, over or Event(), also)


def _round(database: Database, some: Mapping[str, Job], goes_on: Callable[[], bool]) -> None:
    for name, job in some.items():
        if not goes_on():
            return
        try:
            _do(database, name, job, goes_on)
        except Exception as error:  # not even the trouble could be written down: the database is at fault, not the job
            _log(error, name, troubles.WHOLE)


def _do(database: Database, name: str, job: Job, goes_on: Callable[[], bool]) -> None:
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
            troubles.note(session, name, number, _kind(error))
        return False
    return True


def _kind(error: Exception) -> str:
    return error.kind if isinstance(error, post.Undelivered) else type(error).__name__


def _log(error: Exception, name: str, number: int) -> None:
    """What went wrong and where, without the error's words: they may hold what people wrote."""
    where = extract_tb(error.__traceback__)[-1]
    log.error("job failed", job=name, number=number, kind=_kind(error), where=f"{Path(where.filename).name}:{where.lineno}")


def _each(
    database: Database,
    name: str,
    list_due: Callable[[Session], list[int]],
    work: Callable[..., None],
    goes_on: Callable[[], bool],
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
        if not _try(database, name, number, partial(_write, database, work, number)):
            failed.add(number)
    return failed


def _tidy(database: Database, work: Callable[[Session], None], goes_on: Callable[[], bool]) -> set[int]:
    _write(database, work)
    return set()


def _besides(work: Callable[[], None], goes_on: Callable[[], bool]) -> set[int]:
    work()
    return set()


def _take_up(database: Database, goes_on: Callable[[], bool]) -> set[int]:
    """Go on with the calls that somebody has put in force meanwhile."""
    database.take_up()
    return set()


def _be_ready(database: Database, goes_on: Callable[[], bool]) -> set[int]:
    """Catch up with the changes, so that the next suggestion need not."""
    with database.session(reads=True) as session:
        populations.population(session)
    return set()


def _send(database: Database, settings: Settings, goes_on: Callable[[], bool]) -> set[int]:
    """Send the mails that are due, one by one: taken in one transaction, sent outside of any, marked in another.

    Raises `Away` while the server takes none; then all wait.
    """
    while goes_on() and (letter := _taken(database)):
        try:
            post.hand_over(letter, settings)
        except post.Away:
            _insist(database, mails.put_back, letter)
            raise
        except Exception as error:
            log.warning("mail not taken", mail=letter.number, attempt=letter.attempt, kind=_kind(error))
            _insist(database, partial(mails.failed, kind=_kind(error), final=isinstance(error, post.Never)), letter)
        else:
            _insist(database, mails.sent, letter)
    return set()


def _taken(database: Database) -> mails.Letter | None:
    """The next mail to send. One looks before asking for the lock that writers need."""
    with database.session(reads=True) as session:
        if not mails.is_due(session):
            return None
    return _write(database, mails.take)


def _insist(database: Database, work: Callable[..., None], letter: mails.Letter) -> None:
    """Write down what became of a mail, also when the database is busy for a while."""
    for pause in INSIST:
        try:
            _write(database, work, letter)
        except SQLAlchemyError:
            sleep(pause)
        else:
            return
    _write(database, work, letter)


def _write(database: Database, work: Callable[..., T], *about: object) -> T:
    """Do it in a transaction of its own."""
    with database.unit_of_work() as session:
        return work(session, *about)
