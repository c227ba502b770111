"""Whole consortia suggested for an idea, and keeping one of them as a draft."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import structlog
from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.exc import SQLAlchemyError

from matchmaker.eligibility.explanations import checked, not_checked
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.providers import providers
from matchmaker.errors import Refused
from matchmaker.language import N_, say
from matchmaker.matching import Answer, Proposal
from matchmaker.matching.documents import answer_json
from matchmaker.models import Idea, Search, User
from matchmaker.services import cards, consortia, exposure, ideas, searches, suggestions
from matchmaker.services.searches import Question
from matchmaker.services.suggestions import Shown
from matchmaker.web import once
from matchmaker.web.limits import EXPENSIVE, limiter
from matchmaker.web.session import somebody
from matchmaker.web.transactions import database, session, writing
from matchmaker.workers import Workers

log = structlog.get_logger(__name__)
blueprint = Blueprint("suggestions", __name__, url_prefix="/ideas/<int:idea_id>/suggestions")

CHANCES: Final = {
    "": (0.0, N_("no")),
    "little": (1.0, N_("a little, for up to 1 point")),
    "more": (3.0, N_("more, for up to 3 points")),
}
"""How many points may be given up for partners who are shown less often, as one chooses it."""


@blueprint.get("")
@limiter.limit(EXPENSIVE)
def show(idea_id: int) -> str:
    """Up to three alternatives, each with the rules it meets, who provides what, and why each partner fits."""
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    chance = request.args.get("chance", "")
    fairness = CHANCES[chance][0] if chance in CHANCES else 0.0
    shown = suggestions.show(session(), idea, known="known" in request.args, fairness=fairness, by=by)
    search, refusal = _note(idea, shown, by)
    answer = shown.answer
    keys = {member.id for proposal in answer.proposals for member in proposal.members}
    return render_template(
        "suggestions/show.html",
        idea=idea,
        known=shown.question.known,
        chance=_chance(shown.question),
        chances=CHANCES,
        answer=answer,
        call=answer.call,
        search=search,
        state=searches.state_of(session(), search) if search else "",
        progress=searches.progress_of(search) if search else None,
        longest=searches.SECONDS,
        refusal=refusal,
        days=exposure.LATELY,
        cards=cards.list_cards(session(), keys),
        providers_of=lambda proposal: _providers_of(answer, proposal),
        checked=checked(answer.call),
        not_checked=not_checked(answer.call),
        sealed=lambda proposal: _seal().dumps({"idea": idea.id, "answer": answer_json(replace(answer, proposals=(proposal,)))}),
    )


def _note(idea: Idea, shown: Shown, by: User) -> tuple[Search | None, object]:
    """Write down who is shown, and let a search go on that was not complete; that search, or why there is none.

    This request only reads, so each is a short unit of work of its own. The page is shown also when nothing can be written now.
    """
    partners = {one for proposal in shown.answer.proposals for one in proposal.partners}
    try:
        if partners:
            with database().unit_of_work() as own:
                exposure.record_shown(own, idea, partners, by=by)
        return (_go_on(idea, shown, by), None) if shown.is_to_go_on else (shown.search, None)
    except Refused as refused:
        return None, refused.message
    except SQLAlchemyError as error:
        log.warning("not noted", kind=type(error).__name__)
        return shown.search, None


def _go_on(idea: Idea, shown: Shown, by: User) -> Search:
    """A search in a worker process. Raises `Refused` when as many go on as may."""
    with database().unit_of_work() as own:
        search = searches.begin(own, idea, shown.question, shown.answer, shown.sequence, by=by)
    workers: Workers = current_app.extensions["workers"]
    workers.submit(search.id)
    return search


@blueprint.get("/searches/<int:number>")
def progress(idea_id: int, number: int) -> ResponseReturnValue:
    """How far a search is, to be shown in its page; when it has ended the page is loaded again."""
    idea, search = _search(idea_id, number)
    if "HX-Request" not in request.headers:
        return redirect(_page(idea, search), 303)
    state = searches.state_of(session(), search)
    if search.ended_at is not None or state == "failed":
        return Response(status=204, headers={"HX-Refresh": "true"})
    progress = searches.progress_of(search)
    return render_template("suggestions/progress.html", state=state, search=search, progress=progress, longest=searches.SECONDS)


@blueprint.post("/searches/<int:number>/stop")
def stop(idea_id: int, number: int) -> ResponseReturnValue:
    """End a search with the best that it has found."""
    idea, search = _search(idea_id, number)
    searches.call_off(writing(), idea, search, by=somebody())
    return redirect(_page(idea, search), 303)


@blueprint.post("/searches/<int:number>/again")
def search_again(idea_id: int, number: int) -> ResponseReturnValue:
    """Search anew for what an ended search was about."""
    idea, search = _search(idea_id, number)
    page = _page(idea, search)
    searches.put_aside(writing(), idea, search, by=somebody())
    return redirect(page, 303)


def _search(idea_id: int, number: int) -> tuple[Idea, Search]:
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    return idea, searches.get_search(session(), idea, number, by=by)


def _page(idea: Idea, search: Search) -> str:
    """The page of what a search is about."""
    question = searches.question_of(search)
    known, chance = "yes" if question.known else None, _chance(question) or None
    return url_for("suggestions.show", idea_id=idea.id, known=known, chance=chance)


def _chance(question: Question) -> str:
    """Which of the choices the question was asked with."""
    return next(name for name, (points, _) in CHANCES.items() if points == question.request.fairness)


def _providers_of(answer: Answer, proposal: Proposal) -> Callable[[Finding], tuple[object, ...]]:
    """Who provides what a finding of this proposal found, by name."""
    names = {member.id: member.name for member in proposal.members}
    return lambda finding: providers(finding, names, answer.call.year)


def _seal() -> URLSafeSerializer:
    """What was shown travels through the page and comes back unchanged, or is refused."""
    return URLSafeSerializer(str(current_app.secret_key), salt="proposal")


@blueprint.post("")
def save(idea_id: int) -> ResponseReturnValue:
    """Keep an alternative, as it was shown, as a draft."""
    by = somebody()
    if made := once.made():
        return redirect(made, 303)
    idea = ideas.get_idea(session(), idea_id, by=by)
    answer = _unsealed(idea_id)
    (proposal,) = answer["proposals"]
    consortium = consortia.save(writing(), idea, proposal["members"], proposal["coordinator"], suggestion=answer, by=by)
    return redirect(once.remember(url_for("consortia.show", consortium_id=consortium.id)), 303)


def _unsealed(idea_id: int) -> dict[str, Any]:
    """What was shown for this idea: the answer of `suggest --json` with this one proposal."""
    try:
        sealed = _seal().loads(request.form.get("proposal", ""))
    except BadData:
        sealed = {}
    if sealed.get("idea") != idea_id:
        raise Refused(say(N_("This suggestion is out of date. Suggest again, then save.")))
    answer: dict[str, Any] = sealed["answer"]
    return answer
