"""What has to be done without anybody asking: end what is due, send the mails that wait, forget, be ready to suggest."""

import threading

import structlog
from sqlalchemy.exc import SQLAlchemyError

from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.services import attempts, changes, exposure, invitations, mails, populations, searches, visits

log = structlog.get_logger(__name__)
EVERY = 60.0
"""Seconds between two rounds when nobody wakes them."""
_due = threading.Event()


def wake() -> None:
    """Something was committed that may have left work: do a round soon."""
    _due.set()


def round_(database: Database, settings: Settings) -> None:
    """Everything that is due now; each part is one transaction."""
    with database.unit_of_work() as session:
        invitations.expire_due(session)
    with database.unit_of_work() as session:
        attempts.prune(session)
    with database.unit_of_work() as session:
        exposure.prune(session)
    with database.unit_of_work() as session:
        searches.tidy(session)
    with database.unit_of_work() as session:
        visits.tidy(session)
    with database.unit_of_work() as session:
        changes.prune(session)
    with database.session(reads=True) as session:
        populations.population(session)  # the next suggestion need not build it or catch up
    with database.unit_of_work() as session:
        mails.send_waiting(session, settings)


def start(database: Database, settings: Settings, over: threading.Event | None = None) -> threading.Thread:
    """Do rounds beside the requests until `over`. What fails is logged and tried again in the next round."""

    def work() -> None:
        while over is None or not over.is_set():
            try:
                round_(database, settings)
            except (SQLAlchemyError, OSError) as error:
                log.error("round failed", kind=type(error).__name__)
            _due.wait(EVERY)
            _due.clear()

    thread = threading.Thread(target=work, name="jobs", daemon=True)
    thread.start()
    return thread
