"""What would mend a consortium, what a change would do, who could take a place; and doing it, and undoing it."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.inputs import parsing
from matchmaker.inputs.steps import MOST, StepForm, Steps
from matchmaker.language import N_, Message, say
from matchmaker.matching.mending.changes import Step
from matchmaker.matching.saying.glance import shared_reasons, strongest, told
from matchmaker.models import Consortium, Organisation
from matchmaker.permissions import may, require
from matchmaker.services import alterations, cards, consortia, organisations, rounds, standins
from matchmaker.web import steps as taken
from matchmaker.web.forms import version
from matchmaker.web.limits import EXPENSIVE, limiter
from matchmaker.web.session import somebody
from matchmaker.web.toasts import done
from matchmaker.web.transactions import session, writing
from matchmaker.workflow import EDITABLE

blueprint = Blueprint("repairs", __name__, url_prefix="/consortia/<int:consortium_id>")
FOUND = 6
"""How many organisations are offered when one looks for somebody to try out."""


@blueprint.get("/repairs")
@limiter.limit(EXPENSIVE)
def show(consortium_id: int) -> str:
    """Every single step that makes the consortium meet its rules; else the fewest, or what stands in the way."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    answer = alterations.list_repairs(session(), consortium, known="known" in request.args, by=by)
    joining = {one.id for found in answer.best for one in found.joining}
    steps = [found.steps for found in answer.best]
    return render_template(
        "repairs/show.html",
        answer=answer,
        call=answer.call,
        cards=cards.list_cards(session(), joining),
        sentences=dict(zip(steps, alterations.sentences(session(), steps), strict=True)),
        **_shared(consortium),
    )


@blueprint.get("/what-if")
@limiter.limit(EXPENSIVE)
def what_if(consortium_id: int) -> str:
    """Every rule and every part of the score before and after some steps; nothing is saved by looking."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    steps = _steps()
    effect = alterations.try_out(session(), consortium, steps, known="known" in request.args, by=by)
    words = request.args.get("find", "").strip()[:100]
    return render_template(
        "repairs/what_if.html",
        effect=effect,
        steps=effect.steps,
        call=rounds.call_of(session(), consortium),
        staying=[one.organisation.key for one in consortium.members if _stays(consortium, one.organisation)],
        asked=alterations.list_asked(consortium, effect.steps),
        cards=cards.list_cards(session(), {one.id for one in effect.after.members}),
        sentences=alterations.sentences(session(), [effect.steps])[0],
        words=words,
        found=to_try(words, {one.id for one in effect.after.members}),
        **_shared(consortium),
    )


@blueprint.get("/place")
@limiter.limit(EXPENSIVE)
def place(consortium_id: int) -> str:
    """Who could take a member's place, or that of one who has gone, so that every rule that is met is met still."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    steps, key = _steps(), request.args.get("place", "")
    found = alterations.list_replacements(session(), consortium, key, steps, known="known" in request.args, by=by)
    return render_template(
        "repairs/place.html",
        place=found,
        steps=steps,
        call=rounds.call_of(session(), consortium),
        cards=cards.list_cards(session(), {one.id for repair in found.replacements.best for one in repair.joining}),
        reserve_address=None if steps else _to_reserve(consortium, found.organisation),
        **_shared(consortium),
    )


@blueprint.post("/steps")
def take(consortium_id: int) -> ResponseReturnValue:
    """Do it; the workspace then offers to undo it."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    require(by, "consortium.change", consortium)
    steps = parsing.parse(Steps, {"steps": taken.sent(request.form)}).steps
    back = alterations.take(writing(), consortium, steps, version=version(), by=by)
    taken.remember(consortium, () if "undo" in request.form else back)
    done(_undone(consortium, steps) if "undo" in request.form else N_("Done. The rules were checked anew."))
    return redirect(url_for("consortia.show", consortium_id=consortium.id), 303)


def _undone(consortium: Consortium, steps: Sequence[StepForm]) -> str | Message:
    """Whoever is back and was asked before has to be asked again."""
    back = {step.joins for step in steps}
    asked = {one.organisation.key: one.organisation.name or "" for one in consortium.invitations if one.organisation.key in back}
    if not asked:
        return N_("That was undone.")
    return say(N_("That was undone. The invitation has ended, so ask again: %(names)s"), names=tuple(asked.values()))


def _to_reserve(consortium: Consortium, replaced: Organisation) -> Callable[[str], str] | None:
    """Where one of those who could take the place is put in reserve for it, by its key; None for whoever may not do that."""
    if not (may(somebody(), "consortium.reserve", consortium) and replaced in standins.list_replaceable(consortium)):
        return None
    return lambda key: url_for("reserves.new", consortium_id=consortium.id, place=replaced.key, joins=key)


def _steps() -> tuple[StepForm, ...]:
    return parsing.parse(Steps, {"steps": taken.sent(request.args)}).steps


def _stays(consortium: Consortium, organisation: Organisation) -> bool:
    return organisation.id in (consortium.initiator_id, consortium.holder_id)


def to_try(words: str, there: set[str]) -> list[Organisation]:
    """Organisations that the words name and that are not in it."""
    if not words:
        return []
    return [one for one in organisations.list_public(session(), words=words).rows if one.key not in there][:FOUND]


def _shared(consortium: Consortium) -> dict[str, object]:
    """What all these pages need: the addresses of one another, for steps to come."""
    known = "yes" if "known" in request.args else None
    here: dict[str, Any] = {name: request.args.getlist(name)[:MOST] for name in ("place", *taken.NAMES)}
    other = {**here, "consortium_id": consortium.id, "known": None if known else "yes"}

    def address(view: str, steps: Sequence[Step | StepForm], **more: Any) -> str:
        where: dict[str, Any] = {"consortium_id": consortium.id, "known": known, **taken.query(steps), **more}
        return url_for(f"repairs.{view}", **where)

    return {
        "consortium": consortium,
        "known": known is not None,
        "known_address": url_for(str(request.endpoint), **other),
        "what_if_address": lambda steps: address("what_if", steps),
        "place_address": lambda steps, key: address("place", steps, place=key),
        "changes": consortium.state in EDITABLE,
        "may_lead": consortium.state != "handed_over",
        "query": taken.query,
        "plus": taken.plus,
        "strongest": strongest,
        "told": told,
        "shared_reasons": shared_reasons,
    }
