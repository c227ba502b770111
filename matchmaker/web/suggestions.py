"""Whole consortia suggested for an idea, and keeping one of them as a draft."""

from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, Serializer
from werkzeug.datastructures import MultiDict

from matchmaker.eligibility.explanations import checked, left_open
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.providers import providers
from matchmaker.errors import Refused
from matchmaker.language import N_, current, render, say, whole
from matchmaker.matching import Answer, Proposal
from matchmaker.matching.documents import answer_json
from matchmaker.matching.saying.comparison import compare
from matchmaker.matching.saying.difference import difference
from matchmaker.matching.saying.glance import glance
from matchmaker.models import Idea, Search, User
from matchmaker.permissions import may
from matchmaker.services import blocks, cards, consortia, exposure, ideas, projects, rounds, searches, suggestions, surroundings
from matchmaker.services.finder import find_smaller
from matchmaker.services.saved import find_saved
from matchmaker.services.searches import Question
from matchmaker.web.limits import EXPENSIVE, limiter
from matchmaker.web.session import somebody
from matchmaker.web.transactions import database, session, writing
from matchmaker.workers import Workers

blueprint = Blueprint("suggestions", __name__, url_prefix="/ideas/<int:idea_id>/suggestions")

CHANCES: Final = {
    "": (0.0, N_("no")),
    "little": (1.0, N_("a little, for up to 1 point")),
    "more": (3.0, N_("more, for up to 3 points")),
}
"""How many points may be given up for partners who are shown less often, as one chooses it."""
SAVED_ALREADY: Final = N_("You have saved this alternative before. This is the consortium that was made of it.")


@blueprint.get("")
def show(idea_id: int) -> str:
    """What was suggested last: up to three alternatives, each with the rules it meets, who provides what, and why it fits.

    Nothing is searched or written by looking; where nothing was suggested yet there is the button that does it.
    """
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    question = _question(idea, request.args)
    kept = suggestions.find_kept(session(), idea, question, by=by)
    call, now = rounds.call_of(session(), idea), surroundings.now(session())
    choices = {
        "idea": idea,
        "call": call,
        "known": question.known,
        "chance": _chance(question),
        "chances": CHANCES,
        "offers": suggestions.list_offers(session(), idea),
        "less": find_smaller(surroundings.guide(session()).coming(now), idea, now),
        "blocked": len(blocks.list_blocks(session(), idea.organisation, by=by)) if _blocks(by, idea) else 0,
    }
    if kept is None:
        return render_template("suggestions/show.html", kept=None, **choices)
    answer = kept.answer
    found = cards.list_cards(session(), {one for proposal in answer.proposals for one in proposal.members})
    there = tuple(one for one in answer.proposals if found.keys() >= set(one.members))
    seen = [glance(one) for one in there]
    keys = {card.organisation.id: key for key, card in found.items()}
    joint = projects.count_joint(session(), keys)
    return render_template(
        "suggestions/show.html",
        kept=kept,
        seen=seen,
        differences=[difference((there[0], seen[0]), one, call.year) for one in zip(there, seen, strict=True)],
        compared=compare(there, seen, call.year) if there else None,
        answer=answer.model_copy(update={"proposals": there}),
        gone=len(there) < len(answer.proposals),
        search=kept.search,
        state=searches.state_of(session(), kept.search),
        progress=searches.progress_of(kept.search),
        longest=searches.SECONDS,
        days=exposure.LATELY,
        cards=found,
        joint={(keys[one], keys[other]): number for (one, other), number in joint.items()},
        providers_of=lambda proposal: _providers_of(proposal, call.year),
        checked=checked(call),
        not_checked=left_open(call),
        sealed=lambda proposal: _seal().dumps({"idea": idea.id, "answer": answer_json(answer.alone(proposal))}),
        **choices,
    )


