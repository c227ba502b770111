"""The first pages: what this is, one's desk, how it works, and whether the service lives."""

from typing import Final

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker import agenda
from matchmaker.demo.cast import LOGINS
from matchmaker.demo.sample import sample
from matchmaker.inputs.forms import LONGEST_LIST
from matchmaker.services import (
    accounts,
    colleagues,
    consortia,
    desk,
    drafts,
    endings,
    handover,
    ideas,
    invitations,
    organisations,
    ownership,
    reviews,
    surroundings,
    threads,
)
from matchmaker.web import choices
from matchmaker.web.actions import action_of
from matchmaker.web.forms import LONGEST_WORDS
from matchmaker.web.session import is_local, person, somebody
from matchmaker.web.transactions import database, session
from matchmaker.workflow import GOING

blueprint = Blueprint("start", __name__)
_STATES: Final = {
    "ok": ("ok", True),
    "busy": ("busy: something else has been writing for a second", True),
    "behind": ("migrations wait", False),
    "unwritable": ("the database cannot be written", False),
    "away": ("the database does not answer", False),
}
"""What monitors read of the state of the database, and whether requests may come."""


@blueprint.get("/")
def page() -> ResponseReturnValue:
    """What the service does in one sentence; whoever is logged in goes to the desk."""
    if person() is not None:
        return redirect(url_for("start.home"), 303)
    there = {user.email for user in accounts.list_demo(session())} if is_local() else set()
    return render_template(
        "start/page.html",
        demo=[login for login in LOGINS if login.email in there],
        sample=sample(),
        coming=surroundings.guide(session()).coming(surroundings.now(session())),
    )


@blueprint.get("/home")
def home() -> str:
    """What waits, one's organisations, invitations, ideas and consortia."""
    by = somebody()
    received, offered = invitations.list_received(session(), by=by), handover.list_received(session(), by=by)
    listed, described = consortia.list_consortia(session(), by=by), ideas.list_ideas(session(), by=by)
    asked, mine = colleagues.list_received(session(), by=by), organisations.list_mine(session(), by=by)
    changed = reviews.unseen_consortia(session(), listed, by=by)
    beside = desk.others(
        session(),
        asked=asked,
        offered=offered,
        received=received,
        unread=threads.list_unread(session(), by=by),
        organisations=mine,
        ideas=described,
        is_used=any(one.state in GOING for one in listed),
        by=by,
    )
    steps = agenda.desk(desk.list_standings(session(), listed, changed=changed, by=by), beside)
    first, others = agenda.ahead(
        [one for one in steps if one.kind != "answer_colleague"]
    )  # which stand above, with their buttons
    return render_template(
        "start/home.html",
        organisations=mine,
        received=received,
        endings={one.id: endings.ending_of(one) for one in received},
        asked=asked,
        roles=colleagues.ROLES,
        ownerless=ownership.list_warnings(session(), by=by),
        ideas=described,
        drafts=drafts.list_drafts(session(), by=by),
        consortia=listed,
        changed_ideas=reviews.unseen_ideas(session(), described, by=by),
        changed_consortia=changed,
        sizes=consortia.sizes(session(), listed),
        first=first,
        others=others,
        replaced=next((one for one in steps if one.kind == "replace"), None),
        titles={one.id: one.title for one in listed},
        action_of=action_of,
    )


@blueprint.get("/about")
def about() -> str:
    """How it works: what is checked, what the score is made of, what it is not."""
    return render_template("start/about.html")


@blueprint.get("/fields")
def fields() -> str:
    """Fields of interest for one's own words: the part of a form that shows them."""
    chosen, words = request.args.getlist("fields")[:LONGEST_LIST], request.args.get("fields_words", "")[:LONGEST_WORDS]
    return render_template("start/fields.html", choices=choices.fields_sought(chosen, words), chosen=chosen, words=words)


@blueprint.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> Response:
    """The database answers, is up to date and takes what is written; and the jobs of this service, if it has any, go on."""
    said, is_ready = _STATES[database().state()]
    standing_still = [name for some in current_app.extensions.get("jobs", ()) for name in some.standing_still()]
    if is_ready and standing_still:
        said, is_ready = f"jobs stand still: {', '.join(standing_still)}", False
    return Response(f"{said}\n", 200 if is_ready else 503, mimetype="text/plain")
