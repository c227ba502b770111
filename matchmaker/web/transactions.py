"""One database session a request: it reads for GET and HEAD, else it is one unit of work, committed once and below status 400."""

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from matchmaker import jobs
from matchmaker.db import Database
from matchmaker.web import problems

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def database() -> Database:
    """The database of this application."""
    found: Database = current_app.extensions["database"]
    return found


def session() -> Session:
    """The session of this request, opened when it is first asked for."""
    if "database_session" not in g:
        g.database_session = database().session(reads=request.method in READING)
    opened: Session = g.database_session
    return opened


def _commit(response: Response) -> Response:
    """Commit what succeeded. An error here no longer reaches the handlers, so it becomes a page of its own."""
    opened: Session | None = g.get("database_session")
    if opened is None or request.method in READING or response.status_code >= 400:
        return response
    try:
        opened.commit()
    except (StaleDataError, IntegrityError) as error:
        return problems.collided(error)
    except (OperationalError, SQLAlchemyError) as error:
        return problems.unavailable(error)
    jobs.wake()
    return response


def _close(error: BaseException | None) -> None:
    """Roll back whatever was not committed."""
    opened: Session | None = g.pop("database_session", None)
    if opened is not None:
        opened.close()


def init_app(app: Flask) -> None:
    """Commit after each request, close at its end."""
    app.after_request(_commit)
    app.teardown_request(_close)
