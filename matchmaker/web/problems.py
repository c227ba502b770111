"""What a person reads when something goes wrong: one page per kind of error, in plain words."""

from contextlib import suppress

import structlog
from flask import Flask, Response, g, make_response, render_template, request
from flask import session as cookie
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, InterfaceError, InternalError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import HTTPException

from matchmaker.errors import Conflict, Forbidden, Invalid, NotFound, Over, Refused, TooOften
from matchmaker.language import N_, say
from matchmaker.web import accounts, kept, limits, once, transactions
from matchmaker.web.headers import IN_THE_PAGE
from matchmaker.web.requests import TAKES_FILES
from matchmaker.web.session import OPEN, person, safe_target

log = structlog.get_logger(__name__)

_UNSHOWN = {"HX-Reswap": "none"}
_MISSING = say(N_("There is no such page, or it is not for you."))
_COLLISION = say(
    N_("Somebody else changed this at the same moment. Nothing of yours was saved; look at it again and repeat your change.")
)
_AWAY = (OperationalError, InterfaceError, InternalError, NoConnection)
"""What is raised when the database is locked, read-only, full, or not there."""
_SENTENCES = {
    400: say(N_("Your browser sent something we cannot read. Go back, load the page again and try once more.")),
    403: say(N_("You may not do this.")),
    404: _MISSING,
    405: say(N_("This address does not take that kind of request.")),
    410: say(N_("What was here has been taken away.")),
    413: say(N_("What you sent is too large. Shorten your text, or choose less, and try again.")),
    415: say(N_("This address does not take that kind of content.")),
}
_FILE_TOO_LARGE = say(N_("The file is too large: at most 10 MB. Nothing was kept."))
_SMALLER = say(N_("Scan it in grey or with fewer points, or save it as a smaller PDF; then upload that."))
_HEADINGS = {
    400: N_("That could not be read"), 403: N_("Not for you to do"), 404: N_("Not found"), 405: N_("Not that way"),
    409: N_("Somebody was faster"), 410: N_("No longer here"), 413: N_("Too large"), 415: N_("Not that kind"),
    422: N_("Something is not right"), 429: N_("Too often"), 500: N_("Our mistake"), 503: N_("Busy"),
}  # fmt: skip
_NOT_YET, _NEVER = N_("This cannot be done yet"), N_("This cannot be done any more")
_INSTEAD = {
    404: say(N_("Check the address. Perhaps the page is for another account, or what it showed is gone.")),
    405: say(N_("Go back to the page, and use its buttons.")),
    409: say(N_("Look at the page as it is now, then repeat what is still to be done.")),
    415: say(N_("Go back to the page, and use its buttons.")),
    500: say(N_("Try again. If it happens again, tell that number to whoever runs this service.")),
}


def page(
    status: int, message: object, *, heading: str = "", instead: object = None, plain: bool = False, **more: object
) -> Response:
    """The error page of a status, with a sentence. What htmx asked for in passing changes nothing; a form's answer is shown.

    heading, instead: what stands above, and what the person can do; of a status, where nothing is said.

    A plain page asks the database for nothing, not even who is there; every page becomes one when the database does not answer.
    """
    heading = heading or _HEADINGS.get(status, _HEADINGS[422])
    places = {"status": status, "message": message, "heading": say(heading), "instead": instead or _INSTEAD.get(status), **more}
    try:
        transactions.reading()
        html = render_template("errors/problem.html", plain=plain, **places)
    except SQLAlchemyError:
        html = render_template("errors/problem.html", plain=True, **places)
    response = make_response(html)
    response.status_code = status
    if "HX-Request" in request.headers:
        response.headers.update(_UNSHOWN if request.method == "GET" else IN_THE_PAGE)
    return response


def _collided(error: Exception, *, plain: bool = False) -> Response:
    """Two people wrote at the same time, and this one came second."""
    log.info("collision", kind=type(error).__name__)
    return page(409, _COLLISION, plain=plain, came_from=_back())


def _unavailable(error: Exception) -> Response:
    """The database does not answer."""
    log.error("database unavailable", kind=type(error).__name__)
    response = page(503, say(N_("The service is busy just now and nothing was saved. Please try again in a minute.")), plain=True)
    response.headers["Retry-After"] = "30"
    return response


def _back() -> str | None:
    """The page of ours from which the request came, to go back to."""
    referrer = request.referrer or ""
    return safe_target(referrer.removeprefix(request.host_url.rstrip("/"))) if referrer.startswith(request.host_url) else None


