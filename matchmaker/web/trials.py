"""Changing a suggested alternative to see what becomes of it; kept as a draft or not at all."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from matchmaker.inputs import parsing
from matchmaker.inputs.request import LARGEST
from matchmaker.inputs.steps import StepForm, Variant
from matchmaker.matching.mending.changes import Step
from matchmaker.matching.mending.repair_documents import effect_json
from matchmaker.matching.saying.glance import shared_reasons, strongest, told
from matchmaker.models import Idea
from matchmaker.services import alterations, cards, ideas, rounds
from matchmaker.services.saved import find_saved
from matchmaker.web import steps as taken
from matchmaker.web.limits import EXPENSIVE, limiter
from matchmaker.web.repairs import to_try
from matchmaker.web.session import somebody
from matchmaker.web.suggestions import SAVED_ALREADY
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("trials", __name__, url_prefix="/ideas/<int:idea_id>/variant")


@blueprint.get("")
@limiter.limit(EXPENSIVE)
def show(idea_id: int) -> str:
    """Every rule and every part of the score before and after some steps; nothing is saved by looking."""
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    variant = _variant(request.args)
    effect = alterations.try_variant(session(), idea, variant, known="known" in request.args, by=by)
    words = request.args.get("find", "").strip()[:100]
    return render_template(
        "trials/show.html",
        effect=effect,
        steps=effect.steps,
        call=rounds.call_of(session(), idea),
        staying=[idea.organisation.key],
        cards=cards.list_cards(session(), {one.id for one in effect.after.members}),
        sentences=alterations.sentences(session(), [effect.steps])[0],
        words=words,
        found=to_try(words, {one.id for one in effect.after.members}),
        **_shared(idea, variant),
    )


@blueprint.get("/place")
@limiter.limit(EXPENSIVE)
def place(idea_id: int) -> str:
    """Who else could take a partner's place, the best first."""
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    variant = _variant(request.args)
    key, known = request.args.get("place", ""), "known" in request.args
    found = alterations.list_variant_replacements(session(), idea, variant, key, known=known, by=by)
    return render_template(
        "trials/place.html",
        place=found,
        steps=variant.steps,
        call=rounds.call_of(session(), idea),
        cards=cards.list_cards(session(), {one.id for repair in found.replacements.best for one in repair.joining}),
        **_shared(idea, variant),
    )


@blueprint.post("")
def save(idea_id: int) -> ResponseReturnValue:
    """Keep the changed alternative as a draft."""
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    effect = alterations.try_variant(session(), idea, _variant(request.form), known="known" in request.form, by=by)
    if there := find_saved(session(), idea, effect_json(effect), by=by):
        flash(SAVED_ALREADY)
        return redirect(url_for("consortia.show", consortium_id=there.id), 303)
    consortium = alterations.save_variant(writing(), idea, effect, by=by)
    return redirect(url_for("consortia.show", consortium_id=consortium.id), 303)


def _variant(values: MultiDict[str, str]) -> Variant:
    """The alternative and the steps that came with a request. Raises `Invalid`."""
    members, leads = values.getlist("member")[: LARGEST + 1], values.get("lead", "")
    said = {"members": members, "coordinator": leads, "project": values.get("project") or None, "steps": taken.sent(values)}
    return parsing.parse(Variant, said)


def _shared(idea: Idea, variant: Variant) -> dict[str, object]:
    """What both pages need: the addresses of one another, for steps to come."""
    known = "yes" if "known" in request.args else None

    def address(view: str, steps: Sequence[Step | StepForm], **more: Any) -> str:
        where: dict[str, Any] = {"idea_id": idea.id, "known": known, "member": variant.members, "lead": variant.coordinator}
        where["project"] = variant.project
        return url_for(f"trials.{view}", **{**where, **taken.query(steps), **more})

    return {
        "idea": idea,
        "variant": variant,
        "known": known is not None,
        "what_if_address": lambda steps: address("show", steps),
        "place_address": lambda steps, key: address("place", steps, place=key),
        "may_lead": True,
        "query": taken.query,
        "plus": taken.plus,
        "strongest": strongest,
        "told": told,
        "shared_reasons": shared_reasons,
    }
