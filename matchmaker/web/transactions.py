"""One database session a request: it reads, until a verb is to write; then it is one unit of work, committed once.

The write lock is taken late and given back early: user, form and page are read before it, and no page is rendered under it.
"""

from contextlib import suppress

from flask import Flask, current_app, g
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from matchmaker.db import Database


def database() -> Database:
    """The database of this application."""
    found: Database = current_app.extensions["database"]
    return found


def session() -> Session:
    """The session of this request, opened when it is first asked for."""
    if "database_session" not in g:
        g.database_session, g.writes = database().session(reads=True), False
    opened: Session = g.database_session
    return opened


def writing() -> Session:
    """The session of this request, for a verb that writes: `verb(writing(), thing, form, by=...)`.

    The first statement takes the lock, and what was loaded before is read again under it. Parse first.
    """
    opened = session()
    if not g.writes:
        opened.flush()  # what was changed while only reading is refused by the database, and not lost
        database().turn(opened, reads=False)
        g.writes = True
    return opened


def writes() -> bool:
    """Whether this request has begun to write."""
    return bool(g.get("writes"))


def reading() -> None:
    """Undo what this request wrote, and only read from here on: others need not wait while a page is rendered."""
    if g.get("writes"):
        g.writes = False
        database().turn(session(), reads=True)


def commit() -> None:
    """Commit what this request wrote. Raises what the database does."""
    if g.get("writes"):
        session().commit()
        database().heard(session())
    elif "database_session" in g:
        session().flush()  # nothing, unless something was changed while only reading: the database refuses that


def _close(error: BaseException | None) -> None:
    """Roll back whatever was not committed."""
    opened: Session | None = g.pop("database_session", None)
    if opened is not None:
        with suppress(SQLAlchemyError):  # there is nothing to undo where the database has gone
            opened.close()


def init_app(app: Flask) -> None:
    """Close the session at the end of each request."""
    app.teardown_request(_close)
