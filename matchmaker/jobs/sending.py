"""The sender of mails: each taken in one transaction, sent outside of any, marked in another."""

from collections.abc import Callable
from functools import partial
from time import sleep
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.jobs.trying import GoesOn, kind, write
from matchmaker.services import mails, post

log = structlog.get_logger(__name__)
INSIST: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between the tries to write down that a mail was sent: what is not written down is sent once more."""


def send_due(database: Database, settings: Settings, goes_on: GoesOn) -> set[int]:
    """Send the mails that are due, one by one. Raises `Away` while the server takes none; then all wait."""
    while goes_on() and (letter := _taken(database)):
        _send(database, settings, letter)
    return set()


def send(database: Database, settings: Settings, number: int, goes_on: GoesOn) -> set[int]:
    """Send the mail with this number, if it is due. Raises as `send_due` does."""
    if goes_on() and (letter := _taken(database, number)):
        _send(database, settings, letter)
    return set()


def _send(database: Database, settings: Settings, letter: mails.Letter) -> None:
    try:
        post.hand_over(letter, settings)
    except post.Away:
        _insist(database, mails.put_back, letter)
        raise
    except Exception as error:
        log.warning("mail not taken", mail=letter.number, attempt=letter.attempt, kind=kind(error))
        _insist(database, partial(mails.failed, kind=kind(error), final=isinstance(error, post.Never)), letter)
    else:
        _insist(database, mails.sent, letter)


def _taken(database: Database, number: int | None = None) -> mails.Letter | None:
    """The next mail to send, or that one. One looks before asking for the lock that writers need."""
    with database.session(reads=True) as session:
        if not mails.is_due(session, number):
            return None
    return write(database, mails.take, number)


def _insist(database: Database, work: Callable[..., None], letter: mails.Letter) -> None:
    """Write down what became of a mail, also when the database is busy for a while."""
    for pause in INSIST:
        try:
            write(database, work, letter)
        except SQLAlchemyError:
            sleep(pause)
        else:
            return
    write(database, work, letter)
