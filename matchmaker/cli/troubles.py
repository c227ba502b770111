"""What a database answers instead of what it was asked, as one sentence without the password."""

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError

from matchmaker.language import N_, Message, say

BUSY = N_("The database is busy or does not answer. Nothing was written; try again.")
OTHER = N_("The tables of the database are not those that its migrations made: it was changed by other hands.")
SQLITE = {
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_CANTOPEN": N_("The database cannot be opened: no file that we may read lies at its address."),
    "SQLITE_NOTADB": N_("The file at the address of the database is no SQLite database."),
    "SQLITE_CORRUPT": N_("The file of the database is damaged."),
    "SQLITE_READONLY": N_("The database can be read and not written: its file, its folder or its disk is read-only."),
    "SQLITE_FULL": N_("The disk is full. Nothing was written."),
    "SQLITE_IOERR": N_("The disk failed or is full. Nothing was written."),
    "SQLITE_ERROR": OTHER,
}
"""SQLite's primary name of an error -> what it means to whoever runs the service."""
STRANGE = frozenset({"42P01", "42703", "42P07", "42701", "42710"})
"""What PostgreSQL calls a table or a column that is not there, or there already."""
STRANGE_WORDS = ("no such", "already exists", "duplicate column")
"""The same in the words of SQLite."""
NO_ANSWER = N_("The database server does not answer: is it running, and is its address right?")
UNCONNECTED = {
    "authentication failed": N_("The database server refuses the user or the password."),
    "no password supplied": N_("The database server refuses the user or the password."),
    "pg_hba.conf": N_("The database server refuses the user or the password."),
    "role": N_("The database server refuses the user or the password."),
    "does not exist": N_("The database server has no database of that name."),
    "resolve": N_("The host of the database is not known."),
    "translate host": N_("The host of the database is not known."),
    "connection option": N_("The address of the database holds an option that the server does not know."),
}
"""What stands in an error from before there is a connection -> what it means; the error itself may hold the password."""


def told(error: Exception) -> Message | None:
    """What is wrong with the database, or None when it is something else, such as our own question."""
    match error.orig if isinstance(error, DBAPIError) else None:
        case sqlite3.Error() as cause:
            sentence = SQLITE.get("_".join(getattr(cause, "sqlite_errorname", "").split("_")[:2]))
            ours = sentence is OTHER and not any(words in str(cause) for words in STRANGE_WORDS)
            return say(sentence) if sentence and not ours else None
        case psycopg.Error() as cause if cause.sqlstate in STRANGE:
            return say(OTHER)
        case psycopg.Error() as cause if cause.sqlstate is None or cause.sqlstate.startswith(("08", "28", "3D")):
            return say(next((sentence for part, sentence in UNCONNECTED.items() if part in str(cause)), NO_ANSWER))
        case psycopg.OperationalError():
            return say(BUSY)
    return None