@blueprint.post("/ask")
@limiter.limit(EXPENSIVE)
def ask(idea_id: int) -> ResponseReturnValue:
    """Suggest: what is found at first is kept for its page, and a search goes on from it where more time could help."""
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    found = suggestions.ask(session(), idea, _question(idea, request.form), by=by)
    if found.answer is not None:
        _keep(idea, found.question, found.answer, found.sequence, by)
    return redirect(page_of(idea, found.question), 303)


def _keep(idea: Idea, question: Question, answer: Answer, sequence: int, by: User) -> None:
    """In a unit of work of its own: a worker is told of a search only when that is stored."""
    with database().unit_of_work() as own:
        try:
            search = searches.begin(own, idea, question, answer, sequence, by=by)
        except Refused as full:
            search = searches.settle(own, idea, question, answer, sequence, by=by)
            flash(render(whole(full), current()))
    if search.state == "waiting":
        workers: Workers = current_app.extensions["workers"]
        workers.submit(search.id)


@blueprint.get("/searches/<int:number>")
def progress(idea_id: int, number: int) -> ResponseReturnValue:
    """How far a search is, to be shown in its page; when it has ended the page is loaded again."""
    idea, search = _search(idea_id, number)
    if "HX-Request" not in request.headers:
        return redirect(page_of(idea, searches.question_of(search)), 303)
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
    return redirect(page_of(idea, searches.question_of(search)), 303)


def _search(idea_id: int, number: int) -> tuple[Idea, Search]:
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    return idea, searches.get_search(session(), idea, number, by=by)


def _blocks(by: User, idea: Idea) -> bool:
    """Whether this person may know whom the idea's organisation has blocked."""
    return may(by, "organisation.block", idea.organisation)


def _question(idea: Idea, said: MultiDict[str, str]) -> Question:
    """What is asked with the choices that came with a request."""
    points, _ = CHANCES.get(said.get("chance", ""), CHANCES[""])
    return suggestions.question_of(session(), idea, known="known" in said, fairness=points)


def page_of(idea: Idea, question: Question) -> str:
    """The page of what is asked."""
    known, chance = "yes" if question.known else None, _chance(question) or None
    return url_for("suggestions.show", idea_id=idea.id, known=known, chance=chance)


def _chance(question: Question) -> str:
    """Which of the choices the question was asked with."""
    return next(name for name, (points, _) in CHANCES.items() if points == question.request.fairness)


def _providers_of(proposal: Proposal, year: int) -> Callable[[Finding], tuple[object, ...]]:
    """Who provides what a finding of this proposal found, by name."""
    names = {one.id: one.name for one in proposal.organisations}
    return lambda finding: providers(finding, names, year)


def _seal() -> Serializer[str]:
    """What was shown travels through the page and comes back unchanged, or is refused; plain, for pages travel compressed."""
    return Serializer(str(current_app.secret_key), salt="proposal")


@blueprint.post("")
def save(idea_id: int) -> ResponseReturnValue:
    """Keep an alternative, as it was shown, as a draft."""
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    answer = _unsealed(idea_id)
    if there := find_saved(session(), idea, answer, by=by):
        flash(SAVED_ALREADY)
        return redirect(url_for("consortia.show", consortium_id=there.id), 303)
    (proposal,) = answer["proposals"]
    variant = proposal["eligibility"].get("variant")
    consortium = consortia.save(
        writing(), idea, proposal["members"], proposal["coordinator"], suggestion=answer, variant=variant, by=by
    )
    return redirect(url_for("consortia.show", consortium_id=consortium.id), 303)


def _unsealed(idea_id: int) -> dict[str, Any]:
    """What was shown for this idea: the answer of `suggest --json` with this one proposal."""
    try:
        sealed = _seal().loads(request.form.get("proposal", ""))
    except BadData:
        sealed = {}
    if sealed.get("idea") != idea_id:
        raise Refused(say(N_("This suggestion is out of date.")), say(N_("Suggest again, then save.")))
    answer: dict[str, Any] = sealed["answer"]
    return answer
