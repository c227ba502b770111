"""Project ideas: begun for a call, shown, closed. How they are described and changed: `drafts.py`."""

from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.eligibility.finder import in_order
from matchmaker.language import N_
from matchmaker.models import Organisation, User
from matchmaker.permissions import may, require
from matchmaker.programme.calls import Call
from matchmaker.services import consortia, drafts, ideas, projects, reviews, searches, starts, suggestions, surroundings
from matchmaker.services.finder import find_smaller
from matchmaker.web.calls import in_years
from matchmaker.web.numbers import whole
from matchmaker.web.session import somebody
from matchmaker.web.suggestions import page_of
from matchmaker.web.toasts import done, done_undoably
from matchmaker.web.transactions import session, writing
from matchmaker.web.writers import own, writer

blueprint = Blueprint("ideas", __name__, url_prefix="/ideas")


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """Choose the call, or what to begin with: a draft, a past project, an idea of before. The steps come next."""
    by = somebody()
    organisation = writer(by)
    guide, now = surroundings.guide(session()), surroundings.now(session())
    source: dict[str, Any] = _asked("idea", "project")
    call = guide.calls.get(request.args.get("call", "")) or _call_of(source, organisation, by)
    if call is not None:
        key = request.args.get("draft", "") or token_hex(8)
        return redirect(url_for("drafts.new_step", key=key, step="what", organisation=organisation.id, call=call.id, **source))
    by_state = guide.by_state(now)
    closed = by_state.pop("closed", [])
    return render_template(
        "ideas/call.html",
        organisation=organisation,
        own=own(by),
        by_state={state: in_order(calls, now) for state, calls in by_state.items()},
        closed=in_years(closed, now),
        link=lambda one: url_for("ideas.new", organisation=organisation.id, call=one.id, **_asked("draft", "idea", "project")),
        is_chosen=bool(source) or "draft" in request.args,
        drafts=drafts.list_drafts(session(), by=by),
        ideas=[one for one in ideas.list_ideas(session(), by=by) if one.organisation_id == organisation.id],
        past=[one.project for one in projects.list_projects(session(), organisation) if one.erasmus],
    )


def _asked(*names: str) -> dict[str, Any]:
    """What was asked for under these names, and nothing else: an address may hold any others."""
    return {name: request.args[name] for name in names if name in request.args}


def _call_of(source: Mapping[str, str], organisation: Organisation, by: User) -> Call | None:
    """The call that goes with what one begins with; None where that has to be chosen."""
    number = whole(source.get("idea") or source.get("project") or "")
    if number is None:
        return None
    if "idea" in source:
        return starts.call_for(session(), ideas.get_idea(session(), number, by=by))
    return starts.call_after(session(), starts.get_project(session(), organisation, number))


@blueprint.get("/<int:idea_id>")
def show(idea_id: int) -> str:
    """One idea and the consortia made from it."""
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    made = consortia.list_consortia(session(), by=by, idea=idea)
    latest = suggestions.find_latest(session(), idea, by=by) if may(by, "idea.suggest", idea) else None
    guide = surroundings.guide(session())
    return render_template(
        "ideas/show.html",
        idea=idea,
        consortia=made,
        sizes=consortia.sizes(session(), made),
        form=ideas.form_of(idea),
        latest=latest,
        reviews=reviews.list_unseen(session(), idea, by=by),
        offers=suggestions.list_offers(session(), idea) if guide.calls.get(idea.call_id) else (),
        less=find_smaller(guide.coming(surroundings.now(session())), idea, surroundings.now(session())),
        latest_page=page_of(idea, searches.question_of(latest)) if latest else "",
    )


@blueprint.get("/<int:idea_id>/edit")
def edit(idea_id: int) -> ResponseReturnValue:
    """Change an idea; `give_up` names wishes that the form is shown without, and afterwards one suggests again."""
    by = somebody()
    require(by, "idea.write", ideas.get_idea(session(), idea_id, by=by))
    wishes = request.args.getlist("give_up")
    more: dict[str, Any] = {"call": request.args["call"]} if "call" in request.args else {}
    return redirect(url_for("drafts.edit_step", idea_id=idea_id, step="whom" if wishes else "what", give_up=wishes, **more))


@blueprint.post("/<int:idea_id>/close")
def close(idea_id: int) -> ResponseReturnValue:
    """Ask for nobody any more."""
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    ideas.close(writing(), idea, by=by)
    done_undoably(N_("The idea is closed. What was made from it stays readable."), "ideas.reopen", idea_id=idea_id)
    return redirect(url_for("ideas.show", idea_id=idea_id), 303)


@blueprint.post("/<int:idea_id>/reopen")
def reopen(idea_id: int) -> ResponseReturnValue:
    """Take a closed idea up again."""
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    ideas.reopen(writing(), idea, by=by)
    done(N_("The idea is open again."))
    return redirect(url_for("ideas.show", idea_id=idea_id), 303)
