"""What has to be done without anybody asking: let invitations expire, send the mails that wait, forget who was shown."""

import threading

import structlog
from sqlalchemy.exc import SQLAlchemyError

from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.services import changes, exposure, invitations, mails, searches

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
        exposure.prune(session)
    with database.unit_of_work() as session:
        searches.tidy(session)
    with database.unit_of_work() as session:
        changes.prune(session)
    with database.unit_of_work() as session:
        mails.send_waiting(session, settings)


def start(database: Database, settings: Settings) -> threading.Thread:
    """Do rounds for as long as the process lives, beside the requests. What fails is logged and tried again in the next round."""

    def work() -> None:
        while True:
            _due.wait(EVERY)
            _due.clear()
            try:
                round_(database, settings)
            except (SQLAlchemyError, OSError) as error:
                log.error("round failed", kind=type(error).__name__)

    thread = threading.Thread(target=work, name="jobs", daemon=True)
    thread.start()
    return thread
