"""How far each partner is, for whoever coordinates and for each partner; asking, accepting, giving back; dates to keep."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker import language
from matchmaker.documents import calendar
from matchmaker.errors import Invalid, Refused
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.readiness import GivingBack, Opened
from matchmaker.inputs.uploads import MOST
from matchmaker.language import N_, nN_, nsay
from matchmaker.language import whole as in_full
from matchmaker.models import Consortium, Member, Upload
from matchmaker.permissions import may
from matchmaker.readiness.items import DOCUMENT
from matchmaker.services import consortia, deadlines, readiness, rounds, sheets, surroundings, uploads
from matchmaker.services.members import find_member
from matchmaker.web.session import somebody
from matchmaker.web.toasts import done
from matchmaker.web.transactions import reading, session, writing

blueprint = Blueprint("readiness", __name__, url_prefix="/consortia/<int:consortium_id>/readiness")
_ASKED = nN_("%(n)s partner was asked.", "%(n)s partners were asked.")


@dataclass(frozen=True)
class Ways:
    """Where files of one partner are sent, read and deleted; and how many bytes one may have."""

    send: str
    read: Callable[[Upload], str]
    delete: Callable[[Upload], str]
    most: int = MOST


def ways_of(member: Member) -> Ways:
    """For those with an account."""
    number = member.consortium_id
    return Ways(
        send=url_for("uploads.add", consortium_id=number, member_id=member.id),
        read=lambda one: url_for("uploads.show", consortium_id=number, upload_id=one.id),
        delete=lambda one: url_for("uploads.delete", consortium_id=number, upload_id=one.id),
    )


@dataclass(frozen=True)
class Wrong:
    """What could not be done, beside the thing it is about."""

    organisation: int
    item: str
    said: object


@blueprint.get("")
def show(consortium_id: int) -> Response:
    """What is asked of each partner, and what of it is there."""
    return page(consortium_id)


def page(consortium_id: int, *, wrong: Wrong | None = None, status: int = 200) -> Response:
    """The page; with what could not be done just now."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    board = readiness.shown_to(readiness.board(session(), consortium), consortium, by=by)
    shown = render_template(
        "readiness/show.html",
        consortium=consortium,
        call=rounds.call_of(session(), consortium),
        board=board,
        ways=ways_of,
        labels=sheets.FIELDS,
        files=files_of(consortium),
        members={one.organisation: find_member(consortium, one.organisation) for one in board.columns},
        holds=may(by, "consortium.review", consortium),
        again=surroundings.now(session()) - readiness.AGAIN,
        wrong=wrong,
    )
    response = make_response(shown)
    response.status_code = status
    return response


@blueprint.post("/ask")
def ask(consortium_id: int) -> ResponseReturnValue:
    """Ask all for what is missing, or one partner for one thing or for all."""
    consortium = _found(consortium_id)
    organisation, item = request.form.get("organisation", ""), request.form.get("item", "")
    wanted = None
    if organisation.isascii() and organisation.isdigit():
        wanted = {int(organisation): (item,) if item else None}
    asked = readiness.ask(writing(), consortium, wanted, by=somebody())
    done(nsay(*_ASKED, asked))
    return _back(consortium_id, organisation)


@blueprint.post("/accept")
def accept(consortium_id: int) -> ResponseReturnValue:
    """One thing is as it should be."""
    consortium, opened = _found(consortium_id), _opened()
    readiness.accept(writing(), consortium, opened, by=somebody())
    done(N_("Accepted."))
    return _back(consortium_id, str(opened.organisation))


@blueprint.post("/give-back")
def give_back(consortium_id: int) -> ResponseReturnValue:
    """One thing is not as it should be, and why."""
    consortium, opened = _found(consortium_id), _opened()
    try:
        form = parse(GivingBack, {"reason": request.form.get("reason", "")})
    except Invalid:
        reading()
        said = language.say(N_("Say what is to be mended; the partner reads it."))
        return page(consortium_id, wrong=Wrong(opened.organisation, opened.item, said), status=422)
    readiness.give_back(writing(), consortium, opened, form, by=somebody())
    done(N_("Given back; the partner was told."))
    return _back(consortium_id, str(opened.organisation))


@blueprint.get("/deadlines.ics")
def dates(consortium_id: int) -> Response:
    """The deadlines for one's own calendar."""
    consortium = _found(consortium_id)
    call, now = rounds.call_of(session(), consortium), surroundings.now(session())
    base = current_app.extensions["settings"].base_url.rstrip("/")
    listed = calendar.deadlines(
        consortium=consortium.id,
        version=consortium.version,
        title=consortium.title,
        call=f"{call.label(language.current())} {call.year}",
        last=deadlines.applying(session(), consortium),
        internal=deadlines.internal(session(), consortium),
        url=base + url_for("consortia.show", consortium_id=consortium.id),
        language=language.current(),
    )
    headers = {"Content-Disposition": f'attachment; filename="consortium-{consortium.id}.ics"'}
    return Response(calendar.ics(listed, made_at=now), mimetype=calendar.MEDIA_TYPE, headers=headers)


def files_of(consortium: Consortium) -> dict[tuple[int, str], list[Upload]]:
    """By organisation and item, the oldest first."""
    found: dict[tuple[int, str], list[Upload]] = defaultdict(list)
    for one in uploads.list_of(session(), consortium):
        found[one.organisation_id, DOCUMENT + one.document].append(one)
    return found


def refused(error: Invalid | Refused) -> object:
    """The one sentence of what was refused, with what to do instead."""
    return next(iter(error.problems.values())) if isinstance(error, Invalid) else in_full(error)


def _opened() -> Opened:
    return parse(Opened, {name: request.form.get(name, "") for name in Opened.model_fields})


def _found(consortium_id: int) -> Consortium:
    return consortia.get_consortium(session(), consortium_id, by=somebody())


def _back(consortium_id: int, organisation: str) -> ResponseReturnValue:
    anchor = f"partner-{organisation}" if organisation else None
    return redirect(url_for("readiness.show", consortium_id=consortium_id, _anchor=anchor), 303)