def _invalid(error: Invalid) -> Response:
    return page(422, say(N_("Something in what you sent is not right:")), problems=error.problems, came_from=_back())


def _not_found(error: NotFound) -> Response:
    return page(404, error.message)


def _forbidden(error: Forbidden) -> Response:
    return page(403, error.message, came_from=_back())


def _conflict(error: Conflict) -> Response:
    return page(409, error.message, changes=error.changes, came_from=_back())


def _refused(error: Refused) -> Response:
    heading = _NEVER if isinstance(error, Over) else _NOT_YET
    return page(409, error.message, heading=heading, instead=error.instead, came_from=_back())


def _forged(error: CSRFError) -> Response:
    """Who has logged out meanwhile, or lost the cookie, goes on after logging in; anybody else sends it from our pages again."""
    if kept.is_from_here() and request.endpoint not in OPEN and person() is None:
        return accounts.log_in_again(kept.target())
    sentence = N_(
        "This form was open for too long, or was not sent from our pages. Go back, load the page again and send it once more."
    )
    return page(400, say(sentence), came_from=_back())


def _too_many(error: RateLimitExceeded) -> Response:
    return _too_often(limits.exceeded())


def _too_often(error: TooOften) -> Response:
    response = page(429, error.message, came_from=_back())
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _http(error: HTTPException) -> Response:
    """Every other HTTP error (the router's redirects do not come here).

    The address of a form that was sent, when it is looked at, leads to the page above it.
    """
    code = error.code or 500
    cause = getattr(error, "original_exception", None)
    if cause is not None:  # what went wrong in a handler of errors, or after the request
        return _unavailable(cause) if isinstance(cause, _AWAY) else _unforeseen(cause)
    if code == 405 and request.method == "GET":
        return Response(status=303, headers={"Location": request.path.rpartition("/")[0] or "/"})
    if code == 413 and request.endpoint in TAKES_FILES:
        return page(code, _FILE_TOO_LARGE, instead=_SMALLER, came_from=_back())
    sentence = _SENTENCES.get(code, _MISSING if code < 500 else _SENTENCES[400])
    response = page(code, sentence, plain=code >= 500)
    response.headers.extend(header for header in error.get_headers() if header[0] == "Allow")
    return response


def _unforeseen(error: Exception) -> Response:
    """A defect of ours: logged with the request's id, which the page shows."""
    log.exception("unforeseen error", kind=type(error).__name__)
    sentence = N_("Something went wrong on our side. It was written down under the number %(number)s; please try again.")
    return page(500, say(sentence, number=g.get("request_id", "–")), plain=True)


def _commit(response: Response) -> Response:
    """Commit what succeeded. An error here no longer reaches the handlers, so it becomes a page of its own."""
    if 400 <= response.status_code < 500:
        return _as_before() or response
    if response.status_code >= 500:
        return response
    try:
        once.note(response)
        transactions.commit()
    except SQLAlchemyError as error:
        return _as_before() or _undone(error)
    return response


def _as_before() -> Response | None:
    """Where this very form led, if another request with it came first: what that one has made stands in the way of this one."""
    if "sent_form" not in g:
        return None
    try:
        transactions.reading()
        led = once.again()
        transactions.commit()
    except SQLAlchemyError:
        return None
    return led


def _undone(error: SQLAlchemyError) -> Response:
    """The page when all was well but for the commit: nothing happened, so the cookie says nothing of it, not who logged in."""
    with suppress(SQLAlchemyError):
        transactions.reading()
    cookie.pop("_flashes", None)
    if isinstance(error, StaleDataError | IntegrityError):
        response = _collided(error, plain=True)
    else:
        response = _unavailable(error) if isinstance(error, _AWAY) else _unforeseen(error)
    cookie.modified = False
    return response


def init_app(app: Flask) -> None:
    """One handler per kind of error, those at the end of a request included."""
    app.after_request(_commit)
    app.register_error_handler(Invalid, _invalid)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(Forbidden, _forbidden)
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(RateLimitExceeded, _too_many)
    app.register_error_handler(TooOften, _too_often)
    app.register_error_handler(StaleDataError, _collided)
    app.register_error_handler(ObjectDeletedError, _collided)
    app.register_error_handler(IntegrityError, _collided)
    for kind in _AWAY:
        app.register_error_handler(kind, _unavailable)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)
