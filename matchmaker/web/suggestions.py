"""Whole consortia suggested for an idea, and keeping one of them as a draft."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeSerializer

from matchmaker.eligibility.explanations import checked, not_checked
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.providers import providers
from matchmaker.errors import Refused
from matchmaker.language import N_, say
from matchmaker.matching import Answer, Proposal
from matchmaker.matching.documents import answer_json
from matchmaker.services import cards, consortia, ideas, suggestions
from matchmaker.web import once
from matchmaker.web.limits import EXPENSIVE, limiter
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session

blueprint = Blueprint("suggestions", __name__, url_prefix="/ideas/<int:idea_id>/suggestions")


@blueprint.get("")
@limiter.limit(EXPENSIVE)
def show(idea_id: int) -> str:
    """Up to three alternatives, each with the rules it meets, who provides what, and why each partner fits."""
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    known = "known" in request.args
    answer = suggestions.suggest(session(), idea, known=known, by=by)
    keys = {member.id for proposal in answer.proposals for member in proposal.members}
    return render_template(
        "suggestions/show.html",
        idea=idea,
        known=known,
        answer=answer,
        call=answer.call,
        cards=cards.list_cards(session(), keys),
        providers_of=lambda proposal: _providers_of(answer, proposal),
        checked=checked(answer.call),
        not_checked=not_checked(answer.call),
        sealed=lambda proposal: _seal().dumps({"idea": idea.id, "answer": answer_json(replace(answer, proposals=(proposal,)))}),
    )


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
    consortium = consortia.save(session(), idea, proposal["members"], proposal["coordinator"], suggestion=answer, by=by)
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
